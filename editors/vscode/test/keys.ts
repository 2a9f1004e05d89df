import * as assert from 'node:assert/strict';
import type { SecretStorage } from 'vscode';
import { Keys } from '../src/keys';
import { redact } from '../src/server';
import { test } from './run';

function storage(): SecretStorage & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async (key: string) => kept.get(key),
    store: async (key: string, value: string) => void kept.set(key, value),
    delete: async (key: string) => void kept.delete(key),
    onDidChange: () => ({ dispose: () => undefined }),
  } as unknown as SecretStorage & { kept: Map<string, string> };
}

test('a key is given out for its origin alone', async () => {
  const keys = new Keys(storage());
  await keys.set('https://tenant.example.com', 'one');
  await keys.set('https://tenant.example.com:8443', 'two');
  assert.equal(await keys.get('https://tenant.example.com'), 'one');
  assert.equal(await keys.get('https://tenant.example.com:8443'), 'two');
  for (const other of ['http://tenant.example.com', 'https://tenant.example.com.evil.example', 'https://tenant.example.com/', '', 'constructor']) {
    assert.equal(await keys.get(other), undefined, other);
  }
});

test('the last key that is deleted leaves nothing behind', async () => {
  const secrets = storage();
  const keys = new Keys(secrets);
  await keys.set('https://a.example.com', 'one');
  await keys.set('https://b.example.com', 'two');
  await keys.delete('https://a.example.com');
  assert.deepEqual(await keys.origins(), ['https://b.example.com']);
  await keys.delete('https://b.example.com');
  assert.equal(secrets.kept.size, 0);
});

test('no key is in what is logged', () => {
  const apiKey = 'quote " and \\ and }';
  for (const message of [JSON.stringify({ result: { apiKey } }), JSON.stringify({ apiKey, more: 1 }, null, 4)]) {
    const logged = redact(`Result: ${message}`);
    assert.ok(!logged.includes('quote') && logged.includes('(left out)'), logged);
  }
});
