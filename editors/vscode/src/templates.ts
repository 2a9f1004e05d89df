// New specs from the templates of the catalog: by a command, and as snippets.
//
// The server offers the templates where a document is empty; but where there is no spec yet, there may be no server. They
// are no snippets of `package.json`, for those are offered in every YAML file, on every line.

import {
  CompletionItem,
  CompletionItemKind,
  type Disposable,
  MarkdownString,
  QuickPickItemKind,
  SnippetString,
  type QuickPickItem,
  languages,
  window,
  workspace,
} from 'vscode';
import type { Server } from './server';
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

/** Nothing but comments, and perhaps a word that is being typed. */
const EMPTY = /^(?:\s*#.*(?:\n|$))*\s*[\w-]*\s*$/;

/** Offers the templates in empty documents while there is no server to do it. */
export function offerTemplates(server: Server): Disposable {
  const selector = ['file', 'untitled'].map((scheme) => ({ scheme, language: 'yaml' }));
  return languages.registerCompletionItemProvider(selector, {
    provideCompletionItems(document) {
      if (server.condition === 'running' || document.lineCount > 100 || !EMPTY.test(document.getText())) {
        return [];
      }
      return kinds.flatMap((kind) =>
        kind.templates.map(({ label, doc, body }) => {
          const item = new CompletionItem({ label, description: 'Immuta' }, CompletionItemKind.Snippet);
          item.insertText = new SnippetString(body);
          item.detail = `New ${kind.title}`;
          item.documentation = new MarkdownString(doc);
          item.filterText = `immuta ${label}`;
          return item;
        }),
      );
    },
  });
}
