import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex, utf8 } from '../../../base/bytes.ts';
import { YinzhengError } from '../../../base/errors/index.ts';
import { MOST_SESSIONS } from '../back-end/file.ts';
import { connectToSigner, type SignerConnection } from './connection.ts';

/** Longest path of a local socket that every system takes, bytes. */
const LONGEST_PATH = 100;
/** How long a signer may take until it listens, and until it ends when told to, ms. */
const STARTING = 20_000;
const ENDING = 10_000;
/** Threads that are left for files where all sessions of a device are busy. */
const FILE_THREADS = 8;

/** After how many seconds somebody who was turned away asks again with good hope. */
export const RETRY_SECONDS = 5;

/** What a signer is told when it starts, in one line of JSON on its standard input. */
export interface SignerSettings {
  readonly socket: string;
  /** What a peer must say, 32 bytes in hexadecimal. */
  readonly secret: string;
  readonly places: SignerPlaces;
}

/** Where what a signer keeps lies. */
export interface SignerPlaces {
  readonly keystore: string;
  /** True: it is not opened, whatever lies there; then there are the keys of the custody file, or none. */
  readonly keystoreElsewhere?: boolean;
  readonly passphrase: string;
  /** Whether the passphrase is made where there is none. */
  readonly makePassphrase: boolean;
  /** The key of stored files; null where there is none to be opened. */
  readonly fileKey: string | null;
  /** File that describes keys kept elsewhere than in the keystore; null where there are none. */
  readonly custodyFile: string | null;
  /** Folder of the log of key uses. */
  readonly audit: string;
  /** The ledger of grants that seals are used by; null where no seals are. */
  readonly grants: LedgerPlaces | null;
}

/** Where a ledger of grants lies, and what it is. */
export interface LedgerPlaces {
  readonly ledger: string;
  /** File of its secret, under the same passphrase as the keystore. */
  readonly secret: string;
  readonly mode: 'demonstration' | 'production';
  /** Whether whoever asks has the machine. */
  readonly operator: boolean;
}

/** A signer that listens, and the connection to it. */
export interface SignerChild {
  readonly connection: SignerConnection;
  /** How the process ended: its exit code, or the signal. Resolves when it has. */
  readonly ended: Promise<string>;
  readonly pid: number;
  /** Ends one that does not work. */
  kill(): void;
  /** Lets it finish, and ends it. */
  stop(): Promise<void>;
}

/**
 * Starts a signer: a process of its own that inherits nothing but its standard streams, with a socket of random name in a folder that
 * only its owner may enter. It ends when its standard input does, so that it never outlives who started it. Rejects with
 * SIGNER_UNAVAILABLE when it does not come up.
 */
export async function startSigner(program: string, places: SignerPlaces): Promise<SignerChild> {
  const folder = await privateFolder();
  const socket = join(folder, toHex(randomBytes(8)));
  const secret = new Uint8Array(randomBytes(32));
  const child = spawn(process.execPath, ['--enable-source-maps', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...inheritable(process.env), ...threadsFor(places) },
  });
  const ended = once(child, 'exit').then(
    ([code, signal]: unknown[]) => String(code ?? signal),
    () => 'not started',
  );
  const cleared = ended.finally(() => rm(folder, { recursive: true, force: true }));
  child.stdin.on('error', () => undefined);
  const settings: SignerSettings = { socket, secret: toHex(secret), places };
  child.stdin.write(utf8(`${JSON.stringify(settings)}\n`));
  try {
    await listening(child);
    const connection = await connectToSigner(socket, secret);
    return {
      connection,
      ended,
      pid: child.pid ?? 0,
      kill: () => void child.kill('SIGKILL'),
      stop: () => stop(child, connection, cleared),
    };
  } catch (cause) {
    child.kill('SIGKILL');
    await cleared;
    throw new YinzhengError('SIGNER_UNAVAILABLE', { seconds: RETRY_SECONDS }, { cause });
  }
}

/** The environment without what is the business of the service, or would change how a program of ours runs. */
function inheritable(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(YINZHENG_|NODE_OPTIONS$|NODE_V8_COVERAGE$)/.test(name)));
}

/** Each call of a device holds a thread until it returns; files, the log of key uses among them, must not wait for one. */
function threadsFor({ custodyFile }: SignerPlaces): NodeJS.ProcessEnv {
  return custodyFile === null ? {} : { UV_THREADPOOL_SIZE: String(MOST_SESSIONS + FILE_THREADS) };
}

async function privateFolder(): Promise<string> {
  const usual = join(tmpdir(), 'yinzheng-signer-');
  // 6 characters are added, and the name of the socket.
  return mkdtemp(utf8(usual).length + 6 + 17 <= LONGEST_PATH ? usual : '/tmp/yinzheng-signer-');
}

/** Resolves with the first thing that the process says. */
async function listening(child: ChildProcess): Promise<void> {
  const { stdout } = child;
  if (!stdout) throw new Error('no output');
  const late = setTimeout(() => child.kill('SIGKILL'), STARTING);
  try {
    const [said] = (await Promise.race([
      once(stdout, 'data'),
      once(child, 'exit').then(() => [null]),
      once(child, 'error').then(() => [null]),
    ])) as [unknown];
    if (said === null) throw new Error('the signer ended');
    stdout.resume();
  } finally {
    clearTimeout(late);
  }
}

async function stop(child: ChildProcess, connection: SignerConnection, cleared: Promise<unknown>): Promise<void> {
  const impatience = setTimeout(() => child.kill('SIGKILL'), ENDING);
  child.stdin?.end();
  await cleared;
  clearTimeout(impatience);
  connection.end();
  await connection.ended;
}
