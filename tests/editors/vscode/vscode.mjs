// A real VS Code, in a browser without a display, as a user has it: started, driven by keys and the mouse, and read from
// the screen. The page reaches nothing but this machine.

import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const require = createRequire(path.join(root, 'editors/vscode/package.json'));

/** How long anything may take that should come at once, on a busy machine. */
export const PATIENCE = 30_000;

const QUIET = {
  'chat.disableAIFeatures': true,
  'editor.wordBasedSuggestions': 'off',
  'editor.minimap.enabled': false,
  'editor.fontFamily': 'DejaVu Sans Mono, monospace',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** What every script is told: the package, and the programs to run it in. More of it is the script's own. */
export function commandLine(more = []) {
  const names = ['vsix', 'vscode', 'chromium', ...more];
  const { values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) });
  for (const name of names) {
    if (!values[name]) {
      throw new Error(`--${name} is missing`);
    }
  }
  return values;
}

/** A folder for all that a VS Code writes. */
export function sandbox(folder = mkdtempSync(path.join(os.tmpdir(), 'immuta-vscode-'))) {
  for (const part of ['data/User', 'data/Machine', 'extensions', 'chromium', 'home']) {
    mkdirSync(path.join(folder, part), { recursive: true });
  }
  return folder;
}

function readSettings(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

function writeSettings(file, settings) {
  writeFileSync(file, JSON.stringify(settings, null, 2));
}

export class VSCode {
  constructor(tools, folder) {
    this.tools = tools;
    this.folder = folder;
    this.settings = QUIET;
  }

  get settings() {
    return readSettings(path.join(this.folder, 'data/User/settings.json'));
  }

  set settings(settings) {
    writeSettings(path.join(this.folder, 'data/User/settings.json'), settings);
  }

  /** Those of the machine that the server is on; there some settings of the user are kept as well. */
  get machineSettings() {
    return readSettings(path.join(this.folder, 'data/Machine/settings.json'));
  }

  set machineSettings(settings) {
    writeSettings(path.join(this.folder, 'data/Machine/settings.json'), settings);
  }

  get #environment() {
    // No gallery of extensions: it would be looked up.
    const environment = { ...process.env, ...this.environment, HOME: path.join(this.folder, 'home'), EXTENSIONS_GALLERY: '{}' };
    delete environment.VSCODE_IPC_HOOK_CLI;
    return environment;
  }

  get #folders() {
    return ['--user-data-dir', path.join(this.folder, 'data'), '--extensions-dir', path.join(this.folder, 'extensions')];
  }

  get extensions() {
    return path.join(this.folder, 'extensions');
  }

  install(vsix) {
    const args = [path.join(this.tools.vscode, 'entry.js'), ...this.#folders, '--install-extension', vsix];
    const done = spawnSync(path.join(this.tools.vscode, 'node'), args, { env: this.#environment, encoding: 'utf8' });
    if (done.status !== 0) {
      throw new Error(`the package cannot be installed: ${done.stdout}${done.stderr}`);
    }
  }

  /** What stands in for the YAML extension by Red Hat, which is seen only from outside: its name and its settings. */
  installYamlExtension() {
    const extension = path.join(this.extensions, 'redhat.vscode-yaml-1.24.0');
    const setting = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }], default: [] };
    const manifest = {
      name: 'vscode-yaml',
      publisher: 'redhat',
      version: '1.24.0',
      engines: { vscode: '^1.91.0' },
      contributes: { configuration: { properties: { 'yaml.disableSchemaDetection': setting } } },
    };
    mkdirSync(extension);
    writeFileSync(path.join(extension, 'package.json'), JSON.stringify(manifest));
  }

  /**
   * Starts the server, and waits until it answers. With `args` it is the server inside, without the front of the web; if
   * there is a `token` then, it answers nobody who does not know it.
   */
  async start(args) {
    const entry = args
      ? ['node_modules/code-server/lib/vscode/out/server-main.js', '--host', '127.0.0.1', ...this.#connectionToken(), '--accept-server-license-terms', '--telemetry-level', 'off', '--server-data-dir', path.join(this.folder, 'data')]
      : ['entry.js', '--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
    this.port = await freePort();
    const listen = args ? ['--port', String(this.port), ...args] : ['--bind-addr', `127.0.0.1:${this.port}`];
    this.log = path.join(this.folder, 'server.log');
    const log = openSync(this.log, 'w');
    const command = [path.join(this.tools.vscode, entry[0]), ...entry.slice(1), ...this.#folders, ...listen];
    this.server = spawn(path.join(this.tools.vscode, 'node'), command, { env: this.#environment, stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    await until('VS Code answers', async () => {
      if (this.server.exitCode !== null) {
        throw new Error(`VS Code ends:\n${readFileSync(this.log, 'utf8')}`);
      }
      const answer = await fetch(`http://127.0.0.1:${this.port}/${args ? 'version' : 'healthz'}`).catch(() => undefined);
      return answer?.ok;
    });
  }

  #connectionToken() {
    if (!this.token) {
      return ['--without-connection-token'];
    }
    // Not as an argument, which all of the machine can read.
    const file = path.join(this.folder, 'token');
    writeFileSync(file, this.token, { mode: 0o600 });
    return ['--connection-token-file', file];
  }

  /** Opens the browser. */
  async browse() {
    this.page = await browse(this.tools.chromium, path.join(this.folder, 'chromium'));
    this.browser = this.page.context();
  }

  /** The address of the workbench, with what it is told. */
  url(query) {
    return `http://127.0.0.1:${this.port}/?${new URLSearchParams(query)}`;
  }

  /** Goes to a folder. */
  async open(folder, payload) {
    await this.page.goto(this.url({ folder, ...(payload && { payload: JSON.stringify(payload) }) }));
    await this.page.waitForSelector('.monaco-workbench');
  }

  async stop() {
    await this.browser?.close().catch(() => {});
    this.#signal('SIGTERM');
    await until('VS Code ends', () => !this.#signal(0), PATIENCE / 3).catch(() => this.kill());
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  /** Ends everything that it has started, at once. */
  kill() {
    this.#signal('SIGKILL');
  }

  /** Sends a signal to all of its processes; says whether there are any. */
  #signal(signal) {
    try {
      return this.server !== undefined && process.kill(-this.server.pid, signal);
    } catch {
      return false; // they are gone already
    }
  }
}

/** A browser without a display, with an empty page that reaches nothing but this machine. Its files go into `folder`. */
export async function browse(executablePath, folder, viewport = { width: 1200, height: 720 }) {
  const { chromium } = require('playwright-core');
  const browser = await chromium.launchPersistentContext(folder, {
    executablePath,
    headless: true,
    viewport,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.setDefaultTimeout(PATIENCE);
  await page.route((url) => url.protocol.startsWith('http') && url.hostname !== '127.0.0.1', (route) => route.abort());
  return page;
}

/** Waits until something holds, and gives it back. */
export async function until(what, holds, patience = PATIENCE) {
  for (const end = Date.now() + patience; ; ) {
    const held = await holds();
    if (held) {
      return held;
    }
    if (Date.now() > end) {
      throw new Error(`waited in vain: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
