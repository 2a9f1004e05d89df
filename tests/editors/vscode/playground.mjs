// The playground as somebody new meets it, from the address that it prints to the report of a dry run. On the way the film
// for the README and the walkthrough is made.
//
//   node playground.mjs --url URL --chromium FILE --film FILE

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Editor } from './editor.mjs';
import { Film } from './film.mjs';
import { browse, root, until } from './vscode.mjs';

/** A film that is larger makes whoever reads the README wait. */
const LIMIT = 1024 * 1024;

const { values } = parseArgs({ options: { url: { type: 'string' }, chromium: { type: 'string' }, film: { type: 'string' } } });
const folder = mkdtempSync(path.join(os.tmpdir(), 'immuta-browser-'));
const page = await browse(values.chromium, folder, { width: 1000, height: 600 });
const editor = new Editor(page);
const film = new Film(page);
try {
  await itIsOpenedByItsAddressAlone();
  await aMistakeIsExplainedAndMended();
  await tagsOfTheTenantAreCompleted();
  await aDryRunGoesFromTheLensToTheReport();
  mkdirSync(path.dirname(values.film), { recursive: true });
  const size = film.write(values.film);
  assert.ok(size < LIMIT, `the film has ${size} bytes, and may have ${LIMIT}`);
  console.log(`the film has ${Math.round(size / 1024)} KB`);
} catch (error) {
  await page.screenshot({ path: path.join(root, '.tools/failed-playground.png') });
  throw error;
} finally {
  await page.context().close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

async function itIsOpenedByItsAddressAlone() {
  const address = new URL(values.url);
  const without = await page.goto(address.origin);
  assert.equal(without.status(), 403, 'it is open to whoever is on this machine');
  await page.goto(address.href);
  const tour = page.frameLocator('iframe.webview.ready').frameLocator('iframe').locator('body');
  await tour.getByText('seven mistakes').waitFor();
  await tour.getByRole('link', { name: 'broken.data.yaml' }).waitFor();
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'broken.data.yaml' }).click();
}

async function aMistakeIsExplainedAndMended() {
  await editor.squiggles().first().waitFor();
  // It has the tenant and the key of its surroundings.
  const { label } = await editor.statusIs(/^Immuta: data · 127\.0\.0\.1:\d+$/);
  assert.match(label, /its key is in the environment/);
  await film.take(2000);
  await editor.press('Control+b');
  await page.locator('.view-line span', { hasText: '443' }).last().hover();
  const hover = page.locator('.monaco-hover:visible').first();
  await until('the hover tells of the mistake', async () => /is a string/.test(await hover.innerText().catch(() => '')));
  await film.take(3000);
  await editor.goTo(8, 10);
  await page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
  const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Remove the quotes' }).first();
  await until('the light bulb offers the fix', async () => {
    await editor.press('Control+.');
    return fix.waitFor({ timeout: 2000 }).then(() => true, () => editor.press('Escape'));
  });
  await film.take(2000);
  await fix.click();
  await until('the mistake is mended', async () => (await editor.lines()).includes('  port: 443'));
  await editor.save();
  await film.take(1500);
}

async function tagsOfTheTenantAreCompleted() {
  await editor.open('snowflake-key-pair.data.yaml');
  await editor.goTo(29);
  await editor.press('Enter');
  await editor.type('- PI');
  const email = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'PII.Email' });
  await email.first().waitFor();
  await film.take(2500);
  await editor.press('ArrowDown');
  await editor.press('Enter');
  await until('the tag is there', async () => (await editor.lines()).some((line) => /^ {4}- PII/.test(line)));
  await editor.save();
  await film.take(1500);
}

async function aDryRunGoesFromTheLensToTheReport() {
  await editor.goTo(3, 1);
  await editor.lens().click();
  await editor.message('127.0.0.1').waitFor();
  await film.take(2500);
  await editor.respond('127.0.0.1', 'Send');
  const report = page.frameLocator('iframe.webview.ready').frameLocator('iframe').locator('body');
  await report.getByText('monthly revenue').first().waitFor();
  await editor.said('REMOVES');
  await editor.dismissMessages();
  await film.take(5000);
}
