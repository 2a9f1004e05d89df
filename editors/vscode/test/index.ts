// The suite that runs inside the extension host; `tests/editors/vscode/host.mjs` starts it.

import { tests } from './run';
import './binary';
import './commands';
import './keys';
import './notify';
import './probe';
import './redhat';
import './specs';

export async function run(): Promise<void> {
  let failed = 0;
  for (const [name, test] of tests) {
    const begun = Date.now();
    try {
      await test();
      console.log(`TEST ok    ${name} (${Date.now() - begun} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`TEST FAILS ${name}\n${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  if (failed || !tests.length) {
    throw new Error(`${failed} of ${tests.length} fail`);
  }
}
