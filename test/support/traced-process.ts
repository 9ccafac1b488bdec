/** A program that serves, run under strace. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTrace, TRACED, type SystemCall } from './system-calls.ts';
import { temporaryFolder } from './temporary.ts';

/** Runs a Node program in a folder until the work with its address is done; resolves to its system calls. */
export async function traceWhile(
  folder: string,
  program: readonly string[],
  work: (url: string) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly SystemCall[]> {
  const trace = join(temporaryFolder(), 'trace');
  const options = ['-f', '-y', '-qq', '-s', '20000', '-e', `trace=${TRACED}`, '-e', 'signal=none', '-o', trace];
  const child = spawn('strace', [...options, process.execPath, ...program], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const gone = once(child, 'exit');
  try {
    let screen = '';
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
      screen += String(chunk);
      if (screen.includes('Ctrl+C')) break;
    }
    child.stdout.resume();
    await work(/http:\/\/\S+/.exec(screen)?.[0] ?? '');
  } finally {
    // strace passes nothing on, so that the whole group is told.
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await gone;
  }
  return readTrace(readFileSync(trace, 'latin1'));
}
