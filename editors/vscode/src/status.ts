// The entry in the status bar: what the document at hand is, which tenant is asked, and how the last dry run went.

import { type Disposable, MarkdownString, StatusBarAlignment, type TextEditor, commands, window, workspace } from 'vscode';
import type { Keys } from './keys';
import { inert } from './notify';
import type { Condition, DryRun } from './server';
import { type Kind, kindsOf } from './specs';
import { chosenTenant, hasKeyInEnvironment, hostOf } from './tenant';

const OUTCOMES: Record<DryRun['outcome'], string> = {
  ok: 'dry run accepted',
  refused: 'dry run refused',
  failed: 'dry run failed',
  cancelled: 'dry run cancelled',
  'not-sent': 'dry run not sent',
};

export class Status implements Disposable {
  private readonly item = window.createStatusBarItem('immuta.status', StatusBarAlignment.Right, 50);
  private last: { run: DryRun; at: Date } | undefined;
  private condition: Condition = 'off';
  private turn = 0;

  constructor(private readonly keys: Keys) {
    this.item.name = 'Immuta';
    this.item.command = 'immuta.actions';
  }

  dryRun(run: DryRun): void {
    this.last = { run, at: new Date() };
    void this.update(window.activeTextEditor);
  }

  server(condition: Condition): void {
    this.condition = condition;
    void this.update(window.activeTextEditor);
  }

  async update(editor: TextEditor | undefined): Promise<void> {
    const turn = ++this.turn;
    const kinds = kindsIn(editor);
    void commands.executeCommand('setContext', 'immuta.isSpec', kinds.length > 0);
    const origin = chosenTenant();
    const signedIn = origin !== undefined && (await this.keys.get(origin)) !== undefined;
    if (turn !== this.turn) {
      return; // somebody asked later, and knows better
    }
    if (!kinds.length) {
      this.item.hide();
      return;
    }
    const text = [`Immuta: ${kinds.map((kind) => kind.name).join(', ')}`];
    const lines = kinds.map((kind) => kind.title);
    if (this.condition === 'failed') {
      text.push('server not running');
      lines.push('The language server is not running. Show the log or restart it.');
    }
    if (!workspace.isTrusted) {
      text.push('restricted');
      lines.push('Restricted Mode: no tenant is asked.');
    } else if (origin !== undefined) {
      const host = hostOf(origin);
      const inherited = !signedIn && hasKeyInEnvironment(origin);
      text.push(signedIn || inherited ? host : `${host} (not signed in)`);
      lines.push(`Tenant: ${host}, ${signedIn ? 'signed in' : inherited ? 'its key is in the environment' : 'no key stored here'}`);
    } else {
      lines.push('No tenant: sign in to dry-run specs.');
    }
    if (this.last) {
      const { run, at } = this.last;
      text.push(OUTCOMES[run.outcome]);
      lines.push(`Last dry run, ${at.toLocaleTimeString()}: ${run.summary}`);
    }
    this.item.text = inert(text.join(' \u00b7 '));
    this.item.tooltip = new MarkdownString().appendText(lines.join('\n\n'));
    this.item.accessibilityInformation = { label: [...text.slice(0, 1), ...lines].join('. ') };
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}

/** The kinds of the specs at hand. Beside a report, which is no text, that is what it is about. */
function kindsIn(editor: TextEditor | undefined): Kind[] {
  const editors = editor ? [editor] : window.visibleTextEditors;
  const texts = editors.map(({ document }) => document).filter(({ languageId }) => ['yaml', 'json'].includes(languageId));
  return texts.map((document) => kindsOf(document.getText())).find((kinds) => kinds.length) ?? [];
}
