// The TextMate grammar of expressions, with the engine of VS Code, in the grammars of YAML, JSON and SQL that other
// people make. `tests/highlighting.rs` of this package starts it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const root = new URL('../../', import.meta.url);
const require = createRequire(new URL('.tools/textmate/', root));
const textmate = require('vscode-textmate');
const oniguruma = require('vscode-oniguruma');

const read = (path) => readFileSync(new URL(path, root), 'utf8');
const OURS = 'source.immuta-expression.injection';
const FILES = {
  [OURS]: 'grammars/textmate/immuta-expression.tmLanguage.json',
  'source.yaml': '.tools/textmate/node_modules/tm-grammars/grammars/yaml.json',
  'source.json': '.tools/textmate/node_modules/tm-grammars/grammars/json.json',
  'source.sql': '.tools/textmate/node_modules/tm-grammars/grammars/sql.json',
};

await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (scope) => (FILES[scope] ? textmate.parseRawGrammar(read(FILES[scope]), 'grammar.json') : null),
  getInjections: () => [OURS],
});

let wrong = 0;

/** Each case is words and a scope of their first letter; with `!`, one that it must not have. */
async function check(name, text, cases) {
  const grammar = await registry.loadGrammar(name.endsWith('json') ? 'source.json' : 'source.yaml');
  const scopes = [];
  let state = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const token of tokens) {
      scopes.push(...Array(Math.min(token.endIndex, line.length + 1) - token.startIndex).fill(token.scopes));
    }
    scopes.length = (scopes.lines = (scopes.lines ?? 0) + line.length + 1);
  }
  for (const [words, ...expected] of cases) {
    const at = text.indexOf(words);
    const found = (at >= 0 && scopes[at]) || [];
    for (const scope of expected) {
      const is = (wanted) => found.some((one) => one === wanted || one.startsWith(`${wanted}.`));
      if (!found.length || (scope.startsWith('!') ? is(scope.slice(1)) : !is(scope))) {
        console.error(`${name}: \`${words}\` has ${found.join(' ')}, and should have ${scope}`);
        wrong += 1;
      }
    }
  }
}

const spec = (name, cases) => check(name, read(`tests/fixtures/languages/${name}`), cases);
const FUNCTION = 'entity.name.function.immuta';
const VARIABLE = 'variable.language.immuta';
const STRING = 'string.quoted.single.immuta';
const LOGICAL = 'keyword.operator.logical.immuta';
const SQL = 'keyword.other.DML.sql';

await spec('subscription.yaml', [
  ['type: entitlements', '!meta.embedded'],
  ['advanced', 'entity.name.tag.yaml'],
  ['>-', 'keyword.control.flow.block-scalar.yaml'],
  ['@isInGroups', FUNCTION, 'meta.embedded.subscription.immuta'],
  ["'auditors'", STRING],
  ['AND', LOGICAL],
  ['@hostname', VARIABLE, STRING],
]);
await spec('subscription-quoted.yaml', [
  ['@isInGroups', FUNCTION],
  ["stewards", STRING],
  ['OR', LOGICAL],
  ['column', STRING],
  ['}', '!meta.embedded'],
]);
await spec('data.yaml', [
  ['@attributeValuesContains', FUNCTION, 'meta.embedded.where.immuta'],
  ["'Location'", STRING],
  ['AND active', 'keyword'],
  ['= 1"', 'keyword.operator.immuta'],
  ['1"', 'constant.numeric.immuta'],
  ['- type: Masking', '!meta.embedded'],
  ['country IN', 'meta.embedded.where.immuta'],
  ['@isUsingPurpose', FUNCTION],
  ['maskingConfig', 'entity.name.tag.yaml', '!meta.embedded'],
  ['CASE', 'keyword'],
  ['@column --', VARIABLE],
  ['-- as it is', 'comment'],
  ["'none'", STRING],
  ['- type: Row Restriction by Custom Where Clause\n        config: {', '!meta.embedded'],
  ['@username', VARIABLE],
  ['"}', 'punctuation.definition.string.end.yaml'],
]);
await spec('data.json', [
  ['predicate', 'support.type.property-name.json'],
  ['\\"Office', 'string.quoted.double.immuta'],
  ['@isInGroups', FUNCTION],
  ["'stewards'", STRING],
  ['"Masking"', 'string.quoted.double.json', '!meta.embedded'],
  ['@column', VARIABLE],
]);
await spec('subscription.json', [
  ['@isInGroups', FUNCTION],
  ['NOT', LOGICAL],
  ["'column'", STRING],
]);
await spec('sources.yaml', [['SELECT', '!meta.embedded'], ['# Offices', '!meta.embedded']]);

// What could run past the end of a value.
const rest = [['next', 'entity.name.tag.yaml', '!meta.embedded'], ['@end', '!meta.embedded']];
for (const value of [
  '"a -- b"',
  '"a /* b"',
  '"a / b / c"',
  '"`a"',
  '"it\'s"',
  '"@f(\'a"',
  "'a -- b'",
  "'a \"b'",
  "'@f(''a'",
  'a /* b',
  'a `b',
  'a "b',
  "a 'b",
  "|\n  a 'b\n\n  -- c",
  'a # b\n',
]) {
  for (const key of ['predicate', 'sqlFunction', 'advanced']) {
    const text = `${key}: ${key === 'advanced' ? value.replace('a', '@a') : value}\nnext: "@end"\n`;
    await check(`${text}.yaml`, text, rest);
  }
}
await check('more.yaml', 'advanced: true\nmore: 1\npredicate:\n  - a\n', [
  ['true', '!meta.embedded'],
  ['- a', '!meta.embedded'],
]);
await check('literal.yaml', "rules:\n  - predicate: a = 'it''s' # why\n    b: 1\n", [
  ["''s", 'constant.character.escape.immuta'],
  ['# why', 'comment.line.number-sign.yaml'],
  ['b: 1', 'entity.name.tag.yaml'],
]);
await check('words.yaml', 'sqlFunction: SELECT a, "b", `c` FROM ${T} -- d', [
  ['SELECT', SQL],
  ['"b"', 'string.quoted.double.immuta'],
  ['`c`', 'string.quoted.double.immuta'],
  ['${T}', 'constant.other.placeholder.immuta'],
  ['-- d', 'comment'],
]);
process.exit(wrong ? 1 : 0);
