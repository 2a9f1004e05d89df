// What a user does in VS Code, and sees.

import { PATIENCE, until } from './vscode.mjs';

function oneLine(text) {
  return text.replace(/[\s\u00a0]+/g, ' ').trim();
}

export class Editor {
  constructor(page) {
    this.page = page;
  }

  press(...keys) {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  type(text) {
    return this.page.keyboard.type(text, { delay: 15 });
  }

  /** Opens a file of the folder, by its name. */
  async open(name) {
    await this.#quickPick('Control+p', name, name);
    await this.page.locator('.tab.active', { hasText: name }).first().waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** Runs a command by its title in the command palette. */
  async command(title) {
    await this.#quickPick('F1', `>${title}`, title);
  }

  /** Whether the command palette offers a command. */
  async offers(title) {
    await this.#quickInput('F1', `>${title}`);
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    const found = await rows.filter({ hasText: title }).count();
    await this.press('Escape');
    return found > 0;
  }

  /** Answers an input box that asks for something. */
  async answer(title, text) {
    const box = this.page.locator('.quick-input-widget', { hasText: title });
    await box.waitFor();
    await this.press('Control+a');
    await this.type(text);
    await this.press('Enter');
    return box;
  }

  /** Chooses from a list that is open, by a part of what an item says. */
  async choose(title, text) {
    await this.page.locator('.quick-input-widget', { hasText: title }).waitFor();
    await this.type(text);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
  }

  /** Has a list opened by a key, fills its box, and takes what is offered first once that is the one. */
  #quickPick(key, text, label) {
    const first = this.page.locator('.quick-input-list .monaco-list-row.focused[data-index="0"]');
    return until(`${key} offers ${label}`, async () => {
      await this.#quickInput(key, text);
      // A list is filled bit by bit, and it is gone if something else takes the focus.
      const says = async () => oneLine(await first.innerText({ timeout: 500 }).catch(() => '')).startsWith(label);
      const offered = await until(label, says, 5000).catch(() => false);
      await this.press(offered ? 'Enter' : 'Escape');
      return offered;
    });
  }

  /** Has a box for input opened by a key, and fills it. */
  #quickInput(key, text) {
    const box = this.page.locator('.quick-input-widget input:focus');
    return until(`${key} opens a box`, async () => {
      await this.press(key);
      return box.fill(text, { timeout: 2000 }).then(
        () => true,
        () => this.press('Escape'),
      );
    });
  }

  /** Chooses an action of the light bulb's menu at the cursor. */
  async action(title) {
    const row = this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    await until(`the light bulb offers ${title}`, async () => {
      await this.press('Control+.');
      const shown = await row.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
      await (shown ? row.click() : this.press('Escape'));
      return shown;
    });
  }

  /** Goes behind the end of a line, which counts from 1. */
  async goTo(line, column) {
    await this.#quickInput('Control+g', `:${line}${column ? `:${column}` : ''}`);
    await this.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    if (!column) {
      await this.press('End');
    }
  }

  /** The text that the editor shows of the document, lines as they are drawn. */
  async lines() {
    const lines = await this.page.locator('.editor-instance .view-line').evaluateAll((all) =>
      all
        .map((line) => [Number.parseFloat(line.style.top), line.textContent.replaceAll('\u00a0', ' ')])
        .sort(([a], [b]) => a - b)
        .map(([, text]) => text),
    );
    return lines;
  }

  async save() {
    await this.press('Control+s');
    await until('the file is saved', async () => (await this.page.locator('.tab.active.dirty').count()) === 0);
  }

  async closeAll() {
    await this.press('Escape');
    await this.command('View: Close All Editors');
    await until('no editor is open', async () => (await this.page.locator('.tab').count()) === 0);
  }

  squiggles(severity = 'error') {
    return this.page.locator(`.editor-instance .squiggly-${severity}`);
  }

  /** The offer of a dry run above a spec. VS Code makes it while the text has the focus, and not without. */
  lens() {
    return this.page.locator('.codelens-decoration a', { hasText: 'Dry-run against tenant' }).first();
  }

  /** The row of the Problems panel that says this, once there is one. */
  async problem(text) {
    const row = this.page.locator('.markers-panel .monaco-list-row', { hasText: text }).first();
    await this.#showProblems();
    await row.waitFor();
    return oneLine(await row.innerText());
  }

  /** Waits until no row of the Problems panel says this. */
  async noProblem(text) {
    await this.#showProblems();
    await until(`no problem says ${text}`, async () => {
      const panel = await this.page.locator('.markers-panel').innerText();
      return panel.trim() && !panel.includes(text);
    });
  }

  async #showProblems() {
    if (!(await this.page.locator('.markers-panel').isVisible())) {
      await this.press('Control+Shift+m');
    }
  }

  hidePanel() {
    return this.command('View: Hide Panel');
  }

  /** A message that pops up, by a part of it. */
  message(text) {
    return this.page.locator('.notifications-toasts .notification-list-item, .monaco-dialog-box').filter({ hasText: text }).first();
  }

  async said(text) {
    const message = this.message(text);
    await message.waitFor();
    return oneLine(await message.innerText());
  }

  /** Presses a button of a message; the first if it has no name here. */
  async respond(text, button) {
    const message = this.message(text);
    await message.waitFor();
    await message.hover();
    const buttons = message.locator('.monaco-button:not(.monaco-dropdown-button)');
    await (button ? buttons.filter({ hasText: button }) : buttons).first().click();
    await message.waitFor({ state: 'hidden' });
  }

  async dismissMessages() {
    await this.command('Notifications: Clear All Notifications');
  }

  /** Our entry in the status bar, in text and as it is read out. */
  async status() {
    const item = this.page.locator('.statusbar-item[id*="immuta.status"]');
    await item.waitFor({ timeout: PATIENCE });
    return { text: (await item.innerText()).trim(), label: (await item.locator('a').getAttribute('aria-label')) ?? '' };
  }

  statusIs(pattern) {
    return until(`the status bar says ${pattern}`, async () => {
      const status = await this.status();
      return pattern.test(status.text) ? status : undefined;
    });
  }
}
