// What is in the package, and what its manifest says: no sources, no packages of others beside the bundle, nothing that
// is missing, and no more than it may weigh.
//
//   node package.mjs --vsix FILE --vscode FOLDER --chromium FILE

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commandLine, root } from './vscode.mjs';

const MEGABYTE = 1024 * 1024;
/** Without the server, which in these tests is one for debugging. */
const LIMIT = 2 * MEGABYTE;

const { vsix } = commandLine();
const folder = mkdtempSync(path.join(os.tmpdir(), 'immuta-package-'));
try {
  const python = `import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])`;
  const unpacked = spawnSync('python3', ['-c', python, vsix, folder], { encoding: 'utf8' });
  assert.equal(unpacked.status, 0, unpacked.stderr);
  const extension = path.join(folder, 'extension');
  const files = readdirSync(extension, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(extension, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
  const sizes = files.map((file) => statSync(path.join(extension, file)).size);
  files.forEach((file, index) => console.log(`${String(sizes[index]).padStart(10)} ${file}`));

  const server = process.platform === 'win32' ? 'server/immuta-ls.exe' : 'server/immuta-ls';
  assert.deepEqual(files, [
    'LICENSE-APACHE',
    'LICENSE-MIT',
    'THIRD-PARTY.txt',
    'changelog.md',
    'media/completion.png',
    'media/dry-run.png',
    'media/problems.png',
    'media/sign-in.png',
    'media/tour.png',
    'out/extension.js',
    'out/immuta-expression.tmLanguage.json',
    'package.json',
    'readme.md',
    server,
  ]);
  const rest = sizes.reduce((sum, size) => sum + size, 0) - sizes[files.indexOf(server)];
  console.log(`the package has ${megabytes(statSync(vsix).size)}; unpacked, all but the server has ${megabytes(rest)}`);
  assert.ok(rest < LIMIT, `all but the server has ${megabytes(rest)}, and may have ${megabytes(LIMIT)}`);

  const manifest = readFileSync(path.join(folder, 'extension.vsixmanifest'), 'utf8');
  assert.match(manifest, new RegExp(`TargetPlatform="${process.platform}-${process.arch}"`));
  const own = JSON.parse(readFileSync(path.join(root, 'editors/vscode/package.json'), 'utf8'));
  const cargo = /^version = "(.*)"$/m.exec(readFileSync(path.join(root, 'Cargo.toml'), 'utf8'))?.[1];
  assert.equal(own.version, cargo, 'the extension and the server are released together');
  for (const { path: file } of own.contributes.grammars) {
    assert.ok(files.includes(path.normalize(file)), `${file} is contributed and not there`);
  }
  // Whoever reads the README inside VS Code sees only what came along.
  const readme = readFileSync(path.join(extension, 'readme.md'), 'utf8');
  for (const [, image] of readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) {
    assert.ok(files.includes(image), `the README shows ${image}, which is not there`);
  }
  for (const { media } of own.contributes.walkthroughs.flatMap(({ steps }) => steps)) {
    assert.ok(files.includes(media.image) && media.altText, `${media.image} is not there, or has no text in its place`);
  }
  // What a repository could change must not choose whom a key is given to, or what is started.
  const properties = own.contributes.configuration.properties;
  // What is not for the machine alone is at least not taken from a folder that nobody trusts.
  const restricted = own.capabilities.untrustedWorkspaces.restrictedConfigurations;
  for (const name of restricted) {
    assert.ok(name in properties, name);
    if (/^immuta\.(tenant|server)\./.test(name)) {
      assert.equal(properties[name].scope, 'machine', name);
    }
  }
  for (const name of ['immuta.rules', 'immuta.files.include', 'immuta.files.exclude', 'immuta.files.kinds']) {
    assert.ok(restricted.includes(name), `${name} must not come from a folder that nobody trusts`);
  }
  for (const [name, { markdownDescription }] of Object.entries(properties)) {
    assert.ok(markdownDescription, `${name} is not described`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function megabytes(bytes) {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}
