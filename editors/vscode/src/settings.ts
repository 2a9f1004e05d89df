// The settings of the extension. A file of settings may hold anything in the place of anything, `null` not least; what is of
// another type than it should be counts as not set.

import { workspace } from 'vscode';

/** A setting that is a text, without white space around it; empty if it is not set. */
export function text(name: string): string {
  const value: unknown = workspace.getConfiguration('immuta').get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** A setting that is a number above zero. */
export function positive(name: string, otherwise: number): number {
  const value: unknown = workspace.getConfiguration('immuta').get(name);
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : otherwise;
}

/** The globs of files that are specs whatever they look like. */
export function globsOfKinds(): string[] {
  const kinds: unknown = workspace.getConfiguration('immuta').get('files.kinds');
  return typeof kinds === 'object' && kinds !== null ? Object.values(kinds).flatMap(texts) : [];
}

/** A text, or a list of texts, as a list. */
export function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}
