// Reports of the server, as documents that exist in memory and are shown as rendered Markdown.

import { type Disposable, EventEmitter, TabInputCustom, Uri, ViewColumn, commands, window, workspace } from 'vscode';
import type { Report } from './server';

const SCHEME = 'immuta-report';

/** What VS Code shows Markdown with, rendered. */
const PREVIEW = 'vscode.markdown.preview.editor';

/** How many reports are kept; a preview that is still open of an older one shows what it showed. */
const KEPT = 20;

export class Reports implements Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changes = new EventEmitter<Uri>();
  private readonly provider: Disposable;

  constructor() {
    this.provider = workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: this.changes.event,
      provideTextDocumentContent: (uri) => this.texts.get(uri.path) ?? 'This report is no longer there.',
    });
  }

  /** Shows a report; one of the same title is replaced where it is open. */
  async show({ title, markdown }: Report): Promise<void> {
    const uri = Uri.from({ scheme: SCHEME, path: `/${title.replaceAll('/', '\u2215')}.md` });
    this.texts.delete(uri.path);
    this.texts.set(uri.path, markdown);
    for (const oldest of this.texts.keys()) {
      if (this.texts.size <= KEPT) {
        break;
      }
      this.texts.delete(oldest);
    }
    this.changes.fire(uri);
    // The spec keeps the focus: what is opened next belongs beside it, and not beside the report.
    await commands.executeCommand('vscode.openWith', uri, PREVIEW, { viewColumn: column(), preserveFocus: true });
  }

  dispose(): void {
    this.provider.dispose();
    this.changes.dispose();
  }
}

/** Where reports are, if one is open; else beside the spec. */
function column(): ViewColumn {
  const reports = window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof TabInputCustom && input.uri.scheme === SCHEME),
  );
  return reports?.viewColumn ?? ViewColumn.Beside;
}
