import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { toHex } from '../../../base/bytes.ts';
import { YinzhengError } from '../../../base/errors/index.ts';
import { frameReader, MAX_ANSWER_BYTES, MAX_REQUEST_BYTES, writeFrame } from './frame.ts';
import type { SignerAnswer, SignerRequest } from './messages.ts';

/** How long a signer may take for one answer, ms: deriving the secrets of a keystore takes longest. */
const LONGEST = 30_000;

/** An answer as received. */
export interface Answered {
  readonly result: unknown;
  readonly body: Uint8Array;
}

/** A connection to a signer; many requests may be under way. */
export interface SignerConnection {
  /** Rejects with the signer's own error, or with {@link ConnectionLost} when the connection ended before the answer. */
  ask(request: SignerRequest, body?: Uint8Array): Promise<Answered>;
  /** Requests under way. */
  readonly asked: number;
  /** Resolves when it has ended, and everything that came before has been read. */
  readonly ended: Promise<void>;
  end(): void;
}

/** The connection ended before an answer: whatever the signer did, nothing of it came here, nor can it come any more. */
export class ConnectionLost extends Error {}

interface Asked {
  readonly answer: (answered: Answered) => void;
  readonly fail: (error: unknown) => void;
  readonly since: number;
}

/** Connects to a signer and says the secret, 32 bytes. Rejects with what the system says. */
export async function connectToSigner(path: string, secret: Uint8Array): Promise<SignerConnection> {
  const socket = createConnection(path);
  await once(socket, 'connect');
  const waiting = new Map<number, Asked>();
  let last = 0;
  const read = frameReader(MAX_ANSWER_BYTES, ({ number, head, body }) => {
    const asked = waiting.get(number);
    waiting.delete(number);
    const answer = head as SignerAnswer;
    if ('error' in answer) asked?.fail(new YinzhengError(answer.error.code, answer.error.details));
    else asked?.answer({ result: answer.result, body });
  });
  socket.on('data', (chunk) => {
    if (!read(chunk)) socket.destroy();
  });
  socket.on('error', () => socket.destroy());
  // The oldest comes first; one that waits too long ends the connection, since its signer does not work.
  const watch = setInterval(() => {
    const [oldest] = waiting.values();
    if (oldest && Date.now() - oldest.since > LONGEST) socket.destroy();
  }, 1_000);
  watch.unref();
  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => {
      clearInterval(watch);
      for (const { fail } of waiting.values()) fail(new ConnectionLost());
      waiting.clear();
      resolve();
    });
  });
  put(socket, writeFrame(0, { op: 'hello', secret: toHex(secret) }));
  return {
    ask: (request, body) =>
      new Promise((answer, fail) => {
        if (socket.destroyed) throw new ConnectionLost();
        const number = ++last >>> 0;
        const frame = writeFrame(number, request, body);
        if (frame.length > MAX_REQUEST_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_REQUEST_BYTES });
        waiting.set(number, { answer, fail, since: Date.now() });
        // A private key does not stay in memory when it is on its way.
        put(socket, frame, request.op === 'import' ? () => void frame.fill(0) : undefined);
      }),
    get asked() {
      return waiting.size;
    },
    ended,
    end: () => void socket.end(),
  };
}

/** What is asked in one turn of the loop goes out in one piece. */
function put(socket: Socket, frame: Uint8Array, sent?: () => void): void {
  if (socket.writableCorked === 0) {
    socket.cork();
    process.nextTick(() => socket.uncork());
  }
  socket.write(frame, sent);
}
