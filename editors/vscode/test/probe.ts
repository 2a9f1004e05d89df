import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tenantAt, whatIsWrong, wrongKey } from '../src/probe';
import { test } from './run';

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** Asks a tenant that answers like this. */
async function ask(answer: Answer, timeout = 10): Promise<{ problem: string | undefined; requests: http.IncomingMessage[] }> {
  const requests: http.IncomingMessage[] = [];
  const server = http.createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const signal = new AbortController().signal;
    const problem = await whatIsWrong({ origin, apiKey: 'the-key', timeout, caFile: '', signal });
    return { problem, requests };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function says(status: number, body: string, headers: http.OutgoingHttpHeaders = {}): Answer {
  return (_, response) => response.writeHead(status, headers).end(body);
}

test('a good key is asked about once', async () => {
  const { problem, requests } = await ask(says(200, '{"profile":{}}'));
  assert.equal(problem, undefined);
  assert.deepEqual(requests.map(({ method, url, headers }) => [method, url, headers.authorization]), [
    ['GET', '/bim/rpc/user/current', 'the-key'],
  ]);
});

test('what a tenant says against a key is told', async () => {
  assert.match((await ask(says(401, ''))).problem ?? '', /does not accept this key \(401\)/);
  assert.match((await ask(says(500, 'oops'))).problem ?? '', /answers with 500/);
  assert.match((await ask(says(200, '<html>'))).problem ?? '', /not answer like an Immuta tenant/);
});

test('a key is not sent on', async () => {
  const { problem, requests } = await ask(says(302, '', { location: 'https://other.example.com/login?next=x' }));
  assert.match(problem ?? '', /to other\.example\.com \(302\)/);
  assert.equal(requests.length, 1);
});

test('an answer without end, and none at all, come to an end', async () => {
  const endless: Answer = (_, response) => {
    const more = (): boolean => response.write('x'.repeat(65536));
    response.on('drain', () => setImmediate(more));
    while (more());
  };
  await assert.rejects(ask(endless), { message: /has no end/ });
  await assert.rejects(ask(() => undefined, 0.2));
});

test("a tenant with a certificate of one's own is trusted only with its file", async () => {
  const file = process.env['TEST_CERTIFICATE'] ?? '';
  const options = { cert: readFileSync(file), key: readFileSync(process.env['TEST_PRIVATE_KEY'] ?? '') };
  const server = https.createServer(options, says(200, '{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  const probe = { origin, apiKey: 'the-key', timeout: 10, signal: new AbortController().signal };
  try {
    assert.equal(await whatIsWrong({ ...probe, caFile: file }), undefined);
    await assert.rejects(whatIsWrong({ ...probe, caFile: '' }), { message: /certificate/ });
    await assert.rejects(whatIsWrong({ ...probe, caFile: `${file}.not` }), { message: /ENOENT/ });
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test('addresses and keys that cannot be right are told apart while they are typed', () => {
  for (const [address, origin] of [
    ['https://tenant.example.com', 'https://tenant.example.com'],
    [' https://Tenant.example.com:443/ ', 'https://tenant.example.com'],
    ['tenant.example.com:8443', 'https://tenant.example.com:8443'],
    ['http://127.0.0.1:1', 'http://127.0.0.1:1'],
    ['http://localhost', 'http://localhost'],
    ['http://[::1]:2', 'http://[::1]:2'],
  ] as const) {
    assert.deepEqual(tenantAt(address), { origin }, address);
  }
  for (const [address, why] of [
    ['', /no address/],
    ['http://tenant.example.com', /clear text/],
    ['http://127.0.0.1.example.com', /clear text/],
    ['ftp://tenant.example.com', /begins with https/],
    ['https://me:secret@tenant.example.com', /Leave out the name/],
    ['https://tenant.example.com/console', /behind the host: https:\/\/tenant\.example\.com$/],
    ['https://tenant.example.com?x=1', /behind the host/],
  ] as const) {
    const found = tenantAt(address);
    assert.match('wrong' in found ? found.wrong : '', why, address);
  }
  assert.equal(wrongKey(' abc123 '), undefined);
  for (const bad of ['', '  ', 'a b', 'a\nb', 'schlüssel']) {
    assert.ok(wrongKey(bad), bad);
  }
});
