/** A server of its own for the benchmark: the built program, on a fresh folder, spoken to over HTTP. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** A running server. */
export interface BenchServer {
  readonly address: string;
  /** What it has printed. */
  readonly screen: string;
  /** Time from the start of the process to the first answer, ms. */
  readonly startMs: number;
  /** Memory of its own (RssAnon of Linux), MiB. */
  ownMemory(): number;
  stop(): Promise<void>;
}

/** Where an installation lies, as the programs are told. */
export function installationAt(folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'development',
    YINZHENG_DATA_DIR: `${folder}/data`,
    YINZHENG_KEYS_DIR: `${folder}/keys`,
    YINZHENG_LOG_LEVEL: 'warn',
    // One clerk asks as often as it goes.
    YINZHENG_ACCOUNT_REQUESTS_PER_MINUTE: '100000',
  };
}

/** Starts a server on a folder, as `npm start` does, and waits until it answers. */
export async function startServer(program: string, folder: string): Promise<BenchServer> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['--enable-source-maps', program], {
    cwd: folder,
    env: { ...installationAt(folder), PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const screen = await screenOf(child);
  const port = /http:\/\/\S+:(\d+)/.exec(screen)?.[1] ?? '';
  const address = `http://127.0.0.1:${port}`;
  const answer = await fetch(`${address}/readyz`);
  if (!answer.ok) throw new Error(`the server is not ready: ${answer.status}`);
  const startMs = performance.now() - begun;
  return {
    address,
    screen,
    startMs,
    ownMemory() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Everything up to the last line of the start screen. */
async function screenOf(child: ChildProcess): Promise<string> {
  let screen = '';
  const { stdout } = child;
  if (!stdout) throw new Error('the server has no output');
  stdout.setEncoding('utf8');
  for await (const chunk of stdout as AsyncIterable<string>) {
    screen += chunk;
    if (screen.includes('Ctrl+C')) {
      stdout.resume();
      return screen;
    }
  }
  throw new Error(`the server ended: ${screen}`);
}
