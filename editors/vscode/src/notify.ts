// What the extension says to its user. Names of files, settings, addresses and reasons are text that others wrote, and in a
// notification VS Code makes `[label](command:…)` a link that runs a command, and `$(name)` an icon. So this file alone shows
// notifications, and what it shows is text.

import { window } from 'vscode';

/** A text in which VS Code finds neither links nor icons, as one line of characters that can be seen. */
export function inert(text: string): string {
  return text
    .replace(/[\p{Zl}\p{Zp}\t\n\v\f\r\u0085]/gu, ' ')
    .replace(/[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu, '\ufffd')
    .replaceAll('](', '] (')
    .replaceAll('$(', '$ (');
}

export function information(message: string, ...answers: string[]): Thenable<string | undefined> {
  return window.showInformationMessage(inert(message), ...answers);
}

export function warning(message: string, ...answers: string[]): Thenable<string | undefined> {
  return window.showWarningMessage(inert(message), ...answers);
}

export function error(message: string, ...answers: string[]): Thenable<string | undefined> {
  return window.showErrorMessage(inert(message), ...answers);
}
