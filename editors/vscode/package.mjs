// Packages the extension, with the server in it, for the platform that this runs on.
//
//   node package.mjs [--server FILE] [--out FILE] [--target PLATFORM] [--quiet]
//
// Without --server the server is built for distribution: optimised across crates, and without the paths of this machine. The package goes into dist/ of the repository if --out does not
// say otherwise. --target is for a server that was built for another platform: linux-arm64, darwin-x64, win32-x64, ….

import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');
const { version } = JSON.parse(readFileSync(path.join(here, 'package.json'), 'utf8'));
const { values } = parseArgs({
  options: { server: { type: 'string' }, out: { type: 'string' }, target: { type: 'string' }, quiet: { type: 'boolean' } },
});
const stdout = values.quiet ? 'ignore' : 'inherit';
const target = values.target ?? `${process.platform}-${process.arch}`;
const out = path.resolve(values.out ?? path.join(root, `dist/immuta-ls-${target}-${version}.vsix`));

if (!isInstalled()) {
  run(here, 'npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']);
}
run(here, process.execPath, ['node_modules/typescript/bin/tsc']);
const { buildExtension } = await import('./build.mjs');
await buildExtension();

const server = path.join(here, 'server', target.startsWith('win32') ? 'immuta-ls.exe' : 'immuta-ls');
rmSync(path.dirname(server), { recursive: true, force: true });
mkdirSync(path.dirname(server));
copyFileSync(values.server ?? builtServer(), server);
chmodSync(server, 0o755);

mkdirSync(path.dirname(out), { recursive: true });
const choices = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--no-rewrite-relative-links'];
run(here, process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--target', target, ...choices, '--out', out], { stdout });
if (!values.quiet) {
  console.log(`${path.relative(process.cwd(), out)}: ${(statSync(out).size / 1024 / 1024).toFixed(1)} MB`);
}

/** Whether the packages of this folder are those that its lock file names. */
function isInstalled() {
  const [wanted, there] = ['package-lock.json', 'node_modules/.package-lock.json'].map((file) => path.join(here, file));
  return existsSync(there) && statSync(there).mtimeMs >= statSync(wanted).mtimeMs;
}

/** Builds the server for distribution, and says where it is. The same sources give the same program in any folder. */
function builtServer() {
  const cargoHome = process.env.CARGO_HOME ?? path.join(homedir(), '.cargo');
  const renamed = [
    [path.resolve(root), 'immuta-ls'],
    [cargoHome, 'cargo'],
  ];
  const env = {
    ...process.env,
    CARGO_ENCODED_RUSTFLAGS: renamed.map(([from, to]) => `--remap-path-prefix=${from}=${to}`).join('\x1f'),
  };
  if (process.platform !== 'win32') {
    env.CFLAGS = [process.env.CFLAGS, ...renamed.map(([from, to]) => `-ffile-prefix-map=${from}=${to}`)].filter(Boolean).join(' ');
  }
  const args = ['build', '--profile', 'dist', '--locked', '--bin', 'immuta-ls', '--message-format=json-render-diagnostics'];
  const said = run(root, 'cargo', args, { stdout: 'pipe', env });
  const messages = said.trim().split('\n').map((line) => JSON.parse(line));
  return messages.findLast(({ executable, target }) => executable && target.name === 'immuta-ls').executable;
}

function run(cwd, command, args, { stdout = 'inherit', env = process.env } = {}) {
  const ended = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', stdout, 'inherit'], shell: process.platform === 'win32' });
  if (ended.status !== 0) {
    console.error(`${command} ${args.join(' ')}: ${ended.error?.message ?? `ends with ${ended.status}`}`);
    process.exit(1);
  }
  return ended.stdout ?? '';
}
