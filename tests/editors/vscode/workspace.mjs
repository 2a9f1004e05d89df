// The folder that the workbench is opened on: the examples, specs for single scenarios, and what somebody who is up to no good
// would put beside them.

import { chmodSync, copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './vscode.mjs';

/** Fills a folder. If its program is started, `traces` is there afterwards. */
export function prepareWorkspace(workspace, traces) {
  mkdirSync(workspace);
  for (const entry of readdirSync(path.join(root, 'examples'), { withFileTypes: true }).filter((entry) => entry.isFile())) {
    copyFileSync(path.join(root, 'examples', entry.name), path.join(workspace, entry.name));
  }
  // A folder of somebody who is up to no good.
  const program = path.join(workspace, 'immuta-ls');
  writeFileSync(program, `#!/bin/sh\ntouch "${traces}"\n`);
  chmodSync(program, 0o755);
  mkdirSync(path.join(workspace, '.vscode'));
  const settings = { 'immuta.server.path': program, 'immuta.tenant.url': 'http://127.0.0.1:1' };
  writeFileSync(path.join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
  const files = {
    'orders.data.yaml': 'connectionKey: sales-orders\nconnection:\n  handler: Snowflake\n  hostname: account.example.com',
    'web.data.yaml': readFileSync(path.join(root, 'examples/bigquery.data.yaml'), 'utf8'),
    'tags.data.yaml': 'connectionKey: sales-tags\nconnection:\n  handler: Snowflake\noptions:\n  tableTags:\n    - ',
    'empty.yaml': '',
    'refused.data.yaml': readFileSync(path.join(root, 'examples/snowflake-key-pair.data.yaml'), 'utf8').replace('Sensitivity.High', 'Sensitivity.Hihg'),
    'deployment.yaml': '\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n',
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(workspace, name), text);
  }
}

/** A value for each placeholder of the specs, as a pipeline would have it in its environment. */
export function placeholders(workspace) {
  const texts = readdirSync(workspace, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => readFileSync(path.join(workspace, name), 'utf8'));
  const names = texts.flatMap((text) => [...text.matchAll(/\$\{([A-Z0-9_]+)\}/g)].map(([, name]) => name));
  return Object.fromEntries(names.map((name) => [name, 'cGxhY2Vob2xkZXI=']));
}
