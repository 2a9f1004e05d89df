// Signing in to a tenant, and out.

import { ConfigurationTarget, type LogOutputChannel, ProgressLocation, window, workspace } from 'vscode';
import type { Keys } from './keys';
import * as notify from './notify';
import { tenantAt, whatIsWrong, wrongKey } from './probe';
import type { Server } from './server';
import { positive, text } from './settings';

/**
 * The origin of the tenant in the settings, or else of the one in the environment; nothing if there is none, or no sense in
 * it. Which tenant a profile stands for only the server knows.
 */
export function chosenTenant(): string | undefined {
  const url = text('tenant.url');
  return url || text('tenant.profile') ? originAt(url) : environmentTenant();
}

/** Whether the environment that VS Code was started in has a key for a tenant. */
export function hasKeyInEnvironment(origin: string): boolean {
  return environmentTenant() === origin && Boolean(process.env['IMMUTA_API_KEY']?.trim());
}

function environmentTenant(): string | undefined {
  return originAt(process.env['IMMUTA_URL'] ?? '');
}

function originAt(url: string): string | undefined {
  const tenant = tenantAt(url);
  return 'origin' in tenant ? tenant.origin : undefined;
}

/** What people call a tenant: its host, and its port where that is not the usual one. */
export function hostOf(origin: string): string {
  return new URL(origin).host;
}

export class Tenant {
  constructor(
    private readonly keys: Keys,
    private readonly server: Server,
    private readonly log: LogOutputChannel,
  ) {}

  async signIn(): Promise<void> {
    if (!workspace.isTrusted) {
      void notify.warning('In Restricted Mode nothing is asked of a tenant. Trust the folder to sign in.');
      return;
    }
    const address = await window.showInputBox({
      title: 'Immuta: Sign In to Tenant (1 of 2)',
      prompt: 'The address of your tenant',
      placeHolder: 'https://tenant.example.com',
      value: chosenTenant() ?? '',
      ignoreFocusOut: true,
      validateInput: (text) => {
        const tenant = tenantAt(text);
        return 'wrong' in tenant ? tenant.wrong : undefined;
      },
    });
    const tenant = tenantAt(address ?? '');
    if (address === undefined || 'wrong' in tenant) {
      return;
    }
    const { origin } = tenant;
    const apiKey = await window.showInputBox({
      title: 'Immuta: Sign In to Tenant (2 of 2)',
      prompt: `Your API key for ${hostOf(origin)}. It is made in Immuta, in your profile; it is stored for ${origin} alone`,
      password: true,
      ignoreFocusOut: true,
      validateInput: wrongKey,
    });
    if (apiKey === undefined) {
      return;
    }
    const problem = await this.test(origin, apiKey.trim());
    if (problem === undefined) {
      await this.keep(origin, apiKey.trim());
    } else if (problem) {
      const again = 'Try Again';
      if ((await notify.error(`Not signed in, and nothing is stored. ${problem}`, again)) === again) {
        await this.signIn();
      }
    }
  }

  async signOut(): Promise<void> {
    const origins = await this.keys.origins();
    const [only] = origins;
    if (only === undefined) {
      const chosen = chosenTenant();
      const inherited = chosen !== undefined && hasKeyInEnvironment(chosen);
      void notify.information(
        inherited
          ? `No key is stored here. The one for ${chosen} is in the environment, as IMMUTA_API_KEY: start VS Code without it.`
          : 'You are not signed in to any tenant.',
      );
      return;
    }
    const origin = origins.length === 1 ? only : await window.showQuickPick(origins, { title: 'Immuta: Sign Out of Tenant' });
    if (origin === undefined) {
      return;
    }
    await this.keys.delete(origin);
    this.log.info(`signed out of ${origin}`);
    // The server may still hold the key.
    if (this.server.condition === 'running') {
      await this.server.restart();
    }
    void notify.information(`Signed out of ${origin}. Its key is deleted here; in Immuta it still exists.`);
  }

  /** What is wrong with a key; an empty text if the user does not want to know any more. */
  private async test(origin: string, apiKey: string): Promise<string | undefined> {
    const progress = { location: ProgressLocation.Notification, title: notify.inert(`Asking ${hostOf(origin)} about the key`), cancellable: true };
    return window.withProgress(progress, async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const timeout = positive('tenant.timeout', 60);
      const caFile = text('tenant.caFile');
      try {
        return await whatIsWrong({ origin, apiKey, timeout, caFile, signal: abort.signal });
      } catch (error) {
        if (token.isCancellationRequested) {
          return '';
        }
        const timedOut = error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
        const why = timedOut ? `no answer within ${timeout} seconds` : error instanceof Error ? error.message : String(error);
        this.log.warn(`${origin} cannot be asked about the key: ${why}`);
        return `${hostOf(origin)} cannot be asked: ${why}.`;
      }
    });
  }

  private async keep(origin: string, apiKey: string): Promise<void> {
    await this.keys.set(origin, apiKey);
    await workspace.getConfiguration('immuta').update('tenant.url', origin, ConfigurationTarget.Global);
    this.log.info(`signed in to ${origin}`);
    void notify.information(`Signed in to ${hostOf(origin)}. The key is in the secret storage of VS Code, for ${origin} alone.`);
    // The names of this tenant are there to be had now.
    if (this.server.knows('immuta.refreshTenant')) {
      await this.server.execute('immuta.refreshTenant');
    }
  }
}
