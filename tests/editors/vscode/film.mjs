// A film of the editor: pictures of its page, one after the other, as an animated PNG.

import { createRequire } from 'node:module';
import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { root } from './vscode.mjs';

/** As many as a palette has: text looks the same, and the file is a fraction of the size. */
const COLOURS = 256;

export class Film {
  #pictures = [];

  constructor(page) {
    this.page = page;
  }

  /** Takes a picture of what is there now, to be seen for some time. */
  async take(milliseconds) {
    await this.page.waitForTimeout(300);
    const png = await this.page.screenshot({ animations: 'disabled', caret: 'initial' });
    this.#pictures.push({ png, milliseconds });
  }

  /** Writes the film, and says how many bytes it has. */
  write(file) {
    const UPNG = createRequire(path.join(root, 'editors/vscode/package.json'))('upng-js');
    const decoded = this.#pictures.map(({ png }) => UPNG.decode(png));
    const [{ width, height }] = decoded;
    const times = this.#pictures.map(({ milliseconds }) => milliseconds);
    const film = UPNG.encode(decoded.map((picture) => UPNG.toRGBA8(picture)[0]), width, height, COLOURS, times);
    writeFileSync(file, Buffer.from(film));
    return film.byteLength;
  }
}
