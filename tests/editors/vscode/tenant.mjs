// A tenant on this machine that counts what it is asked, and by whom. It knows the two requests that the tests make; with
// `behind` everything is passed on to another tenant, such as the sandbox, and counted all the same.

import http from 'node:http';

export const KEY = 'a-key-for-tests-0123456789abcdef';

export class Tenant {
  requests = [];

  constructor(behind) {
    this.behind = behind;
    this.server = http.createServer((request, response) => void this.#answer(request, response));
  }

  listen() {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => {
        this.url = `http://127.0.0.1:${this.server.address().port}`;
        resolve(this.url);
      });
    });
  }

  /** The requests for a path that begins like this. */
  asked(path) {
    return this.requests.filter((request) => request.path.startsWith(path));
  }

  close() {
    this.server.close();
    this.server.closeAllConnections();
  }

  async #answer(request, response) {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks).toString('utf8');
    this.requests.push({ method: request.method, path: request.url, key: request.headers.authorization, body });
    const [status, answer] = this.behind ? await this.#passOn(request, body) : this.#own(request);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(answer);
  }

  #own(request) {
    if (request.headers.authorization !== KEY) {
      return [401, JSON.stringify({ message: 'Unauthorized' })];
    }
    if (request.url === '/bim/rpc/user/current') {
      return [200, JSON.stringify({ profile: { name: 'Ada Example' }, permissions: [] })];
    }
    if (request.method === 'POST' && request.url.startsWith('/api/v2/') && request.url.includes('dryRun=true')) {
      return [400, JSON.stringify({ message: 'The group data-stewards does not exist' })];
    }
    return [404, JSON.stringify({ message: 'Not found' })];
  }

  async #passOn(request, body) {
    const { authorization, 'content-type': type } = request.headers;
    const headers = { ...(authorization && { authorization }), ...(type && { 'content-type': type }) };
    const answer = await fetch(new URL(request.url, this.behind), { method: request.method, headers, redirect: 'manual', ...(body && { body }) });
    return [answer.status, await answer.text()];
  }
}
