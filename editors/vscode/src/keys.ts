// The keys of tenants, in the secret storage of VS Code. A key is stored with the origin it was entered for, and given
// out for that origin alone.

import type { SecretStorage } from 'vscode';

const SECRET = 'immuta.apiKeys';

export class Keys {
  constructor(private readonly secrets: SecretStorage) {}

  /** The key for an origin, such as `https://tenant.example.com`. */
  async get(origin: string): Promise<string | undefined> {
    const keys = await this.all();
    return Object.hasOwn(keys, origin) ? keys[origin] : undefined;
  }

  async origins(): Promise<string[]> {
    return Object.keys(await this.all());
  }

  async set(origin: string, apiKey: string): Promise<void> {
    await this.secrets.store(SECRET, JSON.stringify({ ...(await this.all()), [origin]: apiKey }));
  }

  async delete(origin: string): Promise<void> {
    const { [origin]: _, ...rest } = await this.all();
    await (Object.keys(rest).length ? this.secrets.store(SECRET, JSON.stringify(rest)) : this.secrets.delete(SECRET));
  }

  private async all(): Promise<Record<string, string>> {
    const stored = await this.secrets.get(SECRET);
    try {
      const keys: unknown = JSON.parse(stored ?? '{}');
      return keys && typeof keys === 'object' ? (keys as Record<string, string>) : {};
    } catch {
      return {}; // not ours, so there is no key in it
    }
  }
}
