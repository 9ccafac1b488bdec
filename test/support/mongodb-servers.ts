/** Programs that speak MongoDB's protocol, made once with the machine's tools and kept in the cache of the user. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { temporaryFolder } from './temporary.ts';

const run = promisify(execFile);
const BUILD_TIME = 15 * 60_000;

/** A program that serves a data folder on a port of the loopback address. */
export interface ServerProgram {
  readonly kind: string;
  start(folder: string, port: number): ChildProcess;
  /** How it is ended: hard where it keeps what it acknowledged all the same. */
  readonly ending: 'SIGKILL' | 'SIGTERM';
  /** What a URL asks for besides. */
  readonly query: string;
}

/** Why there is no server, in words. */
export interface NoServer {
  readonly reason: string;
}

/** The first that can be had: `mongod` of the machine, FerretDB on SQLite built with Go, mongo-java-server on H2 from Maven. */
export async function findServerProgram(): Promise<ServerProgram | NoServer> {
  const only = process.env['YINZHENG_TEST_MONGODB_KIND'];
  const reasons: string[] = [];
  for (const [kind, find] of Object.entries({ mongod, ferretdb, java: javaServer })) {
    if (only !== undefined && only !== kind) continue;
    const found = await find();
    if (!('reason' in found)) return found;
    reasons.push(found.reason);
  }
  return { reason: reasons.join('; ') };
}

async function mongod(): Promise<ServerProgram | NoServer> {
  if (!(await answers('mongod', ['--version']))) return { reason: 'there is no mongod on PATH' };
  return {
    kind: 'mongod',
    ending: 'SIGKILL',
    query: '',
    start: (folder, port) =>
      started('mongod', ['--dbpath', folder, '--port', `${port}`, '--bind_ip', '127.0.0.1', '--nounixsocket'], folder),
  };
}

const FERRETDB = { module: 'github.com/FerretDB/FerretDB', version: 'v1.24.2' } as const;
/** Runs the embeddable server, whose own program does not build outside its repository; it ends with whoever started it. */
const FERRETDB_MAIN = `package main

import (
	"context"
	"io"
	"os"

	"${FERRETDB.module}/ferretdb"
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
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	if err := server.Run(context.Background()); err != nil {
		panic(err)
	}
}
`;

async function ferretdb(): Promise<ServerProgram | NoServer> {
  const built = await cached(`ferretdb-${FERRETDB.version}`, FERRETDB_MAIN, async (folder) => {
    if (!(await answers('go', ['version']))) throw new Error('there is no Go');
    const { module, version } = FERRETDB;
    const source = temporaryFolder();
    writeFileSync(join(source, 'go.mod'), `module ferretdb.test\n\ngo 1.22\n\nrequire ${module} ${version}\n`);
    writeFileSync(join(source, 'main.go'), FERRETDB_MAIN);
    const options = ['build', '-mod=mod', '-buildvcs=false', '-o', join(folder, 'ferretdb'), '.'];
    await run('go', options, { cwd: source, timeout: BUILD_TIME, maxBuffer: 64 * 1024 * 1024 });
  });
  if (typeof built !== 'string') return { reason: `FerretDB cannot be built: ${built.reason}` };
  return {
    kind: 'FerretDB',
    ending: 'SIGKILL',
    // FerretDB 1.24 does not update atomically, as MongoDB does; over one connection its updates come one after another.
    query: '?maxPoolSize=1',
    start: (folder, port) => started(join(built, 'ferretdb'), [`127.0.0.1:${port}`, `file:${folder}/`], folder),
  };
}

const JAVA_VERSION = '1.47.0';
const JAVA_MAIN = `import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.util.List;

public class Main {
  /** The driver refuses the versions that the server says it is. */
  static class Version implements MongoVersion {
    public List<Integer> getVersionArray() {
      return List.of(6, 0, 0);
    }

    public int getWireVersion() {
      return 17;
    }
  }

  public static void main(String[] args) throws Exception {
    MongoServer server = new MongoServer(new H2Backend(args[1]).version(new Version()));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    server.bind("127.0.0.1", Integer.parseInt(args[0]));
    while (System.in.read() >= 0) {}
    System.exit(0);
  }
}
`;
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>test</groupId><artifactId>test</artifactId><version>1</version>
<dependencies><dependency><groupId>de.bwaldvogel</groupId><artifactId>mongo-java-server-h2-backend</artifactId>
<version>${JAVA_VERSION}</version></dependency></dependencies></project>
`;

async function javaServer(): Promise<ServerProgram | NoServer> {
  const built = await cached(`mongo-java-server-${JAVA_VERSION}`, JAVA_MAIN, async (folder) => {
    if (!(await answers('javac', ['-version'])) || !(await answers('mvn', ['--version'])))
      throw new Error('there is no JDK with Maven');
    writeFileSync(join(folder, 'pom.xml'), POM);
    writeFileSync(join(folder, 'Main.java'), JAVA_MAIN);
    const options = { cwd: folder, timeout: BUILD_TIME, maxBuffer: 64 * 1024 * 1024 };
    await run('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'], options);
    await run('javac', ['-cp', 'lib/*', 'Main.java'], options);
  });
  if (typeof built !== 'string') return { reason: `mongo-java-server cannot be had: ${built.reason}` };
  const classes = `${join(built, 'lib')}/*:${built}`;
  return {
    kind: 'mongo-java-server',
    // Its file is written a second later, or when it ends in peace.
    ending: 'SIGTERM',
    query: '',
    start: (folder, port) => started('java', ['-cp', classes, 'Main', `${port}`, join(folder, 'data.mv')], folder),
  };
}

/** The folder that `make` filled, now or in an earlier run with the same source; or why it could not. */
async function cached(name: string, source: string, make: (folder: string) => Promise<void>): Promise<string | NoServer> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'yinzheng-tests');
  const folder = join(cache, `${name}-${createHash('sha256').update(source).digest('hex').slice(0, 8)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  // One of those that need it at the same time makes it; who was cut off is forgotten.
  const maker = `${folder}.pid`;
  while (!claim(maker)) {
    await delay(500);
    if (existsSync(folder)) return folder;
  }
  const making = `${folder}.new`;
  try {
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making);
    await make(making);
    renameSync(making, folder);
    return folder;
  } catch (error) {
    return { reason: (error as Error).message.split('\n').slice(0, 3).join(' ') };
  } finally {
    rmSync(making, { recursive: true, force: true });
    rmSync(maker, { force: true });
  }
}

function claim(maker: string): boolean {
  try {
    writeFileSync(maker, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch {
    if (existsSync(maker) && !isRunning(Number(readFileSync(maker, 'utf8')))) rmSync(maker, { force: true });
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Starts a program that does not keep this process from ending, and sees the end of its input when this process dies. */
function started(program: string, options: readonly string[], cwd: string): ChildProcess {
  const child = spawn(program, options, { stdio: ['pipe', 'ignore', 'ignore'], cwd });
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return child;
}

async function answers(program: string, options: readonly string[]): Promise<boolean> {
  return run(program, options).then(
    () => true,
    () => false,
  );
}
