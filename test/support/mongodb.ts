/**
 * A server that speaks MongoDB's protocol, over a real connection: the one named by YINZHENG_TEST_MONGODB_URL, else one that is started
 * for this run.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import mongoose from 'mongoose';
import { findServerProgram, type NoServer, type ServerProgram } from './mongodb-servers.ts';
import { temporaryFolder } from './temporary.ts';
import { skipped } from './skipped.ts';

/** A server under test. */
export interface MongoServer {
  /** URL of a database of that name. */
  url(database: string): string;
  /** What it is, for messages. */
  readonly kind: string;
  /** Whether it is a replica set, whose primary can step down. */
  readonly replicaSet: boolean;
  /** Null for a server that is not ours. */
  readonly restart: ServerControl | null;
  close(): Promise<void>;
}

/** What can be done to a server of ours. */
export interface ServerControl {
  readonly port: number;
  /** Ends the process, hard where it can bear it. */
  stop(): Promise<void>;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  /** Lets it hang, neither answering nor refusing, and go on. */
  hang(): void;
  resume(): void;
}

/** Starts a server, or says why there is none. */
async function startMongoServer(): Promise<MongoServer | NoServer> {
  const given = process.env['YINZHENG_TEST_MONGODB_URL'];
  if (given !== undefined && given !== '') return givenServer(given);
  const program = await findServerProgram();
  return 'reason' in program ? program : ownServer(program);
}

/** Building a server the first time takes minutes. */
const STARTING = 16 * 60_000;
let shared: Promise<MongoServer | NoServer> | null = null;

/** The server that all tests of this run share; skips the test where there is none, or fails it where one is required. */
export async function mongoServer(context: Mocha.Context): Promise<MongoServer> {
  context.timeout(STARTING);
  const server = await (shared ??= startMongoServer());
  if (!('reason' in server)) return server;
  if (process.env['YINZHENG_REQUIRE_MONGODB'] === '1') throw new Error(`MongoDB is required: ${server.reason}`);
  return skipped(context, server.reason);
}

let databases = 0;

/** URL of a database that nobody has used. */
export function freshUrl(server: MongoServer): string {
  databases++;
  return server.url(`yinzheng-test-${process.pid}-${databases}`);
}

// At the top level this is a hook of the whole run: of one file, where files run side by side.
after(async () => {
  const server = await shared?.catch(() => null);
  shared = null;
  if (server && !('reason' in server)) await server.close();
});

async function givenServer(given: string): Promise<MongoServer> {
  const [, head = given, query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)[^?]*(\?.*)?$/.exec(given) ?? [];
  const url = (database: string): string => `${head}/${database}${query}`;
  const connection = await mongoose.createConnection(url('admin'), { serverSelectionTimeoutMS: 5000 }).asPromise();
  const hello = await connection.db?.command({ hello: 1 });
  await connection.destroy();
  const replicaSet = typeof hello?.['setName'] === 'string';
  return { url, kind: 'the server of YINZHENG_TEST_MONGODB_URL', replicaSet, restart: null, close: () => Promise.resolve() };
}

async function ownServer(program: ServerProgram): Promise<MongoServer> {
  const folder = temporaryFolder();
  const port = await freePort();
  let running: ChildProcess | null = null;
  const signal = (name: NodeJS.Signals) => (): void => {
    running?.kill(name);
  };
  const kill: () => void = signal('SIGKILL');
  process.once('exit', kill);
  const restart = {
    port,
    async start() {
      running = program.start(folder, port);
      await untilItAnswers(`mongodb://127.0.0.1:${port}/`);
    },
    async stop() {
      const stopping = running;
      running = null;
      if (!stopping) return;
      const ended = once(stopping, 'exit');
      stopping.kill(program.ending);
      await ended;
    },
    hang: signal('SIGSTOP'),
    resume: signal('SIGCONT'),
  };
  await restart.start();
  return {
    url: (database) => `mongodb://127.0.0.1:${port}/${database}${program.query}`,
    kind: program.kind,
    replicaSet: false,
    restart,
    async close() {
      await restart.stop();
      process.off('exit', kill);
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await once(server.close(), 'close');
  if (typeof address !== 'object' || address === null) throw new Error('there is no free port');
  return address.port;
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const connection = mongoose.createConnection(url, { serverSelectionTimeoutMS: 500 });
    try {
      await connection.asPromise();
      await connection.db?.command({ ping: 1 });
      return;
    } catch (error) {
      if (attempt === 60) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    } finally {
      await connection.destroy();
    }
  }
}
