/** Running one process of a target, and finding out about it when it dies or stands still. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tally } from './campaign.ts';
import type { Order, Report } from './child.ts';
import { readNoted } from './current.ts';
import { writeFinding } from './finding.ts';

/** An input that takes longer ends its process, ms. */
const STANDSTILL = 120_000;
const LOOK_EVERY = 5_000;
/** Memory of a process's own heap, MB: what no input may need. */
const HEAP_MEGABYTES = 768;
const CHILD = join(import.meta.dirname, 'child.ts');

/** Fuzzes a target in a process of its own. A process that dies, hangs or takes all memory is a finding. */
export async function fuzzInProcess(order: Omit<Order, 'current'>): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'yinzheng-fuzz-'));
  const current = join(folder, 'current');
  const start = performance.now();
  try {
    const { output, end } = await run({ ...order, current });
    if (end === null) return JSON.parse(output) as Report;
    const noted = readNoted(current);
    if (noted === null) throw new Error(`${order.target}: ${end} before the first input`);
    const path = writeFinding(order.out, order.target, noted.input, end);
    return { tally: broken(noted.begun, performance.now() - start), faults: [`${end} (${path})`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a process printed, and what ended it, null for nothing but its own end. */
function run(order: Order): Promise<{ readonly output: string; readonly end: string | null }> {
  return new Promise((resolve, reject) => {
    const flags = [`--max-old-space-size=${HEAP_MEGABYTES}`, '--import', 'tsx', CHILD, JSON.stringify(order)];
    const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    let begun = -1;
    let since = performance.now();
    let stood = false;
    const watch = setInterval(() => {
      const now = begunSoFar(order.current);
      if (now !== begun) [begun, since] = [now, performance.now()];
      else if (performance.now() - since > STANDSTILL) stood = child.kill('SIGKILL');
    }, LOOK_EVERY);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject).on('close', (code, signal) => {
      clearInterval(watch);
      const died = code === 0 ? null : `died (${signal ?? code})`;
      resolve({ output, end: stood ? `stood still for ${STANDSTILL / 1000} s` : died });
    });
  });
}

function begunSoFar(path: string): number {
  try {
    return readNoted(path)?.begun ?? 0;
  } catch {
    return 0;
  }
}

/** What can be said of a process that did not come to its end. */
function broken(runs: number, elapsedMs: number): Tally {
  return { runs, accepted: 0, outcomes: 0, slowestMs: Number.NaN, findings: 1, elapsedMs };
}
