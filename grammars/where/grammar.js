/**
 * The language of `predicate`, `conditionalPredicate` and `sqlFunction`: the SQL of whatever warehouse it is, with
 * `@functions` in it. Of the SQL only what is needed to find the functions is understood: strings, comments, and
 * what is in which parentheses. All else passes through as words, numbers and operators.
 */

const { LETTER, quoted, unicode, rules } = require('../common.js');

// None of them may end in `@`, but for the one that is nothing else: in `a<@column` that is where a name begins.
const OPERATORS = (
  '->> #>> <=> !~* ~~* !~~ <-> -|- :: -> #> @> || => != <> <= >= ~* !~ ~~ := == && << >> @@ @? ?| ?& ** // ' +
  '^= += *= .. !< !> &< &> ~='
).split(' ');

/** What may stand in a pair of brackets; what closes another kind of them closes nothing here. */
const inside = ($, ...others) => repeat(choice($._item, ',', ...others.map((other) => unmatched($, other))));
const unmatched = ($, closing) =>
  alias(closing, closing === ')' ? $.unmatched_parenthesis : $.unmatched_bracket);

module.exports = grammar({
  name: 'immuta_where',

  extras: ($) => [/\s/, $.comment],

  rules: {
    source_file: ($) => seq(inside($, ')', ']', '}'), optional($._item_unclosed)),

    ...rules,

    _item: ($) =>
      choice(
        $.call,
        $.variable,
        $.parenthesized,
        $.bracketed,
        $.string,
        $.double_quoted,
        $.backtick_quoted,
        $.dollar_quoted,
        $.placeholder,
        $.template,
        $.word,
        $.number,
        $.operator,
        '.',
        ';',
      ),
    _item_unclosed: ($) =>
      choice(
        alias($._call_unclosed, $.call),
        $.unclosed_parenthesized,
        $.unclosed_bracketed,
        $.unclosed_string,
      ),

    argument: ($) => repeat1($._argument_item),
    _argument_unclosed: ($) => seq(repeat($._argument_item), $._item_unclosed),
    _argument_item: ($) => choice($._item, unmatched($, ']'), unmatched($, '}')),

    parenthesized: ($) => seq('(', inside($, ']', '}'), ')'),
    unclosed_parenthesized: ($) => seq('(', inside($, ']', '}'), optional($._item_unclosed)),
    bracketed: ($) =>
      choice(
        seq('[', inside($, ')', '}'), ']'),
        seq('{', inside($, ')', ']'), '}'),
      ),
    unclosed_bracketed: ($) =>
      choice(
        seq('[', inside($, ')', '}'), optional($._item_unclosed)),
        seq('{', inside($, ')', ']'), optional($._item_unclosed)),
      ),

    string: ($) =>
      choice(
        seq($._single_open, repeat($._single_part), $._single_close),
        seq($._backslash_open, optional(seq(optional($._backslash_rest), $._single_close))),
        $._triple_single,
        $._doubled,
      ),
    unclosed_string: ($) =>
      choice(
        seq($._single_open, repeat($._single_part)),
        seq($._backslash_open, $._backslash_rest),
        seq($._double_open, repeat($._double_part)),
        seq($._backtick_open, repeat($._backtick_part)),
      ),
    _single_part: ($) =>
      choice(quoted(/[^'\\]+/), $.escape_sequence, alias(quoted("''"), $.escape_sequence)),

    // '\' is a whole string in warehouses that know no backslashes, as in ESCAPE '\'. In the others it is the
    // beginning of one. What comes next tells: there a string seldom goes on with white space or punctuation.
    _backslash_open: () => /'\\'/,
    _backslash_rest: ($) =>
      seq(choice(quoted(/[^'\\\s),;|:\]][^'\\]*/), $.escape_sequence), repeat($._single_part)),

    // BigQuery's strings in three quotes. Four quotes in a row are SQL's string of one quote.
    _triple_single: () => /'''[^']('{0,2}([^'\\]|\\[\s\S]))*'''/,
    _triple_double: () => /"""[^"]("{0,2}([^"\\]|\\[\s\S]))*"""/,
    double_quoted: ($) =>
      choice(seq($._double_open, repeat($._double_part), $._double_close), $._triple_double),

    backtick_quoted: ($) => seq($._backtick_open, repeat($._backtick_part), $._backtick_close),
    _backtick_open: () => /`/,
    _backtick_close: () => quoted(/`/),
    _backtick_part: ($) =>
      choice(quoted(/[^`\\]+/), $.escape_sequence, alias(quoted('``'), $.escape_sequence)),

    dollar_quoted: () => /\$\$([^$]|\$[^$])*\$\$/,

    // `#` begins a comment in some warehouses and an operator in others, so it does not begin one here.
    // One that is never closed reaches to the end: were it none, the lexer would look for its end again at the next.
    comment: () => choice(/--[^\n]*/, /\/\*([^*]|\*+[^*/])*(\*+\/|\**)/),

    word: () => unicode(`(${LETTER}|\\$)[\\p{L}\\p{M}\\p{N}_$]*|@@${LETTER}[\\p{L}\\p{M}\\p{N}_]*`),
    // A backslash and what is behind it: quotes as they stand in the source of a JSON string.
    operator: () => token(choice(...OPERATORS, /\\\S/, prec(-1, /\S/))),
  },
});
