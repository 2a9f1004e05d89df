import * as assert from 'node:assert/strict';
import { type CompletionList, type Hover, Position, Uri, commands, extensions, languages, window, workspace } from 'vscode';
import { test, until } from './run';

const ID = 'immuta-ls.immuta-ls';

test('the extension starts where there is a spec, and every command that it shows exists', async () => {
  const extension = extensions.getExtension(ID);
  assert.ok(extension);
  const folder = workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const document = await workspace.openTextDocument(Uri.joinPath(folder, 'broken.data.yaml'));
  await window.showTextDocument(document);
  await until('the extension is active', () => extension.isActive || undefined);
  const there = await commands.getCommands(true);
  for (const { command } of extension.packageJSON.contributes.commands) {
    assert.ok(there.includes(command), command);
  }
  const found = await until('findings', () => {
    const all = languages.getDiagnostics(document.uri);
    return all.length ? all : undefined;
  });
  assert.deepEqual([...new Set(found.map(({ source }) => source))], ['immuta']);
});

test('completion and hover come from the server', async () => {
  const document = window.activeTextEditor?.document;
  assert.ok(document);
  const items = await commands.executeCommand<CompletionList>('vscode.executeCompletionItemProvider', document.uri, new Position(5, 11));
  assert.ok(items.items.some(({ label }) => label === 'Snowflake'));
  const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, new Position(5, 4));
  assert.ok(hovers.length);
});

test('a document that becomes a spec gets its findings then', async () => {
  const document = await workspace.openTextDocument({ language: 'json', content: '{ "a": 1 }' });
  const editor = await window.showTextDocument(document);
  await editor.edit((edit) => edit.replace(document.validateRange(document.lineAt(0).range), '{ "projectKey": 1 }'));
  await until('a finding', () => languages.getDiagnostics(document.uri)[0]);
});
