// The extension: starts the language server where there are specs, and has the commands, the status bar and the dialogs.

import {
  type ExtensionContext,
  type QuickPickItem,
  QuickPickItemKind,
  type TextDocument,
  type Uri,
  commands,
  extensions,
  window,
  workspace,
} from 'vscode';
import { Keys } from './keys';
import * as notify from './notify';
import { leaveToImmuta, offer } from './redhat';
import { Reports } from './report';
import { Server } from './server';
import { globsOfKinds } from './settings';
import { kindsOf } from './specs';
import { Status } from './status';
import { newSpec, offerTemplates } from './templates';
import { Tenant } from './tenant';

/** After a key is pressed, the time until the text is looked at: whether it is a spec now. */
const PAUSE_MS = 300;

let server: Server | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Immuta', { log: true });
  const keys = new Keys(context.secrets);
  const status = new Status(keys);
  const reports = new Reports();
  server = new Server(context, log, keys);
  const tenant = new Tenant(keys, server, log);
  context.subscriptions.push(log, status, reports, server, offerTemplates(server));

  const running = server;
  running.onDidChange((condition) => status.server(condition));
  running.onDidDryRun((run) => status.dryRun(run));
  running.onDidReport((report) => void reports.show(report));
  registerCommands(context, running, tenant, () => log.show());
  watch(context, running, status);
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

function registerCommands(context: ExtensionContext, server: Server, tenant: Tenant, showLog: () => void): void {
  const all: Record<string, (...args: any[]) => unknown> = {
    'immuta.dryRunFile': (uri?: Uri, selected?: Uri[]) => dryRunFile(server, uri, selected),
    'immuta.dryRunFolder': (uri?: Uri) => dryRunFolder(server, uri),
    'immuta.refreshTenantNames': () => server.execute('immuta.refreshTenant'),
    'immuta.signIn': () => tenant.signIn(),
    'immuta.signOut': () => tenant.signOut(),
    'immuta.newSpec': newSpec,
    'immuta.actions': () => showActions(context),
    'immuta.showLog': showLog,
    'immuta.restart': () => server.restart(),
    'immuta.leaveToImmuta': leaveToImmuta,
  };
  for (const [command, run] of Object.entries(all)) {
    context.subscriptions.push(commands.registerCommand(command, run));
  }
}

async function dryRunFile(server: Server, uri?: Uri, selected?: Uri[]): Promise<void> {
  const uris = selected?.length ? selected : [uri ?? window.activeTextEditor?.document.uri];
  const files = uris.filter((file) => file !== undefined).map((file) => file.toString());
  if (!files.length) {
    void notify.information('Open a spec first: there is no file to dry-run.');
    return;
  }
  await server.execute('immuta.dryRun', files.length === 1 ? files[0] : files);
}

async function dryRunFolder(server: Server, uri?: Uri): Promise<void> {
  const folders = workspace.workspaceFolders ?? [];
  const folder = uri ?? (folders.length === 1 ? folders[0] : await window.showWorkspaceFolderPick())?.uri;
  if (folder) {
    await server.execute('immuta.dryRun', folder.toString());
  }
}

/** What can be done, for whoever presses the entry in the status bar. */
async function showActions(context: ExtensionContext): Promise<void> {
  const contributed: { command: string; title: string; enablement?: string }[] = context.extension.packageJSON.contributes.commands;
  const choices = contributed
    .filter(({ command, enablement }) => command !== 'immuta.actions' && (workspace.isTrusted || !enablement))
    .map(({ command, title }): QuickPickItem & { command: string } => ({ label: title, kind: QuickPickItemKind.Default, command }));
  const choice = await window.showQuickPick(choices, { title: 'Immuta' });
  if (choice) {
    await commands.executeCommand(choice.command);
  }
}

/** Starts the server once there is a spec, and keeps the status bar up to date. */
function watch(context: ExtensionContext, server: Server, status: Status): void {
  const look = (document: TextDocument): void => {
    const candidate = ['file', 'untitled'].includes(document.uri.scheme) && ['yaml', 'json'].includes(document.languageId);
    if (server.condition === 'off' && candidate && (settingsTell() || kindsOf(document.getText()).length)) {
      void server.start();
    }
    if (candidate) {
      void offer(context, document);
    }
  };
  let pause: NodeJS.Timeout | undefined;
  context.subscriptions.push(
    { dispose: () => clearTimeout(pause) },
    workspace.onDidOpenTextDocument(look),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === window.activeTextEditor?.document) {
        clearTimeout(pause);
        pause = setTimeout(() => {
          look(document);
          void status.update(window.activeTextEditor);
        }, PAUSE_MS);
      }
    }),
    window.onDidChangeActiveTextEditor((editor) => void status.update(editor)),
    context.secrets.onDidChange(() => void status.update(window.activeTextEditor)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('immuta.server.path') && server.condition !== 'off') {
        void server.restart();
        return; // which makes the status bar up to date as well
      }
      if (event.affectsConfiguration('immuta')) {
        void status.update(window.activeTextEditor);
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => {
      // The server was told at its start that it may ask nobody.
      if (server.condition !== 'off') {
        void server.restart();
      }
    }),
    extensions.onDidChange(() => workspace.textDocuments.forEach(look)),
  );
  workspace.textDocuments.forEach(look);
  void status.update(window.activeTextEditor);
  void startWithSettingsFile(server);
}

/** Whether the settings name files that are specs whatever they look like. */
function settingsTell(): boolean {
  return globsOfKinds().length > 0;
}

/** Where there are settings for the server there are specs, even if they do not look like it. */
async function startWithSettingsFile(server: Server): Promise<void> {
  const found = await workspace.findFiles('**/immuta-ls.yaml', '**/node_modules/**', 1);
  if (found.length) {
    await server.start();
  }
}
