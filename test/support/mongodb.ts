/**
 * A server that speaks MongoDB's protocol, over a real connection: the one named by YINZHENG_TEST_MONGODB_URL, else a `mongod` of the
 * machine, else FerretDB 1.24 on SQLite, built with the machine's Go once and kept in the cache of the user.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import mongoose from 'mongoose';
import { temporaryFolder } from './temporary.ts';

const run = promisify(execFile);
const FERRETDB = 'github.com/FerretDB/FerretDB';
const FERRETDB_VERSION = 'v1.24.2';
const BUILD_TIME = 15 * 60_000;
/** Runs the embeddable server; its own program does not build outside its repository. */
const FERRETDB_MAIN = `package main

import (
	"context"
	"os"

	"${FERRETDB}/ferretdb"
)

func main() {
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: os.Args[1]},
		Handler:   "sqlite",
		SQLiteURL: os.Args[2],
	})
	if err != nil {
		panic(err)
	}
	if err := server.Run(context.Background()); err != nil {
		panic(err)
	}
}
`;

/** A server under test. */
export interface MongoServer {
  /** URL of a database of that name. */
  url(database: string): string;
  /** What it is, for messages. */
  readonly kind: string;
  /** Whether it is a replica set, whose primary can step down. */
  readonly replicaSet: boolean;
  /** Stops the process and starts it again on the same data; null for a server that is not ours. */
  readonly restart: { stop(): Promise<void>; start(): Promise<void> } | null;
  close(): Promise<void>;
}

/** Why there is no server, in words. */
type NoServer = { readonly reason: string };

/** Starts a server, or says why there is none. */
async function startMongoServer(): Promise<MongoServer | NoServer> {
  const given = process.env['YINZHENG_TEST_MONGODB_URL'];
  if (given !== undefined && given !== '') return givenServer(given);
  if (await answers('mongod', ['--version'])) return ownServer('mongod', startMongod);
  const program = await ferretdb();
  if (typeof program !== 'string') return program;
  return ownServer('FerretDB', (folder, port) => startFerretdb(program, folder, port));
}

/** Building a server the first time takes minutes. */
const STARTING = 16 * 60_000;
let shared: Promise<MongoServer | NoServer> | null = null;

/** The server that all tests of this process share; skips the test where there is none, or fails it where one is required. */
export async function mongoServer(context: Mocha.Context): Promise<MongoServer> {
  const timeout = context.timeout();
  context.timeout(STARTING);
  const server = await (shared ??= startMongoServer());
  context.timeout(timeout);
  if (!('reason' in server)) return server;
  if (process.env['YINZHENG_REQUIRE_MONGODB'] === '1') throw new Error(`MongoDB is required: ${server.reason}`);
  return skipped(context, server.reason);
}

/** Skips a test and says why in its title. */
export function skipped(context: Mocha.Context, reason: string): never {
  if (context.test) context.test.title += ` (skipped: ${reason})`;
  return context.skip();
}

// At the top level this is a hook of the whole run.
after(async () => {
  const server = await shared;
  if (server && !('reason' in server)) await server.close();
});

async function givenServer(given: string): Promise<MongoServer> {
  const [, head = given, query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)[^?]*(\?.*)?$/.exec(given) ?? [];
  const url = (database: string): string => `${head}/${database}${query}`;
  const connection = await mongoose.createConnection(url('admin'), { serverSelectionTimeoutMS: 5000 }).asPromise();
  const hello = await connection.db?.command({ hello: 1 });
  await connection.close();
  const replicaSet = typeof hello?.['setName'] === 'string';
  return { url, kind: 'the server of YINZHENG_TEST_MONGODB_URL', replicaSet, restart: null, close: () => Promise.resolve() };
}

type Start = (folder: string, port: number) => ChildProcess;

async function ownServer(kind: string, start: Start): Promise<MongoServer> {
  const folder = temporaryFolder();
  const port = await freePort();
  let running: ChildProcess | null = null;
  const kill = (): void => void running?.kill('SIGKILL');
  process.once('exit', kill);
  const restart = {
    async start() {
      running = start(folder, port);
      running.unref();
      await untilItAnswers(`mongodb://127.0.0.1:${port}/`);
    },
    async stop() {
      const stopping = running;
      running = null;
      if (!stopping) return;
      const ended = once(stopping, 'exit');
      stopping.kill('SIGKILL');
      await ended;
    },
  };
  await restart.start();
  return {
    // FerretDB 1.24 does not update atomically, as MongoDB does; over one connection its updates come one after another.
    url: (database) => `mongodb://127.0.0.1:${port}/${database}${kind === 'FerretDB' ? '?maxPoolSize=1' : ''}`,
    kind,
    replicaSet: false,
    restart,
    async close() {
      await restart.stop();
      process.off('exit', kill);
    },
  };
}

function startMongod(folder: string, port: number): ChildProcess {
  const options = ['--dbpath', folder, '--port', `${port}`, '--bind_ip', '127.0.0.1', '--nounixsocket'];
  return spawn('mongod', options, { stdio: 'ignore' });
}

function startFerretdb(program: string, folder: string, port: number): ChildProcess {
  return spawn(program, [`127.0.0.1:${port}`, `file:${folder}/`], { stdio: 'ignore', cwd: folder });
}

/** The program of FerretDB, built when it is not in the cache yet; or why it cannot be had. */
async function ferretdb(): Promise<string | NoServer> {
  const cache = join(
    process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    'yinzheng-tests',
    `ferretdb-${FERRETDB_VERSION}`,
  );
  const program = join(cache, 'ferretdb');
  if (existsSync(program)) return program;
  if (!(await answers('go', ['version'])))
    return { reason: 'there is neither YINZHENG_TEST_MONGODB_URL, nor mongod, nor Go to build FerretDB' };
  try {
    mkdirSync(cache, { recursive: true });
    const source = temporaryFolder();
    writeFileSync(join(source, 'go.mod'), `module ferretdb.test\n\ngo 1.22\n\nrequire ${FERRETDB} ${FERRETDB_VERSION}\n`);
    writeFileSync(join(source, 'main.go'), FERRETDB_MAIN);
    const built = join(cache, `ferretdb.${process.pid}`);
    const options = ['build', '-mod=mod', '-buildvcs=false', '-o', built, '.'];
    await run('go', options, { cwd: source, timeout: BUILD_TIME, maxBuffer: 64 * 1024 * 1024 });
    renameSync(built, program);
    return program;
  } catch (error) {
    const { message } = error as Error;
    return { reason: `FerretDB cannot be built: ${message.split('\n').slice(0, 3).join(' ')}` };
  }
}

async function answers(program: string, options: readonly string[]): Promise<boolean> {
  return run(program, options).then(
    () => true,
    () => false,
  );
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
    try {
      const connection = await mongoose.createConnection(url, { serverSelectionTimeoutMS: 500 }).asPromise();
      await connection.db?.command({ ping: 1 });
      await connection.close();
      return;
    } catch (error) {
      if (attempt === 60) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
