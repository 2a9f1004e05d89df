; Generated: UPDATE_EXPECT=1 cargo test --test queries.

(function) @function
(variable) @variable
(keyword) @keyword
(string) @string
(unclosed_string) @string
(double_quoted) @string
(escape_sequence) @constant.character.escape
(number) @constant.numeric
(operator) @operator
(placeholder) @constant
(template) @constant
"(" @punctuation.bracket
")" @punctuation.bracket
"," @punctuation.delimiter
