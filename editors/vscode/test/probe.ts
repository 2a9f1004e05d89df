import * as assert from 'node:assert/strict';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { whatIsWrong, wrongAddress, wrongKey } from '../src/probe';
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
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`);
  try {
    const signal = new AbortController().signal;
    const problem = await whatIsWrong({ url, apiKey: 'the-key', timeout, caFile: '', signal });
    return { problem, requests };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function says(status: number, body: string, headers: http.OutgoingHttpHeaders = {}): Answer {
  return (_, response) => response.writeHead(status, headers).end(body);
}

test('a good key is asked about once, below the address that was given', async () => {
  const { problem, requests } = await ask(says(200, '{"profile":{}}'));
  assert.equal(problem, undefined);
  assert.deepEqual(requests.map(({ method, url, headers }) => [method, url, headers.authorization]), [
    ['GET', '/base/bim/rpc/user/current', 'the-key'],
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

test('addresses and keys that cannot be right are told apart while they are typed', () => {
  for (const good of ['https://tenant.example.com', ' https://tenant.example.com:8443/base ', 'http://127.0.0.1:1', 'http://localhost', 'http://[::1]:2']) {
    assert.equal(wrongAddress(good), undefined, good);
  }
  for (const [bad, why] of [
    ['tenant.example.com', /no address/],
    ['http://tenant.example.com', /clear text/],
    ['http://127.0.0.1.example.com', /clear text/],
    ['ftp://tenant.example.com', /begins with https/],
    ['https://me:secret@tenant.example.com', /Leave out the name/],
    ['https://tenant.example.com?x=1', /Leave out what begins/],
  ] as const) {
    assert.match(wrongAddress(bad) ?? '', why, bad);
  }
  assert.equal(wrongKey(' abc123 '), undefined);
  for (const bad of ['', '  ', 'a b', 'a\nb', 'schlüssel']) {
    assert.ok(wrongKey(bad), bad);
  }
});
