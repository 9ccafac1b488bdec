/** Asks custody servers over mutual TLS. */
import type { Socket } from 'node:net';
import { Agent, request as httpsRequest } from 'node:https';
import { fromUtf8, utf8 } from '../../../base/bytes.ts';
import { YinzhengError } from '../../../base/errors/index.ts';
import { MAX_LIST_BYTES, MAX_MESSAGE_BYTES, readError } from './messages.ts';

/** Whom to ask, and who asks. PEM. */
export interface RemoteSettings {
  /** `https://host:port`, in the order in which they are tried. */
  readonly servers: readonly string[];
  /** The authorities, and no others, that a server's certificate may come from. */
  readonly authorities: Uint8Array;
  readonly certificate: Uint8Array;
  readonly privateKey: Uint8Array;
  /** Most connections at once. */
  readonly sessions: number;
  /** How long an answer may take, ms. */
  readonly timeout: number;
}

/** A request. */
export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
}

/** Connections to custody servers. */
export interface RemoteClient {
  /**
   * The JSON of the answer. Rejects with KEY_DEVICE_UNAVAILABLE, KEY_DEVICE_REFUSED, and the errors that the server tells. Another server is
   * tried only where nothing was sent: then no signature can have been made.
   */
  readonly ask: (question: Question) => Promise<unknown>;
  readonly close: () => void;
}

/** Connections that are made when they are needed, and kept. */
export function createRemoteClient(settings: RemoteSettings): RemoteClient {
  const agent = new Agent({
    ca: Buffer.from(settings.authorities),
    cert: Buffer.from(settings.certificate),
    key: Buffer.from(settings.privateKey),
    minVersion: 'TLSv1.2',
    keepAlive: true,
    maxSockets: settings.sessions,
  });
  const connected = new WeakSet<Socket>();
  return {
    async ask(question) {
      let last: Error | null = null;
      for (const server of settings.servers) {
        try {
          return await askOne(server, question, { agent, connected, timeout: settings.timeout });
        } catch (error) {
          if (!(error instanceof NotConnected)) throw error;
          last = error;
        }
      }
      throw unavailable(question, `no server is to be reached: ${last?.message ?? ''}`, last);
    },
    close: () => agent.destroy(),
  };
}

/** No connection came to be, so that nothing was sent. */
class NotConnected extends Error {
  override readonly name = 'NotConnected';
}

interface Means {
  readonly agent: Agent;
  /** Sockets whose handshake is done. */
  readonly connected: WeakSet<Socket>;
  readonly timeout: number;
}

function askOne(server: string, question: Question, { agent, connected, timeout }: Means): Promise<unknown> {
  const body = question.body === undefined ? null : utf8(JSON.stringify(question.body));
  const headers = body ? { 'Content-Type': 'application/json', 'Content-Length': body.length } : {};
  const limit = question.method === 'GET' ? MAX_LIST_BYTES : MAX_MESSAGE_BYTES;
  return new Promise((resolve, reject) => {
    const asking = httpsRequest(new URL(question.path, server), { method: question.method, agent, headers });
    let isConnected = false;
    const timer = setTimeout(() => asking.destroy(new Error('it takes too long')), timeout);
    asking.on('socket', (socket) => {
      if (connected.has(socket)) isConnected = true;
      else
        socket.once('secureConnect', () => {
          connected.add(socket);
          isConnected = true;
        });
    });
    asking.on('error', (cause) => {
      clearTimeout(timer);
      reject(isConnected ? unavailable(question, cause.message, cause) : new NotConnected(cause.message, { cause }));
    });
    asking.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > limit) asking.destroy(new Error('the answer is too large'));
        else chunks.push(chunk);
      });
      response.on('error', (cause) => {
        clearTimeout(timer);
        reject(unavailable(question, cause.message, cause));
      });
      response.on('end', () => {
        clearTimeout(timer);
        const status = response.statusCode ?? 0;
        const answer = json(Buffer.concat(chunks));
        if (status >= 200 && status < 300) resolve(answer);
        else reject(readError(nameOf(question), status, answer));
      });
    });
    asking.end(body ?? undefined);
  });
}

/** Undefined for what is no JSON; whoever reads it finds it wanting. */
function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function nameOf({ method, path }: Question): string {
  return `${method} ${path}`;
}

function unavailable(question: Question, technical: string, cause: unknown): YinzhengError {
  return new YinzhengError('KEY_DEVICE_UNAVAILABLE', { operation: nameOf(question), technical }, { cause });
}
