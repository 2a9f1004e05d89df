; Generated: UPDATE_EXPECT=1 cargo test --test queries.

(function) @function
(variable) @variable
(string) @string
(dollar_quoted) @string
(unclosed_string) @string
(escape_sequence) @constant.character.escape
(number) @constant.numeric
(operator) @operator
(comment) @comment
(placeholder) @constant
(template) @constant
"(" @punctuation.bracket
")" @punctuation.bracket
"[" @punctuation.bracket
"]" @punctuation.bracket
"{" @punctuation.bracket
"}" @punctuation.bracket
"," @punctuation.delimiter
";" @punctuation.delimiter
"." @punctuation.delimiter

; Words that are a part of SQL in most warehouses, as people write them.
((word) @keyword
 (#any-of? @keyword
  "ALL" "AND" "ANY" "ARRAY" "AS" "ASC" "BETWEEN" "BY" "CASE" "CAST" "COLLATE" "CROSS" "CURRENT_DATE"
  "CURRENT_TIME" "CURRENT_TIMESTAMP" "CURRENT_USER" "DATE" "DELETE" "DESC" "DISTINCT" "ELSE" "END" "ESCAPE"
  "EXCEPT" "EXISTS" "EXTRACT" "FALSE" "FETCH" "FILTER" "FOLLOWING" "FOR" "FROM" "FULL" "GROUP" "HAVING" "ILIKE"
  "IN" "INNER" "INTERSECT" "INTERVAL" "IS" "JOIN" "LATERAL" "LEFT" "LIKE" "LIMIT" "NATURAL" "NOT" "NULL"
  "OFFSET" "ON" "OR" "ORDER" "OUTER" "OVER" "PARTITION" "PRECEDING" "QUALIFY" "RANGE" "REGEXP" "RIGHT" "RLIKE"
  "ROW" "ROWS" "SELECT" "SIMILAR" "SOME" "STRUCT" "TABLE" "THEN" "TIME" "TIMESTAMP" "TRUE" "TRY_CAST"
  "UNBOUNDED" "UNION" "UNNEST" "USING" "VALUES" "WHEN" "WHERE" "WINDOW" "WITH" "WITHIN" "all" "and" "any"
  "array" "as" "asc" "between" "by" "case" "cast" "collate" "cross" "current_date" "current_time"
  "current_timestamp" "current_user" "date" "delete" "desc" "distinct" "else" "end" "escape" "except" "exists"
  "extract" "false" "fetch" "filter" "following" "for" "from" "full" "group" "having" "ilike" "in" "inner"
  "intersect" "interval" "is" "join" "lateral" "left" "like" "limit" "natural" "not" "null" "offset" "on" "or"
  "order" "outer" "over" "partition" "preceding" "qualify" "range" "regexp" "right" "rlike" "row" "rows"
  "select" "similar" "some" "struct" "table" "then" "time" "timestamp" "true" "try_cast" "unbounded" "union"
  "unnest" "using" "values" "when" "where" "window" "with" "within"))
