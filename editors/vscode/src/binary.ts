// Which `immuta-ls` is started: the one in the settings, else the one in the package, else the one on the search path.

import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import * as path from 'node:path';

/** Where to look. */
export interface Places {
  /** What `immuta.server.path` says. */
  setting: string;
  /** The folder of the extension. */
  extension: string;
  /** The search path. */
  search: string | undefined;
  /** The version of the extension. */
  version: string;
}

export interface Binary {
  path: string;
  version: string;
  /** Where it was found, in words. */
  origin: string;
}

/** Why there is no server to start; the message is for the user. */
export class NoServer extends Error {}

const NAME = process.platform === 'win32' ? 'immuta-ls.exe' : 'immuta-ls';

/** How long a program may take to say its version. */
const PATIENCE = 10_000;

/** Finds the server and makes sure that it fits. */
export async function findServer(places: Places): Promise<Binary> {
  const { setting, extension, search, version } = places;
  if (setting) {
    const wayOut = 'Correct the setting, or empty it to use the one inside the extension.';
    const origin = 'the setting `immuta.server.path`';
    if (!path.isAbsolute(setting)) {
      throw new NoServer(`\`immuta.server.path\` is \`${setting}\`, which is not an absolute path. ${wayOut}`);
    }
    if (!(await isProgram(setting))) {
      throw new NoServer(`\`immuta.server.path\` is \`${setting}\`, and there is no program of that name. ${wayOut}`);
    }
    return fitting(setting, origin, version, wayOut);
  }
  const bundled = path.join(extension, 'server', NAME);
  if (await isProgram(bundled)) {
    return fitting(bundled, 'inside the extension', version, 'Install the extension anew, for this platform.');
  }
  const onPath = await onSearchPath(search);
  if (onPath) {
    return fitting(onPath, 'on the search path', version, 'Update it, or set `immuta.server.path` to another.');
  }
  throw new NoServer(
    `There is no \`${NAME}\`: none inside the extension (it was packaged without one for ${process.platform}-${process.arch}), ` +
      'none on the search path, and none in the setting `immuta.server.path`. Install the extension for this ' +
      'platform, or install `immuta-ls` and restart the server.',
  );
}

async function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The first on the search path. Relative folders in it are skipped: what they hold depends on what is open. */
async function onSearchPath(search = ''): Promise<string | undefined> {
  for (const folder of search.split(path.delimiter).filter(path.isAbsolute)) {
    const file = path.join(folder, NAME);
    if (await isProgram(file)) {
      return file;
    }
  }
  return undefined;
}

async function fitting(file: string, origin: string, wanted: string, wayOut: string): Promise<Binary> {
  const said = await versionOf(file, wayOut);
  const version = /^immuta-ls (\d+\.\d+\.\d+\S*)\s*$/.exec(said)?.[1];
  if (!version) {
    throw new NoServer(`\`${file}\` (${origin}) does not say that it is immuta-ls. ${wayOut}`);
  }
  if (minor(version) !== minor(wanted)) {
    throw new NoServer(
      `\`${file}\` (${origin}) is immuta-ls ${version}, and this extension needs ${minor(wanted)}. ${wayOut}`,
    );
  }
  return { path: file, version, origin };
}

function minor(version: string): string {
  return version.split('.', 2).join('.');
}

function versionOf(file: string, wayOut: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, ['--version'], { timeout: PATIENCE, windowsHide: true }, (error, stdout) => {
      if (error) {
        const why = error.killed ? `says nothing for ${PATIENCE / 1000} seconds` : `cannot be run (${error.message.trim()})`;
        reject(new NoServer(`\`${file}\` ${why}. ${wayOut}`));
      } else {
        resolve(stdout);
      }
    });
  });
}
