// Which documents are specs. The server decides, and is silent where this is wrong; but somebody has to know before there
// is a server, so that it is started only where there are specs. What makes a document one comes from the catalog:
// `catalog.json` is written by `tests/docs.rs`.

import catalog from './catalog.json';

/** A kind of spec, as the catalog has it. */
export type Kind = (typeof catalog)[number];

export const kinds: readonly Kind[] = catalog;

const DIRECTIVE = /#\s*immuta-ls:\s*(?:kind=(\w+)|(ignore-file))/;

/** How much evidence it takes, and what a key that a kind does not have takes away: as in the server. */
const ENOUGH = 10;
const STRANGE = 2;

/** Keys of which a spec has at least one: where none occurs there is no need to look closer. */
const PROMISING = new RegExp(
  [
    'immuta-ls:',
    ...kinds.flatMap((kind) =>
      kind.detect.filter(({ value, weight }) => value === null && weight >= 5).map(({ path }) => path[0]),
    ),
  ].join('|'),
  'i',
);

/** The kinds of the specs in a text, in their order, each once. */
export function kindsOf(text: string): Kind[] {
  if (!PROMISING.test(text)) {
    return [];
  }
  const found = new Set<Kind>();
  for (const document of text.split(/^---(?=\s|$)/m)) {
    const kind = kindOf(document);
    if (kind) {
      found.add(kind);
    }
  }
  return [...found];
}

function kindOf(document: string): Kind | undefined {
  const head = /^(?:[ \t]*(?:#.*)?\r?\n)*(?:[ \t]*#.*)?/.exec(document)?.[0] ?? '';
  const said = DIRECTIVE.exec(head);
  if (said?.[2]) {
    return undefined;
  }
  const named = kinds.find((kind) => kind.name === said?.[1]);
  if (named) {
    return named;
  }
  const body = document.slice(head.length);
  const entries = /^\s*\{/.test(body) ? entriesInBrackets(body) : entriesOfBlock(body);
  const weighed = kinds.map((kind) => ({ kind, weight: weightOf(kind, entries) }));
  return weighed.filter(({ weight }) => weight >= ENOUGH).sort((a, b) => b.weight - a.weight)[0]?.kind;
}

/** The first two levels of keys, each as its path, with the text of the value where it is a plain one. */
type Entries = Map<string, string>;

function weightOf(kind: Kind, entries: Entries): number {
  const lower = new Map([...entries].map(([key, value]) => [key.toLowerCase(), value.toLowerCase()]));
  const found = kind.detect.filter(({ path, value }) => {
    const text = lower.get(path.join('/').toLowerCase());
    return text !== undefined && (value === null || text === value.toLowerCase());
  });
  const roots = [...lower.keys()].filter((key) => !key.includes('/'));
  const strange = roots.filter((key) => !kind.fields.includes(key));
  return found.reduce((sum, { weight }) => sum + weight, 0) - STRANGE * strange.length;
}

const LINE = /^([ \t]*(?:- +)?)(["']?)([^\s"'#:{}[\],-][^"'#:]*)\2[ \t]*:(?:[ \t]+(.*))?$/;

function entriesOfBlock(text: string): Entries {
  const entries: Entries = new Map();
  let root: string | undefined;
  let deeper: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, start = '', , key, value = ''] = LINE.exec(line) ?? [];
    const indent = start.replace('-', ' ');
    if (key === undefined) {
      continue;
    }
    if (!indent) {
      entries.set(key, plain(value));
      [root, deeper] = [key, undefined];
      if (/^\{/.test(value)) {
        entriesInBrackets(value).forEach((inner, name) => entries.set(`${key}/${name}`, inner));
      }
    } else if (root !== undefined && (deeper ??= indent) === indent) {
      entries.set(`${root}/${key}`, plain(value));
    }
  }
  return entries;
}

/** The text of a value, without quotes and without a comment behind it. */
function plain(value: string): string {
  const quoted = /^(["'])(.*?)\1/.exec(value);
  return quoted?.[2] ?? value.replace(/\s+#.*$/, '').trim();
}

function entriesInBrackets(text: string): Entries {
  const entries: Entries = new Map();
  const token = /"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|[{}[\],:]|[^\s{}[\],:"']+/g;
  const path: string[] = [];
  let depth = 0;
  let last = '';
  let key: string | undefined;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const word = match[0];
    if (word === '{' || word === '[') {
      if (key !== undefined && depth === 1) {
        path[0] = key;
      }
      depth += 1;
      key = undefined;
    } else if (word === '}' || word === ']') {
      depth -= 1;
      if (depth === 0) {
        break;
      }
    } else if (word === ':') {
      key = last;
      const at = depth === 1 ? key : `${path[0] ?? ''}/${key}`;
      if (depth === 1 || depth === 2) {
        entries.set(at, '');
      }
    } else if (word === ',') {
      key = undefined;
    } else {
      last = match[1] ?? match[2] ?? word;
      if (key !== undefined && (depth === 1 || depth === 2)) {
        entries.set(depth === 1 ? key : `${path[0] ?? ''}/${key}`, last);
      }
    }
  }
  return entries;
}
