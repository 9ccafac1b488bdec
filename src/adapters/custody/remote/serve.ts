/** Serves a custody to clients that show a certificate of the right authority. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket, type PeerCertificate } from 'node:tls';
import type { z } from 'zod';
import { fromUtf8, toBase64 } from '../../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import type { KeyCustody, Signer } from '../../../services/pki/index.ts';
import { CERTIFICATE_REQUEST, MAX_MESSAGE_BYTES, PATHS, SIGN_REQUEST, writeError, writeKeys } from './messages.ts';

const MOST_CONNECTIONS = 256;
/** How long a request may take to arrive, ms. */
const PATIENCE = 10_000;

/** What is served, where, and to whom. PEM. */
export interface ServeCustodyOptions {
  readonly custody: KeyCustody & Signer;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly certificate: Uint8Array;
  readonly privateKey: Uint8Array;
  /** The authorities, and no others, that a client's certificate may come from. */
  readonly clientAuthorities: Uint8Array;
  /** Told of errors that are none of this project's; whoever asked hears INTERNAL. */
  readonly onError: (error: unknown) => void;
}

/** A custody that is served. */
export interface ServedCustody {
  readonly port: number;
  /** Ends after the requests under way. */
  readonly close: () => Promise<void>;
}

/**
 * Serves a custody; resolves when it listens. It signs, tells keys and takes certificates; keys are made and destroyed where they lie.
 * Rejects as listening does.
 */
export async function serveCustody(options: ServeCustodyOptions): Promise<ServedCustody> {
  const server = createServer(
    {
      cert: Buffer.from(options.certificate),
      key: Buffer.from(options.privateKey),
      ca: Buffer.from(options.clientAuthorities),
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      handshakeTimeout: PATIENCE,
      headersTimeout: PATIENCE,
      requestTimeout: PATIENCE,
    },
    (request, response) => void attend(options, request, response),
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}

async function attend(options: ServeCustodyOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    send(response, 200, await answer(options.custody, request));
  } catch (error) {
    if (!isYinzhengError(error)) options.onError(error);
    const { status, body } = writeError(error);
    // What is left of a request that was not read would be taken for the next one.
    if (!request.complete) response.setHeader('Connection', 'close');
    send(response, status, body);
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const bytes = JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(bytes) }).end(bytes);
}

async function answer(custody: KeyCustody & Signer, request: IncomingMessage): Promise<unknown> {
  const { method, url = '' } = request;
  const keyId = PATHS.certificate.exec(url)?.[1];
  if (method === 'GET' && url === PATHS.keys) return writeKeys(await custody.list());
  if (method === 'POST' && url === PATHS.signatures) {
    const { keyId, purpose, tbs, content, padding, actor, reference } = await read(SIGN_REQUEST, request);
    const authorisation = { actor: actor === '' ? '' : `${clientOf(request)}: ${actor}`, reference };
    const asked = { keyId, purpose, tbs, padding, ...(content ? { content } : {}), authorisation };
    return { signature: toBase64(await custody.sign(asked)) };
  }
  if (method === 'PUT' && keyId !== undefined) {
    await custody.attachCertificate(keyId, (await read(CERTIFICATE_REQUEST, request)).certificate);
    return {};
  }
  throw new YinzhengError('ROUTE_NOT_FOUND');
}

/** Who asks, by the certificate: the log is to tell clients apart, whatever they say of themselves. */
function clientOf({ socket }: IncomingMessage): string {
  if (!(socket instanceof TLSSocket)) return '';
  const { subject, fingerprint256 } = socket.getPeerCertificate() as Partial<PeerCertificate>;
  const [name] = [subject?.CN ?? fingerprint256].flat();
  return name ?? '';
}

async function read<T>(schema: z.ZodType<T>, request: IncomingMessage): Promise<T> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_MESSAGE_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_MESSAGE_BYTES });
    chunks.push(chunk);
  }
  const result = schema.safeParse(json(Buffer.concat(chunks)));
  if (!result.success)
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual('the request is not one of the protocol', '请求不符合协议') });
  return result.data;
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
