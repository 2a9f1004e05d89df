// The language server's life: started where there are specs, started anew on request, and explained when it cannot start.

import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  CodeActionTriggerKind,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  commands,
  workspace,
} from 'vscode';
import { LanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient/node';
import { NoServer, findServer } from './binary';
import type { Keys } from './keys';
import * as notify from './notify';
import { text } from './settings';

/** What became of a dry run; the server says so. */
export interface DryRun {
  outcome: 'ok' | 'refused' | 'failed' | 'cancelled' | 'not-sent';
  summary: string;
  tenant: string | null;
}

/** A report for the user, in Markdown. */
export interface Report {
  title: string;
  markdown: string;
}

/** What the server can be told to do. */
export type Command = 'immuta.dryRun' | 'immuta.refreshTenant';

/** The kind that the server gives the action for a dry run. */
const DRY_RUN = 'source.immuta.dryRun';

export type Condition = 'off' | 'running' | 'failed';

export class Server implements Disposable {
  private client: LanguageClient | undefined;
  /** One thing after the other: starts and stops wait for those before them. */
  private queue: Promise<unknown> = Promise.resolve();
  private now: Condition = 'off';
  private readonly changes = new EventEmitter<Condition>();
  private readonly dryRuns = new EventEmitter<DryRun>();
  private readonly reports = new EventEmitter<Report>();
  private readonly traces: LogOutputChannel;

  readonly onDidChange = this.changes.event;
  readonly onDidDryRun = this.dryRuns.event;
  readonly onDidReport = this.reports.event;

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
    private readonly keys: Keys,
  ) {
    this.traces = withoutKeys(log);
  }

  get condition(): Condition {
    return this.now;
  }

  /** Starts the server if it was not started yet. One that could not start is left until somebody asks. */
  start(): Promise<void> {
    return this.inTurn(() => (this.now === 'off' ? this.launch() : Promise.resolve()));
  }

  restart(): Promise<void> {
    // From now on, and not from its turn on, nothing is to be told to the one that runs.
    this.become('off');
    return this.inTurn(async () => {
      await this.halt();
      await this.launch();
    });
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.halt());
  }

  /** Has the server execute one of its commands. */
  async execute(command: Command, ...args: unknown[]): Promise<void> {
    await this.inTurn(() => (this.now === 'running' ? Promise.resolve() : this.launch()));
    if (this.now === 'running' && !this.knows(command)) {
      void notify.warning('This immuta-ls cannot do that. Update it, or restart it if you have done so.');
    } else if (this.now === 'running') {
      // The client has registered them, and shows what goes wrong.
      await commands.executeCommand(command, ...args);
    }
  }

  /** Whether the server that runs has a command. */
  knows(command: Command): boolean {
    const commands = this.client?.initializeResult?.capabilities.executeCommandProvider?.commands;
    return this.now === 'running' && (commands?.includes(command) ?? false);
  }

  dispose(): void {
    this.changes.dispose();
    this.dryRuns.dispose();
    this.reports.dispose();
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    const done = this.queue.then(step);
    this.queue = done.catch(() => undefined);
    return done;
  }

  private async launch(): Promise<void> {
    try {
      const binary = await findServer({
        setting: text('server.path'),
        extension: this.context.extensionPath,
        search: process.env['PATH'],
        version: this.context.extension.packageJSON.version,
      });
      this.log.info(`immuta-ls ${binary.version}, ${binary.origin}: ${binary.path}`);
      const executable = { command: binary.path, options: { cwd: this.context.extensionPath } };
      this.client = new LanguageClient('immuta', 'Immuta', executable, this.options());
      this.answer(this.client);
      await this.client.start();
      this.become('running');
      await commands.executeCommand('setContext', 'immuta.used', true);
    } catch (error) {
      await this.halt();
      this.become('failed');
      void this.explain(error);
    }
  }

  private async halt(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.become('off');
    if (client) {
      // One that is gone, or never came up, cannot be asked to stop.
      await client.dispose().catch((error: unknown) => this.log.debug(String(error)));
    }
  }

  private become(condition: Condition): void {
    if (this.now !== condition) {
      this.now = condition;
      this.changes.fire(condition);
    }
  }

  private options(): LanguageClientOptions {
    const schemes = ['file', 'untitled'];
    const languages = ['yaml', 'json'];
    return {
      documentSelector: schemes.flatMap((scheme) => languages.map((language) => ({ scheme, language }))),
      outputChannel: this.log,
      traceOutputChannel: this.traces,
      initializationOptions: () => ({
        ...said(workspace.getConfiguration('immuta')),
        credentials: true,
        reports: true,
        trusted: workspace.isTrusted,
      }),
      middleware: {
        workspace: {
          configuration: async (params, token, next) => {
            const sections = await next(params, token);
            return Array.isArray(sections) ? sections.map(said) : sections;
          },
          // The server asks for what changed. And a setting may be why it is just being stopped.
          didChangeConfiguration: async (_, next) => (this.now === 'running' ? next(undefined) : undefined),
        },
        executeCommand: async (command, args, next) => {
          const result: unknown = await next(command, args);
          if (command === 'immuta.dryRun' && isDryRun(result)) {
            this.dryRuns.fire(result);
          }
          return result;
        },
        provideCodeActions: async (document, range, context, token, next) => {
          const actions = await next(document, range, context, token);
          return actions?.map((action) => ('kind' in action ? inLightBulb(action, context) : action));
        },
      },
    };
  }

  private answer(client: LanguageClient): void {
    client.onRequest('immuta/credentials', async ({ host }: { host: string }) => ({
      apiKey: (workspace.isTrusted && (await this.keys.get(host))) || null,
    }));
    client.onNotification('immuta/report', (report: Report) => this.reports.fire(report));
    client.onDidChangeState(({ newState }) => {
      if (this.client === client && this.now === 'running' && newState === State.Stopped) {
        this.become('failed');
      } else if (this.client === client && this.now === 'failed' && newState === State.Running) {
        this.become('running');
      }
    });
  }

  private async explain(error: unknown): Promise<void> {
    const why = error instanceof Error ? error.message : String(error);
    this.log.error(`the server cannot start: ${why}`);
    const message = error instanceof NoServer ? why : `immuta-ls does not start: ${why}`;
    const [settings, log, again] = ['Open Setting', 'Show Log', 'Try Again'];
    const choice = await notify.error(message, settings, log, again);
    if (choice === settings) {
      await commands.executeCommand('workbench.action.openSettings', 'immuta.server.path');
    } else if (choice === log) {
      this.log.show();
    } else if (choice === again) {
      await this.restart();
    }
  }
}

/** Settings as plain data, without those that are empty: in VS Code that is how a text is not set. */
function said<T>(settings: T): T {
  return JSON.parse(JSON.stringify(settings ?? null, (_, value: unknown) => (value === '' ? undefined : value))) as T;
}

/**
 * VS Code keeps actions for a whole file (`source`) out of the light bulb. The dry run belongs there: whenever the menu is
 * asked for, and where there is a finding; elsewhere it alone would light the bulb on each line.
 */
function inLightBulb(action: CodeAction, context: CodeActionContext): CodeAction {
  const isAsked = context.triggerKind === CodeActionTriggerKind.Invoke && !context.only;
  if (action.kind?.value === DRY_RUN && (isAsked || context.diagnostics.length)) {
    action.kind = CodeActionKind.Empty.append('immuta.dryRun');
  }
  return action;
}

function isDryRun(value: unknown): value is DryRun {
  return typeof value === 'object' && value !== null && 'outcome' in value && 'summary' in value;
}

/** The log for what the client and the server tell each other, from which keys are left out. */
function withoutKeys(log: LogOutputChannel): LogOutputChannel {
  const trace = (message: string, ...rest: unknown[]): void => log.trace(redact(message), ...rest);
  return Object.create(log, { trace: { value: trace } }) as LogOutputChannel;
}

/** A message as it may be logged. */
export function redact(message: string): string {
  return message.replace(/("apiKey"\s*:\s*)"(?:[^"\\]|\\.)*"/g, '$1"(left out)"');
}
