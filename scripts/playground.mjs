#!/usr/bin/env node
// The playground: a real editor with the server on a copy of `examples/`, and the sandbox as its tenant.
//
//     npm start -- --editor nvim
//     npm start -- --editor helix
//     npm start -- --editor nvim -- +10 broken.data.yaml     arguments for the editor
//
// The editor is the one in PATH, else the one that the tests put into `.tools`; it sees nothing of your configuration. All
// files are in a folder of their own, which goes when the editor ends.
//
//     --debug             builds faster, runs slower
//     --programs FOLDER   builds nothing: `immuta-ls` and `examples/sandbox-tenant` are there

import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The spec that is opened first: its dry run has a deletion to show. */
const FIRST = "churn.project.yaml";

/** What asks for a key protects nothing: the sandbox is on this machine, and everything in it is invented. */
const KEY = "sandbox-key";

/**
 * Where an editor is at play: `home` is for its configuration and data, `work` has the examples, `environment` has the
 * programs and the tenant.
 * @typedef {{ home: string, work: string, environment: Record<string, string | undefined> }} Playground
 */

/**
 * The editors. `start` runs one until it ends, and gives its exit code.
 * @type {Record<string, { tour: string[], start: (playground: Playground, args: string[]) => Promise<number> }>}
 */
const editors = {
  nvim: {
    tour: [
      "`]d` goes to the next mistake, `gra` mends it, `K` explains the key at the cursor.",
      "While you type a menu comes by itself: Ctrl-n chooses, Ctrl-y takes.",
      "`:ImmutaDryRun` asks the tenant what a push would do; so does `grx` on the line of a code lens.",
      "`:edit broken.data.yaml` has seven mistakes. `:help immuta-ls` and `:checkhealth immuta` tell more.",
    ],
    start: neovim,
  },
  helix: {
    tour: [
      "`]d` goes to the next mistake, Space a mends it, Space k explains the key at the cursor.",
      "While you type a menu comes by itself: Ctrl-n chooses, Enter takes.",
      "Space a has the dry run. Helix cannot ask you whether to send, so it takes two: the first one tells.",
      "`:open broken.data.yaml` has seven mistakes.",
    ],
    start: helix,
  },
};

function neovim({ home, work, environment }, args) {
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
  return inForeground(command, args, work, environment);
}

function helix({ home, work, environment }, args) {
  const command = program("hx", ".tools/helix/hx", "tests/editors/install-helix.sh");
  const config = folder(home, "config", "helix");
  cpSync(join(root, "editors", "helix"), config, { recursive: true });
  return inForeground(command, args, work, environment);
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
function inForeground(command, args, cwd, env) {
  return new Promise((resolve, reject) => {
    editor = spawn(command, args, { cwd, env, stdio: "inherit" });
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
      editor: { type: "string" },
      debug: { type: "boolean", default: false },
      programs: { type: "string" },
    },
    allowPositionals: true,
  });
  const chosen = Object.hasOwn(editors, values.editor ?? "") && editors[values.editor];
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
  console.log(`\nThe playground is ${work}. The sandbox tenant is ${url}; nothing there is real.\n`);
  chosen.tour.forEach((line) => console.log(`  * ${line}`));
  console.log("\nEverything goes when you leave the editor.");
  await pressed("Enter starts it. ");
  process.exit(await chosen.start({ home, work, environment }, positionals.length > 0 ? positionals : [FIRST]));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
