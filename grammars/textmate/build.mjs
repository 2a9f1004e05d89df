// Writes the TextMate grammar that VS Code colours the expressions in policies with, to standard output.
//
// TextMate grammars see a file line by line and know no tree. So this one goes by the names of keys that only
// policies have; `query` and `documentation`, which any file may have, are left alone. And it must never run past the
// end of a value: whatever may begin something longer in SQL is taken here, so that the grammar of SQL, which knows
// nothing of the quotes around it, is left with the words.

const NAME = String.raw`@[\p{L}_][\p{L}\p{M}\p{N}_]*`;
const NO_LETTER_BEFORE = String.raw`(?<![\p{L}\p{N}_])`;

const include = (...names) => names.map((name) => ({ include: name.startsWith('source.') ? name : `#${name}` }));
const captures = (names) => Object.fromEntries(Object.entries(names).map(([index, name]) => [index, { name }]));
const match = (name, expression) => ({ name, match: expression });

const DIALECTS = {
  // The key is a common word: what comes next has to be a block or to have a name in it.
  subscription: { keys: 'advanced', ahead: '(?=[|>]|.*@)' },
  where: { keys: 'predicate|conditionalPredicate|sqlFunction', ahead: '' },
};

/** What an expression consists of; `quotes` are those around it: plain (none), single, or double (or JSON). */
function expression(dialect, quotes) {
  const names = ['function', 'variable', 'placeholder', 'template', 'number'];
  return dialect === 'where'
    ? include(`comment-${quotes}`, `string-${quotes}`, `identifier-${quotes}`, ...names, 'operator', 'source.sql')
    : include(`string-with-variables-${quotes}`, ...names, 'keyword', 'operator');
}

function yaml(dialect, { keys, ahead }) {
  const contentName = `meta.embedded.${dialect}.immuta`;
  const key = String.raw`(["']?(?:${keys})["']?)[ \t]*(:)[ \t]+${ahead}`;
  const keyNames = { 2: 'entity.name.tag.yaml', 3: 'punctuation.separator.key-value.mapping.yaml' };
  const quoted = (begin, finish, quotes) => ({
    begin: String.raw`\G${begin}`,
    end: finish,
    beginCaptures: captures({ 0: 'punctuation.definition.string.begin.yaml' }),
    endCaptures: captures({ 0: 'punctuation.definition.string.end.yaml' }),
    contentName,
    patterns: expression(dialect, quotes),
  });
  const inQuotes = [quoted('"', '"', 'double'), quoted("'", "'(?!')", 'single')];
  const comment = { match: String.raw`[ \t]+(#.*)$`, captures: captures({ 1: 'comment.line.number-sign.yaml' }) };
  // A value goes on in lines that are indented more than its key: a dash before the key and what is behind the dash
  // take two columns at least. `while` ends whatever is within, too, such as a string that is never closed.
  const lines = (dash, indent) => {
    const line = String.raw`^([ \t]*)${dash}${key}`;
    const goesOn = String.raw`^(?=\1${indent}\S|[ \t]*$)`;
    return [
      {
        comment: 'A block.',
        begin: String.raw`${line}([|>])([-+0-9]*)[ \t]*(#.*)?$`,
        beginCaptures: captures({
          ...keyNames,
          4: 'keyword.control.flow.block-scalar.yaml',
          5: 'storage.modifier.chomping-indicator.yaml',
          6: 'comment.line.number-sign.yaml',
        }),
        while: goesOn,
        contentName,
        patterns: expression(dialect, 'plain'),
      },
      {
        comment: 'In quotes.',
        begin: String.raw`${line}(?=["'])`,
        beginCaptures: captures(keyNames),
        while: goesOn,
        patterns: [...inQuotes, comment],
      },
      {
        comment: 'Without quotes.',
        begin: String.raw`${line}(?=[^\s|>"'#&*!])`,
        beginCaptures: captures(keyNames),
        while: goesOn,
        contentName,
        patterns: [comment, ...expression(dialect, 'plain')],
      },
    ];
  };
  return {
    patterns: [
      ...lines('', String.raw`[ \t]+`),
      ...lines(String.raw`-[ \t]+`, String.raw`[ \t]{3,}`),
      {
        comment: 'In quotes, in a mapping in brackets.',
        begin: String.raw`(?<=[{,\s])${key}(?=["'])`,
        beginCaptures: captures({ 1: keyNames[2], 2: keyNames[3] }),
        end: String.raw`(?<=["'])(?!\G)`,
        patterns: inQuotes,
      },
    ],
  };
}

function json(dialect, { keys }) {
  return {
    begin: String.raw`[ \t]*((")(?:${keys})("))\s*(:)\s*(")`,
    beginCaptures: captures({
      1: 'string.json support.type.property-name.json',
      2: 'punctuation.support.type.property-name.begin.json',
      3: 'punctuation.support.type.property-name.end.json',
      4: 'punctuation.separator.dictionary.key-value.json',
      5: 'punctuation.definition.string.begin.json',
    }),
    end: '"',
    endCaptures: captures({ 0: 'punctuation.definition.string.end.json' }),
    contentName: `meta.embedded.${dialect}.immuta`,
    patterns: expression(dialect, 'double'),
  };
}

/** Strings in an expression; `doubled` is how SQL writes a quote in one. */
function strings(name, doubled, more) {
  const string = (begin, end, escapes) => ({
    name: 'string.quoted.single.immuta',
    begin,
    end,
    patterns: [match('constant.character.escape.immuta', escapes), ...more],
  });
  const end = doubled ? "'(?!')" : "'";
  const escapes = doubled ? String.raw`\\.|''` : String.raw`\\.`;
  return {
    [`${name}-plain`]: string("'", end, escapes),
    // Each quote is doubled there.
    [`${name}-single`]: string("''", "''|(?='(?!'))", String.raw`\\(?:[^']|'')` + (doubled ? "|''''" : '')),
    [`${name}-double`]: string("'", `${end}|(?=")`, escapes),
  };
}

const repository = {};
for (const [notation, values] of Object.entries({ json, yaml })) {
  for (const [dialect, how] of Object.entries(DIALECTS)) {
    repository[`${notation}-${dialect}`] = values(dialect, how);
  }
}
Object.assign(repository, {
  ...strings('string', true, []),
  ...strings('string-with-variables', false, [match('variable.language.immuta', NO_LETTER_BEFORE + NAME)]),
  'identifier-plain': match('string.quoted.double.immuta', '"[^"]*"|`[^`]*`'),
  'identifier-single': match('string.quoted.double.immuta', `"[^"']*"|\`[^\`']*\``),
  'identifier-double': match('string.quoted.double.immuta', String.raw`\\"[^"\\]*\\"|` + '`[^`"]*`' + String.raw`|\\.`),
  'comment-plain': match('comment.immuta', String.raw`--.*$|/\*.*?\*/`),
  'comment-single': match('comment.immuta', String.raw`--(?:[^']|'')*|/\*[^']*?\*/`),
  'comment-double': match('comment.immuta', String.raw`--(?:[^"\\]|\\.)*|/\*[^"]*?\*/`),
  function: match('entity.name.function.immuta', String.raw`${NAME}(?=\s*\()`),
  variable: match('variable.language.immuta', NAME),
  placeholder: match('constant.other.placeholder.immuta', String.raw`\$\{[^}'"]*\}`),
  template: match('constant.other.template.immuta', String.raw`\{\{[^}'"]*\}\}`),
  number: match('constant.numeric.immuta', String.raw`${NO_LETTER_BEFORE}(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`),
  keyword: match('keyword.operator.logical.immuta', String.raw`(?i)${NO_LETTER_BEFORE}(?:and|or|not)(?![\p{L}\p{N}_])`),
  operator: match('keyword.operator.immuta', '[-+*/%=<>!|~^&:#`{}\\[\\]]'),
});

const grammar = {
  name: 'Expressions in Immuta policies',
  scopeName: 'source.immuta-expression.injection',
  injectionSelector: 'L:source.yaml -comment -string -meta.embedded, L:source.json -comment -string -meta.embedded',
  patterns: include(...Object.keys(repository).filter((name) => /^(yaml|json)-/.test(name))),
  repository,
};
console.log(JSON.stringify(grammar, null, 2));
