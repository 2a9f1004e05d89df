// The tests of the extension that run inside the extension host: `editors/vscode/test`.
//
//   node host.mjs --vsix FILE --vscode FOLDER --chromium FILE --certificate FILE --private-key FILE
//
// The certificate is that of a tenant on this machine, which is `localhost` there. What is tested is the folder of the
// extension, as it was built for the package.

import { cpSync } from 'node:fs';
import path from 'node:path';
import { VSCode, commandLine, root, sandbox } from './vscode.mjs';

/** How long all of them may take. */
const LIMIT_MS = 120_000;

const options = commandLine(['certificate', 'private-key']);
const folder = sandbox();
const workspace = path.join(folder, 'specs');
const extension = path.join(root, 'editors/vscode');
const suite = path.join(folder, 'suite.js');
cpSync(path.join(root, 'examples'), workspace, { recursive: true });
const { buildTests } = await import(path.join(extension, 'build.mjs'));
await buildTests(suite);

const vscode = new VSCode(options, folder);
vscode.installYamlExtension();
vscode.environment = { TEST_CERTIFICATE: options.certificate, TEST_PRIVATE_KEY: options['private-key'] };
let code;
try {
  // Only with this the workbench takes its extension and its tests from what the page asks for.
  await vscode.start(['--enable-smoke-test-driver', '--disable-workspace-trust']);
  await vscode.browse();
  const finished = new Promise((resolve) => {
    void vscode.page.exposeFunction('codeAutomationExit', resolve);
  });
  await vscode.page.exposeFunction('codeAutomationLog', (_, args) => {
    if (String(args[0]).startsWith('TEST ')) {
      console.log(String(args[0]).slice('TEST '.length));
    }
  });
  const remote = (file) => `vscode-remote://127.0.0.1:${vscode.port}${file}`;
  await vscode.open(workspace, [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(suite)],
    ['skipWelcome', 'true'],
  ]);
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(`nothing for ${LIMIT_MS / 1000} s`), LIMIT_MS);
  });
  code = await Promise.race([finished, late]);
  clearTimeout(timer);
  if (code !== 0) {
    console.log(`the tests in the extension host end with: ${code}`);
    await vscode.page.screenshot({ path: path.join(root, '.tools/failed-host.png') });
  }
} finally {
  await vscode.stop();
}
process.exitCode = code === 0 ? 0 : 1;
