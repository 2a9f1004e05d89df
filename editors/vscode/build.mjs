// Puts into this folder what the extension consists of besides its sources: the bundle, the grammar, the licences. What
// it writes is not in the repository.
//
//   node build.mjs [--tests FILE]     with --tests also the tests of the extension host, as one file

import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');
const options = {
  absWorkingDir: here,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // What the oldest VS Code that is supported runs on.
  target: 'node20',
  external: ['vscode'],
  metafile: true,
  logLevel: 'warning',
};

/** Builds the extension in place. */
export async function buildExtension() {
  mkdirSync(path.join(here, 'out'), { recursive: true });
  const built = await build({ ...options, entryPoints: ['src/extension.ts'], outfile: 'out/extension.js', minify: true, legalComments: 'none' });
  writeFileSync(path.join(here, 'THIRD-PARTY.txt'), licences(Object.keys(built.metafile.inputs)));
  copyFileSync(path.join(root, 'grammars/textmate/immuta-expression.tmLanguage.json'), path.join(here, 'out/immuta-expression.tmLanguage.json'));
  for (const file of ['LICENSE-MIT', 'LICENSE-APACHE', 'CHANGELOG.md']) {
    copyFileSync(path.join(root, file), path.join(here, file));
  }
}

/** Builds the tests that run in the extension host. */
export async function buildTests(outfile) {
  await build({ ...options, entryPoints: ['test/index.ts'], outfile, sourcemap: 'inline' });
}

/** The licences of the packages that went into the bundle. */
function licences(inputs) {
  const packages = new Set(inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(Boolean));
  const texts = [...packages].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(here, folder, 'package.json'), 'utf8'));
    const file = readdirSync(path.join(here, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) {
      throw new Error(`${name} has no file with its licence`);
    }
    const text = readFileSync(path.join(here, folder, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return ['The extension is bundled with these packages.\n', ...texts].join(`\n${'-'.repeat(80)}\n\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { tests: { type: 'string' } } });
  await buildExtension();
  if (values.tests) {
    await buildTests(path.resolve(values.tests));
  }
}
