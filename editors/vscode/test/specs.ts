import * as assert from 'node:assert/strict';
import { SnippetString } from 'vscode';
import { kinds, kindsOf } from '../src/specs';
import { test } from './run';

const names = (text: string): string[] => kindsOf(text).map((kind) => kind.name);

test('specs are known by their content', () => {
  for (const [text, ...expected] of [
    ['connectionKey: k\n', 'data'],
    ['CONNECTIONKEY: k\n', 'data'],
    ['# a comment\n\nconnection:\n  hostname: h\n  handler: Trino\n', 'data'],
    ['connection: { handler: Trino }\n', 'data'],
    ['{"connection": {"hostname": "h", "handler": "Trino"}}', 'data'],
    ['{ "policyKey": "k" }', 'policy'],
    ['actions:\n- rules: []\nname: n\ntype: "data" # so it is\n', 'policy'],
    ['{"name": "n", "type": "subscription", "actions": {"type": "anyone"}}', 'policy'],
    ['projectKey: k\n', 'project'],
    ['name: n\nsubpurposes: []\n', 'purpose'],
    ['# immuta-ls: kind=purpose\nname: n\n', 'purpose'],
    ['connectionKey: k\n---\npolicyKey: p\n', 'data', 'policy'],
  ] as const) {
    assert.deepEqual(names(text), expected, text);
  }
});

test('what is no spec is not taken for one', () => {
  for (const text of [
    '',
    'apiVersion: apps/v1\nkind: Deployment\n',
    '{"name": "web", "dependencies": {"connectionKey": "1"}}',
    'spec:\n  connectionKey: k\n',
    'type: data\nname: n\n',
    'a: 1\nb: 2\nc: 3\nconnectionKey: k\n',
    'connection:\n  pool:\n    handler: x\n',
    '# immuta-ls: ignore-file\nconnectionKey: k\n',
    'note: "# immuta-ls: kind=purpose"\n',
  ]) {
    assert.deepEqual(names(text), [], text);
  }
});

test('each template is known as a spec of its kind', () => {
  for (const kind of kinds) {
    for (const { label, body } of kind.templates) {
      // As it is once inserted and left as it stands.
      const text = new SnippetString(body).value.replace(/\\\$/g, '$').replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1');
      assert.deepEqual(names(text), [kind.name], label);
    }
  }
});
