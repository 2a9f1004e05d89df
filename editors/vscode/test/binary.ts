import * as assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { type Places, findServer } from '../src/binary';
import { inFolder, test } from './run';

/** A program that says something when it is asked for its version. */
function program(file: string, said: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "${said}"\n`);
  chmodSync(file, 0o755);
  return file;
}

function places(folder: string, more: Partial<Places> = {}): Places {
  return { setting: '', extension: path.join(folder, 'extension'), search: path.join(folder, 'bin'), version: '0.1.7', ...more };
}

test('the server of the setting comes before the one inside, and that before the search path', () =>
  inFolder(async (folder) => {
    const onPath = program(path.join(folder, 'bin/immuta-ls'), 'immuta-ls 0.1.1');
    assert.equal((await findServer(places(folder))).path, onPath);
    const inside = program(path.join(folder, 'extension/server/immuta-ls'), 'immuta-ls 0.1.2');
    assert.equal((await findServer(places(folder))).path, inside);
    const setting = program(path.join(folder, 'own'), 'immuta-ls 0.1.3');
    assert.deepEqual(await findServer(places(folder, { setting })), {
      path: setting,
      version: '0.1.3',
      origin: 'the setting `immuta.server.path`',
    });
  }));

test('a server that does not fit is refused in words', () =>
  inFolder(async (folder) => {
    const other = program(path.join(folder, 'other'), 'immuta-ls 0.2.0');
    const stranger = program(path.join(folder, 'stranger'), 'hello');
    const broken = path.join(folder, 'broken');
    writeFileSync(broken, '#!/nowhere/at/all\n');
    chmodSync(broken, 0o755);
    for (const [setting, expected] of [
      [other, /is immuta-ls 0\.2\.0, and this extension needs 0\.1\. Correct the setting/],
      [stranger, /does not say that it is immuta-ls/],
      [broken, /cannot be run/],
      [path.join(folder, 'nothing'), /there is no program of that name/],
      ['immuta-ls', /not an absolute path/],
    ] as const) {
      await assert.rejects(findServer(places(folder, { setting })), { message: expected });
    }
    // What the setting names is what the user wants: nothing else takes its place.
    program(path.join(folder, 'bin/immuta-ls'), 'immuta-ls 0.1.0');
    await assert.rejects(findServer(places(folder, { setting: other })));
  }));

test('relative folders of the search path are not looked into', () =>
  inFolder(async (folder) => {
    program(path.join(folder, 'bin/immuta-ls'), 'immuta-ls 0.1.0');
    const search = path.relative(process.cwd(), path.join(folder, 'bin'));
    await assert.rejects(findServer(places(folder, { search })), { message: /none inside the extension/ });
  }));
