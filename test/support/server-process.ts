/** The built server as a process of its own, to be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { builtProgram } from './cli.ts';

/** A server that has started. */
export interface ServerProcess {
  readonly url: string;
  /** What it printed at its start. */
  readonly screen: string;
  /** Kills it, without a chance to do anything more; resolves when it is gone. */
  kill(): Promise<void>;
  /** Tells it to stop; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Resolves when it is gone. */
  readonly gone: Promise<unknown>;
  /** What it complained of. */
  complaints(): string;
  /** What it logged. */
  log(): string;
}

/**
 * Starts the server on a folder; `under` runs it under another program. Null when it was killed before it had started; fails with its
 * complaints when it ended by itself.
 */
export async function startServerProcess(
  folder: string,
  under: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess | null> {
  const program = join(dirname(await builtProgram()), 'server.js');
  const [command, ...rest] = [...under, process.execPath, program];
  const child = spawn(command, rest, {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what runs it is killed with it.
    detached: true,
  });
  const gone = once(child, 'exit');
  let err = '';
  let out = '';
  child.stdout.on('data', (chunk: Buffer | string) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const screen = await screenOf(child);
  if (screen === null) {
    await gone;
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${err}`);
    return null;
  }
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-(child.pid ?? 0), name);
    } catch {
      // It is gone already.
    }
  };
  return {
    url: /http:\/\/\S+/.exec(screen)?.[0] ?? '',
    screen,
    gone,
    complaints: () => err,
    log: () => out,
    async kill() {
      signal('SIGKILL');
      await gone;
    },
    async stop() {
      signal('SIGTERM');
      await gone;
      return child.exitCode;
    },
  };
}

async function screenOf(child: ChildProcess): Promise<string | null> {
  let screen = '';
  child.stdout?.setEncoding('utf8');
  // What it prints later must not meet a closed pipe.
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
    screen += chunk;
    if (!screen.includes('Ctrl+C')) continue;
    child.stdout?.resume();
    return screen;
  }
  return null;
}
