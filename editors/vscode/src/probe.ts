// The one request that the extension makes by itself: is this the key of somebody at this tenant? It is asked at sign-in,
// before a key is stored. All other requests are the server's.

import type { LookupAddress, LookupOptions } from 'node:dns';
import { readFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import * as tls from 'node:tls';

/** Whom to ask, and how. */
export interface Probe {
  /** The tenant's origin. */
  origin: string;
  apiKey: string;
  /** Seconds to wait. */
  timeout: number;
  /** A file of certificates to trust as well. */
  caFile: string;
  signal: AbortSignal;
}

/** No more than this of an answer is read: it is a user's profile. */
const LIMIT = 1024 * 1024;

/**
 * The tenant that an address means, as its origin, or why it is none, in words. The server takes the same for one: a
 * scheme, a host and a port, `https` if there is no scheme, and plain `http` for this machine only.
 */
export function tenantAt(text: string): { origin: string } | { wrong: string } {
  const address = text.trim();
  const full = address.includes('://') ? address : `https://${address}`;
  if (!URL.canParse(full)) {
    return { wrong: 'This is no address. One looks like https://tenant.example.com' };
  }
  const url = new URL(full);
  if (url.protocol === 'http:' && !isLoopback(url)) {
    return { wrong: 'The key would travel in clear text. Write https:// instead of http://' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { wrong: 'The address of a tenant begins with https://' };
  }
  if (url.username || url.password) {
    return { wrong: 'Leave out the name and the password; the key is asked for next' };
  }
  if (url.pathname !== '/' || url.search || url.hash) {
    return { wrong: `Leave out what stands behind the host: ${url.origin}` };
  }
  return { origin: url.origin };
}

function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d+){3}$/.test(url.hostname);
}

/** Why a key cannot be one, in words; nothing if it can. */
export function wrongKey(text: string): string | undefined {
  if (!text.trim()) {
    return 'The key is missing. It is made in Immuta, in the profile of a user';
  }
  return /^[\x21-\x7e]+$/.test(text.trim()) ? undefined : 'A key has no spaces and no letters beyond ASCII in it';
}

/** Asks the tenant who the key belongs to. Gives back what is wrong, in words; nothing if the key is good. */
export async function whatIsWrong(probe: Probe): Promise<string | undefined> {
  const { status, body, location } = await ask(probe);
  const { host } = new URL(probe.origin);
  if (status === 401 || status === 403) {
    return `${host} does not accept this key (${status}).`;
  }
  if (status >= 300 && status < 400) {
    return `${host} sends the request on${location ? ` to ${location}` : ''} (${status}). A key is not sent on: enter the address of the tenant itself.`;
  }
  if (status !== 200) {
    return `${host} answers with ${status}, so that it is not known whether the key is good.`;
  }
  return isObject(body) ? undefined : `${host} does not answer like an Immuta tenant. Is the address right?`;
}

function isObject(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

interface Answer {
  status: number;
  body: string;
  /** The host that the answer points to. */
  location: string | undefined;
}

async function ask({ origin, apiKey, timeout, caFile, signal }: Probe): Promise<Answer> {
  const address = new URL('/bim/rpc/user/current', origin);
  const ca = caFile ? [...tls.rootCertificates, await readFile(caFile, 'utf8')] : undefined;
  const options = {
    headers: { Authorization: apiKey, Accept: 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeout * 1000)]),
    ...(ca && { ca }),
    // A resolver may know another machine by this name, and the key would go there in clear text.
    ...(address.hostname === 'localhost' && { lookup: thisMachine }),
  };
  return new Promise((resolve, reject) => {
    const answered = (response: http.IncomingMessage): void => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > LIMIT) {
          response.destroy(new Error('the answer has no end'));
        }
      });
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, body, location: hostOf(response.headers.location, address) });
      });
    };
    const request = address.protocol === 'https:' ? https.request(address, options, answered) : http.request(address, options, answered);
    request.on('error', reject);
    request.end();
  });
}

/** The addresses of this very machine, without asking anybody. */
function thisMachine(
  _: string,
  options: LookupOptions,
  found: (error: null, address: string | LookupAddress[], family?: number) => void,
): void {
  if (options.all) {
    found(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
  } else {
    found(null, '127.0.0.1', 4);
  }
}

function hostOf(location: string | undefined, base: URL): string | undefined {
  return location && URL.canParse(location, base.href) ? new URL(location, base).host : undefined;
}
