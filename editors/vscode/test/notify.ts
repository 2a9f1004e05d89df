import * as assert from 'node:assert/strict';
import { ConfigurationTarget, commands, workspace } from 'vscode';
import { inert } from '../src/notify';
import { globsOfKinds, positive, text } from '../src/settings';
import { test } from './run';

/** How VS Code finds links in the text of a notification (`src/vs/base/common/linkedText.ts`), in our own words. */
const LINK = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+(?: ["'].+?["'])?\)/i;

test('nothing in a notification is a link, an icon or a control character', () => {
  for (const hostile of [
    '[Fix it](command:workbench.action.terminal.new)',
    '[a](https://evil.example.com "t")',
    '[a](FILE:///x)',
    'a.yaml [x](command:y).data.yaml',
    '[a]\u200b(command:b)',
    '[a]](command:b)',
    '$(warning) $(x)',
    '\u001b]0;x\u0007 \u009b2J \u202edlrow\u2066 a\0b\nc',
  ]) {
    const shown = inert(hostile);
    assert.doesNotMatch(shown, LINK, shown);
    assert.doesNotMatch(shown, /\$\(|[\p{Cc}\u202a-\u202e\u2066-\u2069]/u, shown);
  }
  assert.equal(inert('a.yaml, `b` and 東京'), 'a.yaml, `b` and 東京');
});

test('settings that are null, or of another type, are not set', async () => {
  const settings = workspace.getConfiguration('immuta');
  const kinds: unknown[] = [null, 1, 'x', [], { data: null }, { data: 7, policy: ['a', null, 1], project: 'b' }];
  const globs = [[], [], [], [], [], ['a', 'b']];
  for (const [index, value] of kinds.entries()) {
    await settings.update('files.kinds', value, ConfigurationTarget.Workspace);
    assert.deepEqual(globsOfKinds(), globs[index], JSON.stringify(value));
    await commands.executeCommand('immuta.leaveToImmuta');
  }
  await settings.update('files.kinds', undefined, ConfigurationTarget.Workspace);
  for (const value of [null, 7, ['a']]) {
    await settings.update('tenant.profile', value, ConfigurationTarget.Global);
    assert.equal(text('tenant.profile'), '');
  }
  for (const value of [null, 'x', -1, 0]) {
    await settings.update('tenant.timeout', value, ConfigurationTarget.Global);
    assert.equal(positive('tenant.timeout', 60), 60);
  }
  await settings.update('tenant.profile', undefined, ConfigurationTarget.Global);
  await settings.update('tenant.timeout', undefined, ConfigurationTarget.Global);
});
