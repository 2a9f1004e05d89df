// The extension as a user meets it: the package is installed into a VS Code that has nothing else, and one window goes
// from a folder that is not trusted to a dry run and back to an installation that lacks its server.
//
//   node workbench.mjs --vsix FILE --vscode FOLDER --chromium FILE --tenant URL --key KEY
//
// The tenant is the sandbox.

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import assert from 'node:assert/strict';
import path from 'node:path';
import { Editor } from './editor.mjs';
import { Tenant } from './tenant.mjs';
import { VSCode, commandLine, root, sandbox, until } from './vscode.mjs';
import { placeholders, prepareWorkspace } from './workspace.mjs';

const options = commandLine(['tenant', 'key']);
const folder = sandbox();
const workspace = path.join(folder, 'specs');
const pictures = process.env.UPDATE_PICTURES ? path.join(root, 'editors/vscode/media') : path.join(root, '.tools/pictures');
const PICTURES = ['completion', 'problems', 'sign-in', 'dry-run'];

const tenant = new Tenant(options.tenant);
await tenant.listen();
const localhost = tenant.url.replace('127.0.0.1', 'localhost');
mkdirSync(pictures, { recursive: true });
prepareWorkspace(workspace, path.join(folder, 'taken-over'));

const vscode = new VSCode(options, folder);
vscode.environment = placeholders(workspace);
vscode.installYamlExtension();
const started = Date.now();
vscode.install(options.vsix);
console.log(`installed in ${seconds(started)}`);
vscode.settings = {
  ...vscode.settings,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.untrustedFiles': 'open',
  // What is in the folder to do harm is not for the pictures.
  'files.exclude': { '**/.vscode': true, '**/immuta-ls': true },
};
// A tenant is chosen and reachable: what is asked of it is counted.
vscode.machineSettings = { 'immuta.tenant.url': tenant.url };

let editor;
let failed = 0;
try {
  await vscode.start();
  await vscode.browse();
  editor = new Editor(vscode.page);
  const opened = Date.now();
  await vscode.open(workspace);
  await vscode.page.waitForSelector('.explorer-folders-view .monaco-list-row');
  console.log(`the workbench is up in ${seconds(opened)}`);
  for (const [name, scenario] of Object.entries(scenarios())) {
    const begun = Date.now();
    try {
      await scenario();
      console.log(`ok    ${name} (${seconds(begun)})`);
    } catch (error) {
      failed += 1;
      console.log(`FAILS ${name} (${seconds(begun)})\n${error.stack}`);
      await vscode.page.screenshot({ path: path.join(root, '.tools', `failed-${failed}.png`) });
      await editor.press('Escape', 'Escape');
      await editor.command('View: Close All Editors').catch(() => {});
    }
  }
  for (const name of failed ? [] : PICTURES) {
    const file = path.join(root, 'editors/vscode/media', `${name}.png`);
    assert.ok(existsSync(file) && statSync(file).size > 10_000, `the picture ${file} is not there: UPDATE_PICTURES=1 makes it`);
  }
} finally {
  await vscode.stop();
  tenant.close();
}
process.exitCode = failed ? 1 : 0;

function scenarios() {
  const { page } = vscode;
  return {
    async 'in an empty file there are the templates, and no server for it'() {
      await editor.open('empty.yaml');
      await editor.press('Control+Space');
      const row = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'Athena' }).first();
      await editor.type('athena');
      await row.waitFor();
      assert.deepEqual(processes('immuta-ls'), [], 'the server runs');
      await editor.press('Escape');
      await editor.command('View: Revert and Close Editor');
    },

    async 'Restricted Mode: specs are checked, and no request is made'() {
      const opened = Date.now();
      await editor.open('broken.data.yaml');
      await editor.squiggles().first().waitFor();
      console.log(`      the first finding is there ${seconds(opened)} after the file was asked for, the start of the server included`);
      assert.match((await editor.status()).text, /^Immuta: data · restricted$/);
      for (const title of ['Immuta: Dry-run This File Against Tenant', 'Immuta: Sign In to Tenant', 'Immuta: Refresh Tenant Names']) {
        assert.equal(await editor.offers(title), false, `${title} is offered`);
      }
      assert.equal(await editor.offers('Immuta: Show Log'), true);
      // What the folder says about the server and the tenant is not followed.
      assert.ok(!existsSync(path.join(folder, 'taken-over')), 'the folder has its own program started');
      assert.deepEqual(tenant.requests, []);
    },

    async 'the YAML extension by Red Hat is told to leave specs alone, once that is agreed to'() {
      const setting = 'yaml.disableSchemaDetection';
      assert.equal(vscode.settings[setting], undefined);
      await editor.respond('guesses a schema', 'Leave Specs Alone');
      await editor.said('Added to yaml');
      assert.ok(vscode.settings[setting].includes('**/*.data.yaml'), vscode.settings[setting]);
      await editor.dismissMessages();
    },

    async 'trust is given'() {
      await editor.command('Workspaces: Manage Workspace Trust');
      await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).first().click();
      await page.getByText('You trust this folder').waitFor();
      await editor.closeAll();
      await editor.open('broken.data.yaml');
      await editor.statusIs(/^Immuta: data · 127\.0\.0\.1:\d+ \(not signed in\)$/);
      assert.equal(await editor.offers('Immuta: Sign In to Tenant'), true);
      assert.ok(!existsSync(path.join(folder, 'taken-over')), 'the folder has its own program started');
    },

    async 'findings are underlined and in the Problems panel'() {
      await editor.squiggles().first().waitFor();
      await editor.lens().waitFor();
      const row = await editor.problem('quoted-scalar');
      assert.match(row, /`"443"` is a string\. Remove the quotes\. ?immuta ?\(?quoted-scalar\)? \[Ln 8, Col 9\]/);
      await picture('problems');
      await editor.hidePanel();
    },

    async 'a finding is explained where the mouse is, and mended'() {
      await editor.open('broken.data.yaml');
      await editor.goTo(8, 10);
      await editor.command('Show or Focus Hover');
      const hover = page.locator('.monaco-hover:visible').first();
      await hover.waitFor();
      await until('the hover tells of the field and the finding', async () => {
        const text = await hover.innerText();
        return /quoted-scalar/.test(text) && /port/i.test(text);
      });
      await editor.press('Escape');
      await editor.goTo(8, 10);
      await editor.action('Remove the quotes');
      await until('the file is changed', async () => (await editor.lines()).includes('  port: 443'));
      await editor.save();
      assert.match(read('broken.data.yaml'), /^ {2}port: 443$/m);
      await editor.noProblem('quoted-scalar');
      await editor.hidePanel();
      await editor.closeAll();
    },

    async 'a completion is accepted, and the buffer is right'() {
      await editor.open('orders.data.yaml');
      await editor.command('View: Toggle Primary Side Bar Visibility');
      await editor.goTo(4);
      await editor.press('Enter');
      const menu = page.locator('.suggest-widget.visible');
      await editor.press('Control+Space');
      await menu.locator('.monaco-list-row', { hasText: 'authenticationMethod' }).first().waitFor();
      if (!(await page.locator('.suggest-details-container').isVisible())) {
        await editor.press('Control+Space');
      }
      await page.locator('.suggest-details-container').waitFor();
      await picture('completion');
      await editor.type('ware');
      await until('only what is typed is offered', async () => (await menu.locator('.monaco-list-row').count()) === 1);
      await editor.press('Enter');
      await editor.type('SALES_WH');
      await editor.press('Escape');
      await editor.save();
      assert.equal(read('orders.data.yaml'), 'connectionKey: sales-orders\nconnection:\n  handler: Snowflake\n  hostname: account.example.com\n  warehouse: SALES_WH');
      await editor.closeAll();
    },

    async 'in an empty file the server offers the templates, and it alone'() {
      await editor.open('empty.yaml');
      await editor.type('Athena');
      await editor.press('Control+Space');
      const rows = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'Amazon Athena data sources (access key)' });
      await rows.first().waitFor();
      assert.equal(await rows.count(), 1);
      await editor.press('Escape');
      await editor.command('View: Revert and Close Editor');
    },

    async 'what is no spec gets nothing'() {
      await editor.open('deployment.yaml');
      await editor.goTo(1);
      await editor.type('co');
      await editor.press('Control+Space');
      await page.getByText('No suggestions').first().waitFor();
      await editor.press('Escape');
      assert.equal(await page.locator('.statusbar-item[id*="immuta.status"]:visible').count(), 0);
      assert.equal(await editor.squiggles().count(), 0);
      await editor.command('View: Revert and Close Editor');
    },

    async 'a new spec comes from a template'() {
      await editor.command('Immuta: New Spec from Template');
      await editor.choose('New Spec from Template', 'Databricks data sources (access token)');
      await page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
      await until('the template is in the editor', async () => (await editor.lines()).includes('connectionKey: databricks-sales'));
      await editor.type('marketing');
      await until('its first place is filled in', async () => (await editor.lines()).includes('connectionKey: marketing'));
      await editor.statusIs(/^Immuta: data/);
      await editor.press('Escape');
      await editor.command('View: Revert and Close Editor');
    },

    async 'a wrong key is not stored'() {
      await editor.open('web.data.yaml');
      await editor.lens().waitFor();
      assert.deepEqual(tenant.requests, [], 'something is asked without a key');
      await editor.command('Immuta: Sign In to Tenant');
      await editor.answer('(1 of 2)', 'http://tenant.example.com');
      await page.locator('.quick-input-widget', { hasText: 'clear text' }).waitFor();
      await picture('sign-in', async () => {
        await editor.press('Control+a');
        await editor.type('https://tenant.example.com');
        await page.locator('.quick-input-widget', { hasText: 'clear text' }).waitFor({ state: 'hidden' }).catch(() => {});
      });
      await editor.answer('(1 of 2)', tenant.url);
      const box = await editor.answer('(2 of 2)', 'not-the-key');
      assert.equal(await box.locator('input').getAttribute('type'), 'password');
      const said = await editor.said('Not signed in');
      assert.match(said, /does not accept this key \(401\)/);
      await editor.dismissMessages();
      assert.match((await editor.status()).text, /not signed in/);
    },

    async 'a server that dies comes back'() {
      const [[id], ...more] = processes('immuta-ls');
      assert.deepEqual(more, [], 'there is more than one');
      process.kill(id, 'SIGKILL');
      await until('it runs again', () => processes('immuta-ls').some(([other]) => other !== id));
      await editor.open('broken.data.yaml');
      await editor.squiggles().first().waitFor();
      await editor.statusIs(/not signed in\)$/);
      await editor.closeAll();
    },

    async 'a good key is tested and stored'() {
      await editor.open('web.data.yaml');
      await editor.command('Immuta: Sign In to Tenant');
      // By another name: a key is for the name that it was entered for.
      await editor.answer('(1 of 2)', `${localhost}/`);
      await editor.answer('(2 of 2)', options.key);
      await editor.said('Signed in to localhost');
      const asked = tenant.asked('/bim/rpc/user/current');
      assert.deepEqual(asked.map(({ method, key }) => [method, key]), [['GET', 'not-the-key'], ['GET', options.key]]);
      await editor.dismissMessages();
      const { label } = await editor.statusIs(/^Immuta: data · localhost:\d+$/);
      assert.equal(vscode.machineSettings['immuta.tenant.url'], localhost);
      assert.match(label, /Tenant: .*, signed in/);
      assert.deepEqual(filesWith(options.key), [], 'the key is in a file');
    },

    async 'names that exist on the tenant are known, until a setting says no'() {
      const told = 'Did you mean `Sensitivity.High`?';
      await editor.open('refused.data.yaml');
      await editor.lens().waitFor();
      assert.match(await editor.problem(told), /Unknown tag .* on localhost:\d+.*unknown-name/);
      vscode.machineSettings = { ...vscode.machineSettings, 'immuta.tenant.liveNames': false };
      await editor.noProblem(told);
      vscode.machineSettings = { ...vscode.machineSettings, 'immuta.tenant.liveNames': true };
      await editor.problem(told);
      await editor.hidePanel();
      const before = tenant.asked('/tag').length;
      assert.ok(before > 0);
      await editor.command('Immuta: Refresh Tenant Names');
      await until('the tags are asked for anew', () => tenant.asked('/tag').length > before);
      await editor.dismissMessages();
      await editor.closeAll();
    },

    async 'a tag that only the tenant knows is completed'() {
      await editor.open('tags.data.yaml');
      await editor.goTo(6);
      await editor.type('Quality.R');
      const row = page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'Quality.Raw' });
      await until('the tag is offered', async () => {
        await editor.press('Control+Space');
        return row.waitFor({ timeout: 2000 }).then(() => true, () => editor.press('Escape'));
      });
      await editor.press('Enter');
      await until('the tag is there', async () => (await editor.lines()).includes('    - Quality.Raw'));
      await editor.command('View: Revert and Close Editor');
    },

    async 'a dry run goes from the light bulb to the report'() {
      await editor.open('snowflake-key-pair.data.yaml');
      await editor.goTo(3, 1);
      await editor.action('Dry-run against tenant');
      assert.equal(tenant.asked('/api/v2/').length, 0, 'the spec is sent before it is agreed to');
      await editor.respond(localhost, 'Send');
      await page.locator('.tab', { hasText: 'Dry run' }).waitFor();
      const report = page.frameLocator('iframe.webview.ready').frameLocator('iframe').locator('body');
      await report.getByText('monthly revenue').first().waitFor();
      assert.equal(await page.locator('.editor-group-container.active .tab.active', { hasText: 'snowflake-key-pair' }).count(), 1);
      const [request] = tenant.asked('/api/v2/data');
      assert.match(request.path, /dryRun=true/);
      assert.equal(request.key, options.key);
      await editor.said('REMOVES');
      await editor.dismissMessages();
      const { label } = await editor.statusIs(/accepted$/);
      assert.match(label, /Last dry run, .*REMOVES/);
      await picture('dry-run');
      await editor.closeAll();
    },

    async 'what the tenant refuses is a finding'() {
      await editor.open('refused.data.yaml');
      await editor.lens().click();
      const row = await editor.problem('immuta (tenant)');
      assert.match(row, /Sensitivity\.Hihg/);
      await editor.statusIs(/refused$/);
      assert.equal(tenant.asked('/api/v2/data').length, 2, 'it is asked once more whether to send');
      await editor.dismissMessages();
      await editor.hidePanel();
      await editor.closeAll();
    },

    async 'a folder is dry-run as a whole'() {
      await editor.open('web.data.yaml');
      await editor.command('Immuta: Dry-run This File Against Tenant');
      await page.locator('.tab', { hasText: 'Dry run: web.data.yaml' }).waitFor();
      await editor.dismissMessages();
      await editor.command('Immuta: Dry-run Folder Against Tenant');
      await editor.respond('specs have errors', 'Skip those');
      await page.locator('.tab', { hasText: 'specs' }).waitFor();
      assert.equal(await page.locator('.editor-group-container').count(), 2, 'the report is in a column of its own');
      const { text } = await editor.statusIs(/(accepted|refused|not sent)$/);
      assert.ok(tenant.asked('/api/v2/').length > 6, `${tenant.asked('/api/v2/').length} requests; ${text}`);
      await editor.dismissMessages();
      await editor.closeAll();
    },

    async 'signing out deletes the key'() {
      await editor.open('web.data.yaml');
      await editor.command('Immuta: Sign Out of Tenant');
      await editor.said('Signed out of');
      await editor.dismissMessages();
      await editor.statusIs(/not signed in/);
      await editor.command('Immuta: Sign Out of Tenant');
      await editor.said('not signed in to any tenant');
      await editor.dismissMessages();
    },

    async 'the walkthrough has four steps, with their pictures'() {
      await editor.command('Welcome: Open Walkthrough...');
      await editor.choose('', 'Start with Immuta specs');
      const steps = page.locator('.getting-started-step');
      await steps.first().waitFor();
      assert.equal(await steps.count(), 4);
      for (const title of ['Open a spec, or begin one', 'See what is wrong, and mend it', 'Sign in to your tenant', 'Dry-run it']) {
        await steps.filter({ hasText: title }).first().click();
        const picture = page.locator('.getting-started-media img').first();
        await until(`the picture of ${title}`, () => picture.evaluate((image) => image.naturalWidth > 0).catch(() => false));
      }
      await editor.closeAll();
    },

    async 'without its server the extension says so, and what to do'() {
      const [installed] = readdirSync(vscode.extensions).filter((name) => name.startsWith('immuta-ls.'));
      rmSync(path.join(vscode.extensions, installed, 'server'), { recursive: true });
      vscode.machineSettings = {};
      await page.reload();
      await page.waitForSelector('.monaco-workbench');
      await editor.open('web.data.yaml');
      const said = await editor.said('There is no `immuta-ls`');
      assert.match(said, /none inside the extension .* none on the search path/s);
      assert.match(said, /Install the extension for this platform/);
      assert.match(said, /Open Setting/);
      await editor.statusIs(/server not running/);
      assert.equal(await editor.message('guesses a schema').count(), 0, 'it is asked again');
    },
  };

  /** Takes a picture for the README and the walkthrough. */
  async function picture(name, prepare) {
    await prepare?.();
    await page.mouse.move(2, 718);
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled', caret: 'initial' });
  }
}

/** The programs of this name that run out of the extension, each with its number. */
function processes(name) {
  const commands = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => {
      try {
        return [Number(entry), readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0')[0]];
      } catch {
        return [0, '']; // it ended meanwhile
      }
    });
  return commands.filter(([, command]) => command.startsWith(folder) && path.basename(command) === name);
}

function read(name) {
  return readFileSync(path.join(workspace, name), 'utf8');
}

/** The files of VS Code and of the workspace that a text is in. */
function filesWith(text) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/extensions'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
