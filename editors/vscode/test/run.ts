// Tests register themselves here.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

export const tests: [string, () => Promise<void> | void][] = [];

export function test(name: string, body: () => Promise<void> | void): void {
  tests.push([name, body]);
}

/** Gives a test a folder of its own. */
export async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'immuta-test-'));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits until something is there, and gives it back. */
export async function until<T>(what: string, found: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const held = await found();
    if (held !== undefined) {
      return held;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain: ${what}`);
}
