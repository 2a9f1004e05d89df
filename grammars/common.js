/**
 * What the two languages share: calls with their arguments, strings, names.
 *
 * Both grammars take every text: there is no ERROR and no MISSING in their trees, because a checker and a
 * completion that look at half-written text need a tree to rely on. What is wrong has a node of its own instead.
 * Two things make that work:
 *
 * - What is never closed (a quote, a parenthesis) reaches to the end of the text. So it can only be the last thing
 *   of whatever it is in, and each rule that may end in such a thing has a twin `_..._unclosed` that does. The
 *   parser chooses between the twins at the end of the text, by one token of lookahead.
 * - Tokens inside of quotes are immediate and outweigh all others, so nothing is skipped or read as code there.
 *
 * A grammar adds its rules `_item` and `_item_unclosed`, what an argument is made of, and `_single_part`, what a
 * single-quoted string is made of.
 */

const LETTER = '[\\p{L}_]';
const LETTERS = '[\\p{L}\\p{M}\\p{N}_]*';

/** A token within quotes: no white space is skipped before it, and it goes before whatever starts outside. */
const quoted = (rule) => token.immediate(prec(1, rule));

const unicode = (source) => new RegExp(source, 'u');

/** What stands between two parentheses as arguments, each of them or none left out. */
const list = ($, last) => seq(repeat(seq(optional($.argument), ',')), optional(last));

const rules = {
  call: ($) => prec(1, seq(field('name', alias($._name, $.function)), field('arguments', $.arguments))),
  _call_unclosed: ($) => seq(field('name', alias($._name, $.function)), field('arguments', $.unclosed_arguments)),
  variable: ($) => $._name,
  _name: () => unicode(`@${LETTER}${LETTERS}`),

  arguments: ($) => seq('(', list($, $.argument), ')'),
  unclosed_arguments: ($) => seq('(', list($, choice($.argument, alias($._argument_unclosed, $.argument)))),
  argument: ($) => repeat1($._item),
  _argument_unclosed: ($) => seq(repeat($._item), $._item_unclosed),

  string: ($) => choice(seq($._single_open, repeat($._single_part), $._single_close), $._doubled),
  _single_open: () => /'/,
  _single_close: () => quoted(/'/),
  // As it stands in the source of a single-quoted YAML scalar: ''...''. Nowhere else is an empty string followed by
  // a letter.
  _doubled: () => unicode("''[\\p{L}\\p{N}_@*%][^']*''"),

  double_quoted: ($) => seq($._double_open, repeat($._double_part), $._double_close),
  _double_open: () => /"/,
  _double_close: () => quoted(/"/),
  _double_part: ($) =>
    choice(quoted(/[^"\\]+/), $.escape_sequence, alias(quoted('""'), $.escape_sequence)),

  unclosed_string: ($) =>
    choice(seq($._single_open, repeat($._single_part)), seq($._double_open, repeat($._double_part))),
  // Nothing behind the backslash is the end of the text.
  escape_sequence: () => quoted(/\\[\s\S]?/),

  // ${NAME} and {{ ... }}: what a tool puts in before Immuta sees the text. One that is never closed reaches to the end of
  // its line or of the text: were it none, the lexer would look for its end again at the next.
  placeholder: () => /\$\{[^}\n]*\}?/,
  template: () => /\{\{([^}]|\}[^}])*(\}\}?)?/,

  number: () => /(\d[\d_]*(\.[\d_]*)?|\.\d[\d_]*)([eE][+-]?\d+)?[\p{L}\p{N}_]*/u,
};

module.exports = { LETTER, LETTERS, quoted, unicode, rules };
