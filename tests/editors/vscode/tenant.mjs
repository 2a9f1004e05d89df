// What stands before the sandbox tenant, and counts what it is asked, and with which key.

import http from 'node:http';

export class Tenant {
  requests = [];

  /** `behind` is the address of the sandbox. */
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
    const { method, url: path } = request;
    const { authorization: key, 'content-type': type } = request.headers;
    const body = Buffer.concat(chunks).toString('utf8');
    this.requests.push({ method, path, key, body });
    const headers = { ...(key && { authorization: key }), ...(type && { 'content-type': type }) };
    const answer = await fetch(new URL(path, this.behind), { method, headers, redirect: 'manual', ...(body && { body }) });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    response.end(await answer.text());
  }
}
