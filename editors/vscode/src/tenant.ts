// Signing in to a tenant, and out.

import { ConfigurationTarget, type LogOutputChannel, ProgressLocation, window, workspace } from 'vscode';
import type { Keys } from './keys';
import { whatIsWrong, wrongAddress, wrongKey } from './probe';
import type { Server } from './server';

/** The tenant in the settings; nothing if there is none, or no sense in it. */
export function tenant(): URL | undefined {
  const url = workspace.getConfiguration('immuta').get('tenant.url', '').trim();
  return url && URL.canParse(url) ? new URL(url) : undefined;
}

export class Tenant {
  constructor(
    private readonly keys: Keys,
    private readonly server: Server,
    private readonly log: LogOutputChannel,
  ) {}

  async signIn(): Promise<void> {
    if (!workspace.isTrusted) {
      void window.showWarningMessage('In Restricted Mode nothing is asked of a tenant. Trust the folder to sign in.');
      return;
    }
    const address = await window.showInputBox({
      title: 'Immuta: Sign In to Tenant (1 of 2)',
      prompt: 'The address of your tenant',
      placeHolder: 'https://tenant.example.com',
      value: tenant()?.href.replace(/\/$/, '') ?? '',
      ignoreFocusOut: true,
      validateInput: wrongAddress,
    });
    if (address === undefined) {
      return;
    }
    const url = new URL(address.trim());
    const apiKey = await window.showInputBox({
      title: 'Immuta: Sign In to Tenant (2 of 2)',
      prompt: `Your API key for ${url.host}. It is made in Immuta, in your profile; it is stored for ${url.origin} alone`,
      password: true,
      ignoreFocusOut: true,
      validateInput: wrongKey,
    });
    if (apiKey === undefined) {
      return;
    }
    const problem = await this.test(url, apiKey.trim());
    if (problem === undefined) {
      await this.keep(url, apiKey.trim());
    } else if (problem) {
      const again = 'Try Again';
      if ((await window.showErrorMessage(`Not signed in, and nothing is stored. ${problem}`, again)) === again) {
        await this.signIn();
      }
    }
  }

  async signOut(): Promise<void> {
    const origins = await this.keys.origins();
    const [only] = origins;
    if (only === undefined) {
      void window.showInformationMessage('You are not signed in to any tenant.');
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
    void window.showInformationMessage(`Signed out of ${origin}. Its key is deleted here; in Immuta it still exists.`);
  }

  /** What is wrong with a key; an empty text if the user does not want to know any more. */
  private async test(url: URL, apiKey: string): Promise<string | undefined> {
    const settings = workspace.getConfiguration('immuta');
    const progress = { location: ProgressLocation.Notification, title: `Asking ${url.host} about the key`, cancellable: true };
    return window.withProgress(progress, async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const timeout = settings.get('tenant.timeout', 60);
      const caFile = settings.get('tenant.caFile', '').trim();
      try {
        return await whatIsWrong({ url, apiKey, timeout, caFile, signal: abort.signal });
      } catch (error) {
        if (token.isCancellationRequested) {
          return '';
        }
        const timedOut = error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
        const why = timedOut ? `no answer within ${timeout} seconds` : error instanceof Error ? error.message : String(error);
        this.log.warn(`${url.origin} cannot be asked about the key: ${why}`);
        return `${url.host} cannot be asked: ${why}.`;
      }
    });
  }

  private async keep(url: URL, apiKey: string): Promise<void> {
    await this.keys.set(url.origin, apiKey);
    const address = url.href.replace(/\/+$/, '');
    await workspace.getConfiguration('immuta').update('tenant.url', address, ConfigurationTarget.Global);
    this.log.info(`signed in to ${url.origin}`);
    void window.showInformationMessage(`Signed in to ${url.host}. The key is in the secret storage of VS Code, for ${url.origin} alone.`);
    if (this.server.condition === 'running') {
      // The names of this tenant are there to be had now.
      await this.server.execute('immuta.refreshTenant');
    }
  }
}
