import * as assert from 'node:assert/strict';
import { ConfigurationTarget, commands, workspace } from 'vscode';
import { test } from './run';

const SETTING = 'disableSchemaDetection';

test("the YAML extension's setting is added to, and keeps what it has", async () => {
  const yaml = (): ReturnType<typeof workspace.getConfiguration> => workspace.getConfiguration('yaml');
  await yaml().update(SETTING, '**/own.yaml', ConfigurationTarget.Global);
  await commands.executeCommand('immuta.leaveToImmuta');
  const globs = yaml().inspect<string[]>(SETTING)?.globalValue ?? [];
  assert.equal(globs[0], '**/own.yaml');
  assert.ok(globs.includes('**/*.policy.yml'));
  // That extension knows no braces and no classes.
  assert.ok(globs.every((glob) => !/[{}[\]?]/.test(glob)), globs.join(' '));
  await commands.executeCommand('immuta.leaveToImmuta');
  assert.deepEqual(yaml().inspect<string[]>(SETTING)?.globalValue, globs);
  await yaml().update(SETTING, undefined, ConfigurationTarget.Global);
});
