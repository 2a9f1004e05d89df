// A language server that is `immuta-ls` in everything but the dry run, which it does itself, in the way that the server
// and the extension have agreed on. It lets the extension's half be tested alone.
//
//   node stand-in.mjs IMMUTA_LS [ARGUMENTS OF IMMUTA_LS]

import { spawn, spawnSync } from 'node:child_process';

const [real, ...rest] = process.argv.slice(2);
if (rest.includes('--version')) {
  process.exit(spawnSync(real, rest, { stdio: 'inherit' }).status ?? 1);
}

const TITLE = 'Dry-run against tenant';
const KIND = 'source.immuta.dryRun';
const server = spawn(real, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
const texts = new Map();
const waiting = new Map();
let options = {};
let initialize;
let next = 0;

read(process.stdin, (message) => {
  const { id, method, params } = message;
  if (method === undefined && waiting.has(id)) {
    waiting.get(id)(message.result);
    waiting.delete(id);
  } else if (method === 'workspace/executeCommand') {
    void execute(params).then((result) => send(process.stdout, { id, result }));
  } else if (method === 'textDocument/codeLens') {
    const command = { title: TITLE, command: 'immuta.dryRun', arguments: [params.textDocument.uri, 0] };
    send(process.stdout, { id, result: isSpec(params.textDocument.uri) ? [{ range: span(0), command }] : [] });
  } else if (method === 'textDocument/codeAction') {
    actions.set(id, params.textDocument.uri);
    send(server.stdin, message);
  } else {
    if (method === 'initialize') {
      [initialize, options] = [id, params.initializationOptions ?? {}];
    }
    remember(method, params);
    send(server.stdin, message);
  }
});

/** Requests for code actions that the real server answers, and their documents. */
const actions = new Map();

read(server.stdout, (message) => {
  const { id, method, result } = message;
  if (method === undefined && id === initialize && result) {
    Object.assign(result.capabilities, {
      executeCommandProvider: { commands: ['immuta.dryRun', 'immuta.refreshTenant'] },
      codeLensProvider: {},
    });
    result.capabilities.codeActionProvider.codeActionKinds?.push(KIND);
    initialize = undefined;
  }
  if (method === undefined && actions.has(id)) {
    const uri = actions.get(id);
    actions.delete(id);
    if (isSpec(uri)) {
      const command = { title: TITLE, command: 'immuta.dryRun', arguments: [uri, 0] };
      message.result = [...(result ?? []), { title: TITLE, kind: KIND, command }];
    }
  }
  send(process.stdout, message);
});

server.on('exit', (code) => process.exit(code ?? 1));

async function execute({ command, arguments: [uri] = [] }) {
  if (command !== 'immuta.dryRun') {
    return null;
  }
  const url = options.tenant?.url;
  if (!options.trusted || !url) {
    return { outcome: 'not-sent', summary: 'there is no tenant to ask', tenant: null };
  }
  const host = new URL(url).host;
  const actions = [{ title: 'Dry-run' }];
  const agreed = await ask('window/showMessageRequest', { type: 3, message: `Dry-run this spec against ${host}? It is sent there.`, actions });
  if (!agreed) {
    return { outcome: 'not-sent', summary: 'nothing was sent', tenant: url };
  }
  await ask('window/workDoneProgress/create', { token: 'dry-run' });
  send(process.stdout, { method: '$/progress', params: { token: 'dry-run', value: { kind: 'begin', title: `Asking ${host}`, cancellable: true } } });
  const { apiKey } = await ask('immuta/credentials', { host: new URL(url).origin });
  const headers = { authorization: apiKey ?? '', 'content-type': 'text/plain' };
  const answer = await fetch(`${url}/api/v2/data?dryRun=true`, { method: 'POST', headers, body: texts.get(uri), redirect: 'manual' });
  const { message } = await answer.json();
  send(process.stdout, { method: '$/progress', params: { token: 'dry-run', value: { kind: 'end' } } });
  const diagnostics = [{ range: span(0), severity: 1, source: 'immuta (tenant)', message }];
  send(process.stdout, { method: 'textDocument/publishDiagnostics', params: { uri, diagnostics } });
  const markdown = `# Dry run\n\n**${host}** refuses this spec (${answer.status}):\n\n> ${message}\n`;
  send(process.stdout, { method: 'immuta/report', params: { title: 'Dry run', markdown } });
  return { outcome: 'refused', summary: `${host} refuses the spec: ${message}`, tenant: url };
}

function ask(method, params) {
  const id = `stand-in-${next++}`;
  send(process.stdout, { id, method, params });
  return new Promise((resolve) => waiting.set(id, resolve));
}

function remember(method, params) {
  if (method === 'textDocument/didOpen') {
    texts.set(params.textDocument.uri, params.textDocument.text);
  }
}

function isSpec(uri) {
  return texts.get(uri)?.includes('connectionKey') ?? false;
}

function span(line) {
  return { start: { line, character: 0 }, end: { line, character: 13 } };
}

function send(stream, message) {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  stream.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function read(stream, take) {
  let buffer = Buffer.alloc(0);
  stream.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      const length = end < 0 ? undefined : Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString())?.[1]);
      if (length === undefined || buffer.length < end + 4 + length) {
        return;
      }
      take(JSON.parse(buffer.subarray(end + 4, end + 4 + length).toString()));
      buffer = buffer.subarray(end + 4 + length);
    }
  });
}
