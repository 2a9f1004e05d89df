/**
 * The language of advanced subscription policies (`actions.advanced`): `@functions` and `@variables`, put together
 * by AND, OR, NOT and parentheses.
 *
 * An operand that is missing is a `binary_expression` without `left` or `right`, or a `not_expression` without
 * `operand`. Operands with nothing between them are a `sequence`. What means nothing here is `unexpected`.
 */

const { LETTER, LETTERS, quoted, unicode, rules } = require('../common.js');

/** OR binds least, then AND, then NOT. `last` is the operand at the end, or its unclosed twin. */
const binary = ($, left, operator, last) =>
  seq(
    optional(field('left', left)),
    field('operator', alias(operator, $.keyword)),
    last,
  );

module.exports = grammar({
  name: 'immuta_subscription',

  word: ($) => $.word,
  extras: () => [/\s/],

  rules: {
    source_file: ($) =>
      seq(
        repeat(seq(optional($._or), $.unmatched_parenthesis)),
        optional(choice($._or, $._or_unclosed)),
      ),

    _or: ($) => choice($._and, alias($._or_expression, $.binary_expression)),
    _or_expression: ($) => binary($, $._or, $._or_word, optional(field('right', $._and))),
    _and: ($) => choice($._unary, alias($._and_expression, $.binary_expression)),
    _and_expression: ($) => binary($, $._and, $._and_word, optional(field('right', $._unary))),
    _unary: ($) => choice($._operand, $.not_expression, $.sequence),
    not_expression: ($) => seq(alias($._not_word, $.keyword), optional(field('operand', $._unary))),
    sequence: ($) => seq(repeat1($._operand), choice($._operand, $.not_expression)),
    _operand: ($) =>
      choice($.call, $.variable, $.parenthesized, $.placeholder, $.template, $.unexpected),
    parenthesized: ($) => seq('(', optional($._or), ')'),
    unexpected: ($) =>
      choice($.string, $.double_quoted, $.word, $.number, $.operator, ','),

    _or_unclosed: ($) =>
      choice($._and_unclosed, alias($._or_expression_unclosed, $.binary_expression)),
    _or_expression_unclosed: ($) => binary($, $._or, $._or_word, field('right', $._and_unclosed)),
    _and_unclosed: ($) =>
      choice($._unary_unclosed, alias($._and_expression_unclosed, $.binary_expression)),
    _and_expression_unclosed: ($) =>
      binary($, $._and, $._and_word, field('right', $._unary_unclosed)),
    _unary_unclosed: ($) =>
      choice(
        $._operand_unclosed,
        alias($._not_expression_unclosed, $.not_expression),
        alias($._sequence_unclosed, $.sequence),
      ),
    _not_expression_unclosed: ($) =>
      seq(alias($._not_word, $.keyword), field('operand', $._unary_unclosed)),
    _sequence_unclosed: ($) =>
      seq(
        repeat1($._operand),
        choice($._operand_unclosed, alias($._not_expression_unclosed, $.not_expression)),
      ),
    _operand_unclosed: ($) =>
      choice(
        alias($._call_unclosed, $.call),
        $.unclosed_parenthesized,
        alias($._unexpected_unclosed, $.unexpected),
      ),
    unclosed_parenthesized: ($) => seq('(', optional(choice($._or, $._or_unclosed))),
    _unexpected_unclosed: ($) => $.unclosed_string,

    ...rules,

    _item: ($) =>
      choice(
        $.string,
        $.double_quoted,
        $.call,
        $.variable,
        $.placeholder,
        $.template,
        $.parenthesized,
        $.word,
        $.number,
        $.operator,
        alias(choice($._or_word, $._and_word, $._not_word), $.keyword),
      ),
    _item_unclosed: ($) =>
      choice($.unclosed_string, alias($._call_unclosed, $.call), $.unclosed_parenthesized),

    // In 'team@example.com' there is no variable: none begins within a word.
    _single_part: ($) =>
      choice(
        quoted(/([^'\\@]|[\p{L}\p{N}_]@)+/u),
        $.escape_sequence,
        alias(quoted(unicode(`@${LETTER}${LETTERS}`)), $.variable),
        quoted(/@/),
      ),

    _or_word: () => /[oO][rR]/,
    _and_word: () => /[aA][nN][dD]/,
    _not_word: () => /[nN][oO][tT]/,
    word: () => unicode(`${LETTER}${LETTERS}`),
    operator: () => token(prec(-1, /\S/)),
    unmatched_parenthesis: () => ')',
  },
});
