/** One bounded HTTP request to a listed host: no redirect, and no other address than the one that was checked. */
import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { addressRules, type AddressRule } from './address.ts';

/** Finds the addresses of a host name. */
export type Resolver = (host: string) => Promise<readonly string[]>;

/** To whom requests may go. */
export interface FetchRules {
  /** Names of hosts, `host` or `host:port`, and addresses or networks that are permitted although they are not public. */
  readonly hosts: readonly string[];
  /** Asks the system when absent. */
  readonly resolve?: Resolver;
  /** Certificates of CAs that are believed in place of those of the system, PEM. */
  readonly authorities?: string | undefined;
  /** Longest time for one request, name resolution included, ms. */
  readonly longest?: number;
}

/** What is asked for. */
export interface FetchOrder {
  readonly url: string;
  /** Body of a POST and its media type; a GET when absent. */
  readonly body?: { readonly bytes: Uint8Array; readonly type: string; readonly headers?: Readonly<Record<string, string>> };
  /** Statuses under which the answer is one; 200 alone when absent. */
  readonly accepts?: (status: number) => boolean;
  /** Largest answer, bytes. */
  readonly limit: number;
}

/** The body of an answer with an accepted status; null for whatever else comes, or is not permitted. Never rejects. */
export type Fetcher = (order: FetchOrder) => Promise<Uint8Array | null>;

const LONGEST = 5_000;
const LONGEST_URL = 2_048;

/** A fetcher within its rules. */
export function createFetcher({ hosts, resolve = systemResolver, longest = LONGEST, authorities }: FetchRules): Fetcher {
  const { isPermitted } = addressRules(hosts.filter(isNetwork));
  const permission = urlPermission(hosts);
  return async (order) => {
    const url = permission(order.url);
    if (url === null) return null;
    const signal = AbortSignal.timeout(longest);
    try {
      const host = bareHost(url);
      const addresses = isIP(host) === 0 ? await within(signal, resolve(host)) : [host];
      const [address] = addresses;
      // a name that leads to a forbidden address beside a permitted one is not to be trusted with either
      if (address === undefined || !addresses.every(isPermitted)) return null;
      return await send(url, address, order, { signal, ...(authorities !== undefined && { ca: authorities }) });
    } catch {
      return null;
    }
  };
}

/** Whether the rules let requests go to an address at all; what a name leads to is seen when it is asked. */
export function permitsUrl({ hosts }: Pick<FetchRules, 'hosts'>, url: string): boolean {
  const names = new Set(hosts.filter((host) => !isNetwork(host)).map((host) => host.toLowerCase()));
  return permittedUrl(url, names, addressRules(hosts.filter(isNetwork)).isListed) !== null;
}

/** True for an address or a network such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  return isIP(text.split('/')[0] ?? '') !== 0;
}

/** Says of an address whether a request may go there as far as its text says: an http(s) address of a listed host, without a name and password; else null. */
export function urlPermission(hosts: readonly string[]): (text: string) => URL | null {
  const names = new Set(hosts.filter((host) => !isNetwork(host)).map((host) => host.toLowerCase()));
  const { isListed } = addressRules(hosts.filter(isNetwork));
  return (text) => permittedUrl(text, names, isListed);
}

function permittedUrl(text: string, names: ReadonlySet<string>, isListed: AddressRule): URL | null {
  if (text.length > LONGEST_URL || !URL.canParse(text)) return null;
  const url = new URL(text);
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') return null;
  const host = bareHost(url);
  // `host` is without the port where that is the scheme's own
  // An address in place of a name must be listed itself: no document chooses among the public ones.
  return (isIP(host) === 0 ? names.has(url.host) : isListed(host)) ? url : null;
}

function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function send(
  url: URL,
  address: string,
  { body, limit, accepts = isOk }: FetchOrder,
  more: { readonly signal: AbortSignal; readonly ca?: string },
): Promise<Uint8Array | null> {
  const options: RequestOptions & { readonly servername?: string; readonly ca?: string } = {
    host: address,
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port,
    path: `${url.pathname}${url.search}`,
    method: body ? 'POST' : 'GET',
    headers: {
      Host: url.host,
      'Accept-Encoding': 'identity',
      ...(body && { ...body.headers, 'Content-Type': body.type, 'Content-Length': body.bytes.length }),
    },
    agent: false,
    ...more,
    ...(url.protocol === 'https:' && isIP(bareHost(url)) === 0 && { servername: bareHost(url) }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(options, (response) => {
      read(response, { limit, accepts }).then(resolve, reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body?.bytes);
  });
}

function isOk(status: number): boolean {
  return status === 200;
}

function read(
  response: IncomingMessage,
  { limit, accepts }: { readonly limit: number; readonly accepts: (status: number) => boolean },
): Promise<Uint8Array | null> {
  return new Promise((resolve, reject) => {
    const refuse = (): void => {
      response.destroy();
      resolve(null);
    };
    const encoding = response.headers['content-encoding'] ?? 'identity';
    const announced = Number(response.headers['content-length'] ?? 0);
    if (!accepts(response.statusCode ?? 0) || encoding !== 'identity' || announced > limit) {
      refuse();
      return;
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    response.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size > limit) refuse();
      else chunks.push(chunk);
    });
    response.on('end', () => (response.complete ? resolve(new Uint8Array(Buffer.concat(chunks))) : resolve(null)));
    response.on('error', reject);
  });
}

async function systemResolver(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** What a promise gives, or a rejection when the time is over: a resolver cannot be called off. */
function within<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error('too late'));
    signal.addEventListener('abort', late, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', late));
  });
}
