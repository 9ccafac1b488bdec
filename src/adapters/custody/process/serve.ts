import { chmod } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { fromHex, toBase64 } from '../../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import { equalSecret } from '../../../crypto/native/index.ts';
import { frameReader, MAX_REQUEST_BYTES, writeFrame, type Frame } from './frame.ts';
import { HELLO, REQUEST, writeKey, type SignerAnswer, type SignerRequest } from './messages.ts';
import type { KeyRoom, OpenedRoom, SigningCustody } from './room.ts';

const MOST_CONNECTIONS = 16;
/** How long somebody may take to say who he is, ms. */
const HELLO_TIME = 2_000;
/** Requests of one connection that are under way at once; more are told to come again. */
const MOST_AT_ONCE = 1_024;
/** Requests begun in one turn of the loop: while the next are signed, the lines of these are flushed and their answers go out. */
const MOST_IN_A_TURN = 4;

/** What a signer listens on, and whom it listens to. */
export interface ServeOptions {
  /** Path of the socket, which is made with mode 0600. */
  readonly path: string;
  /** What a peer must say first, 32 bytes. */
  readonly secret: Uint8Array;
  readonly room: KeyRoom;
  /** Told of errors that are none of this project's; whoever asked hears INTERNAL. */
  readonly onError: (error: unknown) => void;
}

/** Serves a room of keys on a local socket; resolves when it listens, to what ends it after the requests under way. */
export async function serveSigner(options: ServeOptions): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>();
  const working = new Set<Promise<void>>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    attend(socket, options, working);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(options.path);
  await once(server, 'listening');
  await chmod(options.path, 0o600);
  return async () => {
    server.close();
    await Promise.allSettled(working);
    for (const socket of sockets) socket.end();
  };
}

function attend(socket: Socket, { secret, room, onError }: ServeOptions, working: Set<Promise<void>>): void {
  let known = false;
  let atOnce = 0;
  const impatience = setTimeout(() => socket.destroy(), HELLO_TIME);
  const read = frameReader(MAX_REQUEST_BYTES, (frame) => {
    if (!known) {
      known = isKnown(frame, secret);
      if (known) clearTimeout(impatience);
      else socket.destroy();
      return;
    }
    if (atOnce >= MOST_AT_ONCE) {
      send(socket, frame.number, refusal(new YinzhengError('SERVICE_BUSY', { seconds: 5 })));
      return;
    }
    atOnce++;
    begin(frame);
  });
  const begin = inTurns<Frame>(MOST_IN_A_TURN, (frame) => {
    const work = answer(room, frame, onError)
      .then(({ head, body }) => send(socket, frame.number, head, body))
      .finally(() => {
        atOnce--;
        working.delete(work);
      });
    working.add(work);
  });
  socket.on('data', (chunk) => {
    if (!read(chunk)) socket.destroy();
  });
  socket.on('close', () => clearTimeout(impatience));
  // Whoever asked is gone; what was begun for him ends by itself.
  socket.on('error', () => socket.destroy());
}

/** Takes items in their order, at most so many in one turn of the loop. */
function inTurns<T>(most: number, take: (item: T) => void): (item: T) => void {
  let waiting: T[] = [];
  let taken = 0;
  const turn = (): void => {
    taken = 0;
    const items = waiting;
    waiting = [];
    items.forEach(give);
  };
  const give = (item: T): void => {
    if (taken < most) {
      if (taken++ === 0) setImmediate(turn);
      take(item);
    } else waiting.push(item);
  };
  return give;
}

function isKnown({ head }: Frame, secret: Uint8Array): boolean {
  const hello = HELLO.safeParse(head);
  return hello.success && equalSecret(fromHex(hello.data.secret), secret);
}

/** Answers that come in one turn of the loop go out in one piece. */
function send(socket: Socket, number: number, head: SignerAnswer, body?: Uint8Array): void {
  if (socket.destroyed) return;
  if (socket.writableCorked === 0) {
    socket.cork();
    process.nextTick(() => socket.uncork());
  }
  socket.write(writeFrame(number, head, body));
}

const ONLY_OWN_KEYS = bilingual('this custody takes only keys that it made', '该密钥保管方式只接受自己生成的密钥');

interface Answer {
  readonly head: SignerAnswer;
  readonly body?: Uint8Array;
}

async function answer(room: KeyRoom, { head, body }: Frame, onError: ServeOptions['onError']): Promise<Answer> {
  try {
    const request = REQUEST.safeParse(head);
    if (!request.success)
      throw new YinzhengError('INPUT_INVALID', { reason: bilingual('no request to a signer', '不是向签名进程提出的请求') });
    const result = await work(room, request.data, body);
    return result instanceof Uint8Array ? { head: { result: null }, body: result } : { head: { result } };
  } catch (error) {
    if (!isYinzhengError(error)) onError(error);
    return { head: refusal(error) };
  }
}

function refusal(error: unknown): SignerAnswer {
  const { code, details } = isYinzhengError(error) ? error : new YinzhengError('INTERNAL');
  return { error: { code, details } };
}

async function work(room: KeyRoom, request: SignerRequest, body: Uint8Array): Promise<unknown> {
  switch (request.op) {
    case 'open':
      return facts(await room.open());
    case 'make':
      await room.make(body.length === 0 ? null : body);
      return null;
    case 'head':
      return room.head();
    case 'grants:enter':
      await room.grants.enter(request.order);
      return null;
    case 'grants:enrol':
      return room.grants.enrolApprover(request.account, request.voucher);
    case 'grants:admit': {
      const { claim, seal, version, reference, data } = request;
      await room.grants.admitElsewhere({ claim, seal, version, reference, data });
      return null;
    }
    case 'grants:standing':
      return room.grants.standing();
    case 'grants:compare':
      return room.grants.compare(request.known);
    default:
      return useCustody(await custodyOf(room), request, body);
  }
}

async function custodyOf(room: KeyRoom): Promise<SigningCustody> {
  const { custody } = await room.open();
  if (!custody) throw new YinzhengError('KEYSTORE_NOT_FOUND', { path: '' });
  return custody;
}

function facts({ custody, fileKey }: OpenedRoom): { readonly keystore: boolean; readonly fileKey: string | null } {
  return { keystore: custody !== null, fileKey: fileKey && toBase64(fileKey) };
}

async function useCustody(
  custody: SigningCustody,
  request: Exclude<SignerRequest, { readonly op: 'open' | 'make' | 'head' | `grants:${string}` }>,
  body: Uint8Array,
): Promise<unknown> {
  switch (request.op) {
    case 'sign': {
      const { keyId, purpose, padding, actor, reference, signed, use } = request;
      const content = body.length > signed ? { content: body.subarray(signed) } : {};
      const tbs = body.subarray(0, signed);
      return custody.sign({ keyId, purpose, padding, tbs, ...content, authorisation: { actor, reference, use } });
    }
    case 'list':
      return (await custody.list()).map(writeKey);
    case 'standing':
      return custody.standing();
    case 'generate':
      return writeKey(await custody.generate(request));
    case 'import': {
      const { label, purposes, key } = request;
      try {
        if (!custody.importKey) throw new YinzhengError('KEY_NOT_IMPORTABLE', { reason: ONLY_OWN_KEYS });
        const [privateKeyInfo, certificate] = [body.subarray(0, key), body.subarray(key)];
        return writeKey(await custody.importKey({ label, purposes, privateKeyInfo, certificate }));
      } finally {
        body.fill(0);
      }
    }
    case 'attach':
      await custody.attachCertificate(request.keyId, body);
      return null;
    case 'destroy':
      await custody.destroy(request.keyId);
      return null;
  }
}
