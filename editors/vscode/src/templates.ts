// New specs from the templates of the catalog.

import { QuickPickItemKind, SnippetString, type QuickPickItem, window, workspace } from 'vscode';
import { kinds } from './specs';

type Choice = QuickPickItem & { body?: string };

export async function newSpec(): Promise<void> {
  const choices = kinds.flatMap((kind): Choice[] => [
    { label: kind.title, kind: QuickPickItemKind.Separator },
    ...kind.templates.map(({ label, doc, body }) => ({ label, detail: doc, body })),
  ]);
  const choice = await window.showQuickPick(choices, {
    title: 'Immuta: New Spec from Template',
    placeHolder: 'What is it a spec of?',
    matchOnDetail: true,
  });
  if (choice?.body === undefined) {
    return;
  }
  const document = await workspace.openTextDocument({ language: 'yaml' });
  const editor = await window.showTextDocument(document);
  await editor.insertSnippet(new SnippetString(choice.body));
}
