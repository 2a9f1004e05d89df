#!/usr/bin/env node
// The playground: a real editor with the server on a copy of `examples/`, and the sandbox as its tenant.
//
//     npm start                                              VS Code, in your browser
//     npm start -- --editor nvim
//     npm start -- --editor helix
//     npm start -- --editor nvim -- +10 broken.data.yaml     arguments for the editor
//
// VS Code is the one that the tests put into `.tools`, and so is the editor in the terminal if there is none in PATH. It
// sees nothing of your configuration. All files are in a folder of their own, which goes when the editor ends.
//
//     --debug             builds faster, runs slower
//     --programs FOLDER   builds nothing: `immuta-ls` and `examples/sandbox-tenant` are there

import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The spec that is opened first in a terminal: its dry run has a deletion to show. */
const FIRST = "churn.project.yaml";

/** What asks for a key protects nothing: the sandbox is on this machine, and everything in it is invented. */
const KEY = "sandbox-key";

/**
 * Where an editor is at play: `home` is for its configuration and data, `work` has the examples, `programs` the server,
 * `environment` the search path and the tenant.
 * @typedef {{ home: string, work: string, programs: string, environment: Record<string, string | undefined> }} Playground
 */

/**
 * The editors. `prepare` gives what runs one until it ends, and gives its exit code. `leave` is how it is left.
 * @typedef {{
 *   tour: string[],
 *   leave: string,
 *   prepare: (playground: Playground, args: string[]) => Promise<() => Promise<number>>,
 * }} Editor
 * @type {Record<string, Editor>}
 */
const editors = {
  vscode: {
    tour: [
      "`broken.data.yaml` has seven mistakes: `Ctrl+Shift+M` lists them, `Ctrl+.` mends the one at the cursor.",
      "`Ctrl+Space` in any spec offers what can stand there, tags and groups of the tenant as well; the mouse over a key explains it.",
      "*Dry-run against tenant* above `churn.project.yaml` asks what a push would do. That one would take something away.",
      "`F1`, then *Immuta*, lists all commands; `F1`, then *Open Walkthrough*, has a tour with pictures.",
      "There is no terminal here, and logs stay empty: this VS Code comes without the parts that have to be compiled.",
    ],
    leave: "Ctrl-C ends it",
    prepare: visualStudioCode,
  },
  nvim: {
    tour: [
      "`]d` goes to the next mistake, `gra` mends it, `K` explains the key at the cursor.",
      "While you type a menu comes by itself: Ctrl-n chooses, Ctrl-y takes.",
      "`:ImmutaDryRun` asks the tenant what a push would do; so does `grx` on the line of a code lens.",
      "`:edit broken.data.yaml` has seven mistakes. `:help immuta-ls` and `:checkhealth immuta` tell more.",
    ],
    leave: "Leave the editor",
    prepare: neovim,
  },
  helix: {
    tour: [
      "`]d` goes to the next mistake, Space a mends it, Space k explains the key at the cursor.",
      "While you type a menu comes by itself: Ctrl-n chooses, Enter takes.",
      "Space a has the dry run. Helix cannot ask you whether to send, so it takes two: the first one tells.",
      "`:open broken.data.yaml` has seven mistakes.",
    ],
    leave: "Leave the editor",
    prepare: helix,
  },
};

async function visualStudioCode({ home, work, programs, environment }, args) {
  if (args.length > 0) {
    throw new Error("VS Code in the browser takes no arguments; open files in it.");
  }
  run(join(root, "tests/editors/install-vscode.sh"), ["--without-browser"]);
  const { VSCode, sandbox } = await import("../tests/editors/vscode/vscode.mjs");
  const code = new VSCode({ vscode: join(root, ".tools/vscode") }, sandbox(join(home, "vscode")));
  const vsix = join(home, "immuta-ls.vsix");
  console.log("Packaging the extension, and installing it into a VS Code of its own.");
  run(process.execPath, [
    join(root, "editors/vscode/package.mjs"),
    "--quiet",
    "--server",
    join(programs, process.platform === "win32" ? "immuta-ls.exe" : "immuta-ls"),
    "--out",
    vsix,
  ]);
  // The extension and the server inherit the tenant and its key from here. The sockets of VS Code are to go as well.
  code.environment = { ...environment, XDG_RUNTIME_DIR: home };
  code.install(vsix);
  code.settings = {
    ...code.settings,
    "security.workspace.trust.enabled": false,
    // It is opened first.
    "workbench.startupEditor": "readme",
  };
  const tour = editors.vscode.tour.map((line) => `* ${line.replace(/`([\w.]+\.yaml)`/g, "[$&]($1)")}\n`);
  writeFileSync(join(work, "README.md"), `# The playground\n\n${tour.join("")}`);
  code.token = randomBytes(16).toString("hex");
  return async () => {
    undo.push(() => code.kill());
    const left = new Promise((resolve) => (editor = { kill: resolve }));
    await code.start([]);
    console.log(`\nOpen ${code.url({ tkn: code.token, folder: work })}`);
    await left;
    await code.stop();
    return 0;
  };
}

async function neovim({ home, work, environment }, args) {
  const command = program("nvim", ".tools/nvim/bin/nvim", "tests/editors/install-neovim.sh");
  const plugins = folder(home, "data", "nvim", "site", "pack", "immuta", "start");
  cpSync(join(root, "editors", "neovim"), join(plugins, "immuta"), { recursive: true });
  writeFileSync(
    join(folder(home, "config", "nvim"), "init.lua"),
    `vim.cmd('silent! helptags ALL')
vim.o.completeopt = 'menuone,noselect,popup'
vim.diagnostic.config({ virtual_text = true })
vim.keymap.set('n', 'grx', vim.lsp.codelens.run, { desc = 'Run the code lens' })
vim.api.nvim_create_autocmd('LspAttach', {
  callback = function(event)
    vim.lsp.completion.enable(true, event.data.client_id, event.buf, { autotrigger = true })
  end,
})
`,
  );
  return () => inForeground(command, args, work, environment);
}

async function helix({ home, work, environment }, args) {
  const command = program("hx", ".tools/helix/hx", "tests/editors/install-helix.sh");
  const config = folder(home, "config", "helix");
  cpSync(join(root, "editors", "helix"), config, { recursive: true });
  return () => inForeground(command, args, work, environment);
}

/** A folder, made if it is not there. */
function folder(...parts) {
  const path = join(...parts);
  mkdirSync(path, { recursive: true });
  return path;
}

/** The command of an editor: the one in PATH, else the one that the tests use. */
function program(name, installed, installer) {
  const inPath = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  const found = inPath.find((path) => existsSync(path));
  if (!found) {
    run(join(root, installer), []);
  }
  return found ?? join(root, installed);
}

/** Runs a command to its end, for all to see. */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  if (error || status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? `exit code ${status}`}`);
  }
}

/** Builds the server and the sandbox; gives the folder that they are in. */
function build(debug) {
  console.log("Building the server and the sandbox tenant. The first time takes some minutes.");
  const profile = debug ? [] : ["--release"];
  run("cargo", ["build", "--locked", "--quiet", ...profile, "--bin", "immuta-ls", "--example", "sandbox-tenant"]);
  const metadata = ["metadata", "--locked", "--no-deps", "--format-version", "1"];
  const { stdout } = spawnSync("cargo", metadata, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
  return join(JSON.parse(stdout).target_directory, debug ? "debug" : "release");
}

/** Everything that has to be undone, however this ends. */
const undo = [];
process.on("exit", () => undo.reverse().forEach((step) => step()));

/** The editor, while there is one. A signal is its business: it has files to save. */
let editor;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => (editor ? editor.kill(signal) : process.exit(1)));
}

/** Starts the sandbox tenant; gives its address. */
async function startSandbox(programs) {
  const sandbox = spawn(join(programs, "examples", "sandbox-tenant"), [], {
    env: { ...process.env, SANDBOX_KEY: KEY },
    stdio: ["ignore", "pipe", "inherit"],
  });
  undo.push(() => sandbox.kill());
  const failed = new Promise((_, reject) => sandbox.on("error", reject));
  const said = new Promise((resolve, reject) => {
    const lines = createInterface({ input: sandbox.stdout });
    lines.on("line", (line) => {
      const url = /http:\/\/[0-9.]+:[0-9]+/.exec(line);
      if (url) {
        resolve(url[0]);
      }
    });
    lines.on("close", () => reject(new Error("the sandbox tenant does not start")));
  });
  return Promise.race([said, failed]);
}

/** Runs an editor in this terminal; gives its exit code. */
async function inForeground(command, args, cwd, env) {
  await pressed("Enter starts it. ");
  return new Promise((resolve, reject) => {
    editor = spawn(command, args.length > 0 ? args : [FIRST], { cwd, env, stdio: "inherit" });
    editor.on("error", reject);
    editor.on("exit", (code) => resolve(code ?? 1));
  }).finally(() => (editor = undefined));
}

/** Waits for Enter, if there is somebody to press it. */
function pressed(prompt) {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    return Promise.resolve();
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  lines.on("SIGINT", () => process.exit(1));
  return new Promise((resolve) => lines.question(prompt, resolve)).finally(() => lines.close());
}

async function main() {
  const { values, positionals } = parseArgs({
    options: {
      editor: { type: "string", default: "vscode" },
      debug: { type: "boolean", default: false },
      programs: { type: "string" },
    },
    allowPositionals: true,
  });
  const chosen = Object.hasOwn(editors, values.editor) && editors[values.editor];
  if (!chosen) {
    throw new Error(`Say which editor: --editor ${Object.keys(editors).join(", --editor ")}.`);
  }
  const programs = values.programs ?? build(values.debug);
  const home = mkdtempSync(join(tmpdir(), "immuta-ls-playground-"));
  undo.push(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  const work = join(home, "examples");
  cpSync(join(root, "examples"), work, { recursive: true });
  rmSync(join(work, "sandbox-tenant"), { recursive: true });

  const url = await startSandbox(programs);
  const environment = {
    ...process.env,
    PATH: [programs, process.env.PATH].join(delimiter),
    IMMUTA_URL: url,
    IMMUTA_API_KEY: KEY,
    // What the placeholders of the examples stand for.
    BIGQUERY_KEY_BASE64: "a2V5",
    DATABRICKS_CLIENT_ID: "invented",
    DATABRICKS_CLIENT_SECRET: "invented",
    REDSHIFT_PASSWORD: "invented",
    SNOWFLAKE_PRIVATE_KEY_BASE64: "a2V5",
    XDG_CONFIG_HOME: folder(home, "config"),
    XDG_DATA_HOME: folder(home, "data"),
    XDG_STATE_HOME: folder(home, "state"),
    XDG_CACHE_HOME: folder(home, "cache"),
  };
  const start = await chosen.prepare({ home, work, programs, environment }, positionals);
  console.log(`\nThe playground is ${work}. The sandbox tenant is ${url}; nothing there is real.\n`);
  chosen.tour.forEach((line) => console.log(`  * ${line}`));
  console.log(`\n${chosen.leave}, and everything goes.`);
  process.exit(await start());
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
