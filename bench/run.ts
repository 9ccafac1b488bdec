/** `npm run bench`: every row, as a table, or with `-- --json` as JSON and nothing else. Ratios are within this one run. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildPrograms } from '../tools/programs.mjs';
import { bundlePrograms, ROOT } from './bundle.ts';
import { tableOf, type Row } from './row.ts';
import { measureService } from './service.ts';

const run = promisify(execFile);
const PROGRAMS = ['issue', 'verify', 'evidence', 'sm2'] as const;
const json = process.argv.includes('--json');
const say = (text: string): void => {
  if (!json) process.stderr.write(`${text}\n`);
};

const folder = await bundlePrograms([...PROGRAMS, 'signer', 'load', 'stamp-load']);
const rows: Row[] = [];
for (const name of PROGRAMS) await measure(name);
const dist = join(ROOT, 'node_modules/.cache/yinzheng-bench/dist');
await buildPrograms(dist);
await measure('signer', join(dist, 'signer.js'));
say('measuring the service …');
rows.push(...(await measureService(dist, { issue: join(folder, 'load.mjs'), stamp: join(folder, 'stamp-load.mjs') })));
process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : `${tableOf(rows)}\n`);

/** Runs a program of the benchmark, and takes its rows. */
async function measure(name: string, ...argv: readonly string[]): Promise<void> {
  say(`measuring ${name} …`);
  const { stdout, stderr } = await run(process.execPath, [join(folder, `${name}.mjs`), ...argv], { maxBuffer: 1024 * 1024 });
  process.stderr.write(stderr);
  rows.push(...(JSON.parse(stdout) as Row[]));
}
