/** Rows of the whole programs: `durable-issue`, `authorised-stamp`, `rss`, `second-start`, `cli-verify`, on a fresh installation of the built server. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from './measure.ts';
import { plainRow, type Row } from './row.ts';
import { installationAt, startServer, type BenchServer } from './server.ts';

const run = promisify(execFile);
const CONCURRENCY = 32;
const LICENCES = 5_000;
const STAMPS = 3_000;
const STARTS = 5;
const VERIFICATIONS = 11;

/** Programs that ask a server. */
export interface LoadPrograms {
  readonly issue: string;
  readonly stamp: string;
}

/** Measures the built programs of `dist`; `load` are the programs that ask. */
export async function measureService(dist: string, load: LoadPrograms): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'yinzheng-bench-'));
  try {
    const server = await startServer(join(dist, 'server.js'), folder);
    const { rates, identifier } = await issueMany(server, load.issue).finally(() => server.stop());
    const again = await startServer(join(dist, 'server.js'), folder);
    const stamps = await stampMany(again, load.stamp, server.screen).finally(() => again.stop());
    const rows = [
      plainRow('durable-issue', '1/s', median(rates.rates)),
      plainRow('authorised-stamp', '1/s', median([...stamps])),
      plainRow('rss', 'MiB', rates.memory),
      plainRow('second-start', 'ms', await secondStart(dist, folder)),
    ];
    return [...rows, plainRow('cli-verify', 'ms', await verifyByCommand(dist, folder, identifier))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Issued {
  readonly rates: { readonly rates: readonly number[]; readonly memory: number };
  readonly identifier: string;
}

async function issueMany(server: BenchServer, load: string): Promise<Issued> {
  const password = /clerk\s+\S+\s+(\S+)/.exec(server.screen)?.[1] ?? '';
  const { stdout } = await run(process.execPath, [load, server.address, 'clerk', password, `${LICENCES}`, `${CONCURRENCY}`]);
  const { rates, identifier } = JSON.parse(stdout) as { rates: number[]; identifier: string };
  return { rates: { rates, memory: server.ownMemory() }, identifier };
}

/** Rates of stamping; the accounts are those of the first start. */
async function stampMany(server: BenchServer, load: string, screen: string): Promise<readonly number[]> {
  const passwordOf = (userName: string): string => new RegExp(`${userName}\\s+\\S+\\s+(\\S+)`).exec(screen)?.[1] ?? '';
  const accounts = Object.fromEntries(['keeper', 'supervisor', 'sealer'].map((userName) => [userName, passwordOf(userName)]));
  const { stdout } = await run(process.execPath, [load, server.address, JSON.stringify(accounts), `${STAMPS}`, `${CONCURRENCY}`]);
  return (JSON.parse(stdout) as { readonly rates: readonly number[] }).rates;
}

async function secondStart(dist: string, folder: string): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const server = await startServer(join(dist, 'server.js'), folder);
    times.push(server.startMs);
    await server.stop();
  }
  return median(times);
}

/** The whole process of `verify --json` on a licence of the register, from start to exit. */
async function verifyByCommand(dist: string, folder: string, identifier: string): Promise<number> {
  const cli = join(dist, 'cli.js');
  const env = installationAt(folder);
  const file = join(folder, 'licence.pdf');
  const request = join(folder, 'request.json');
  await writeFile(
    request,
    JSON.stringify({
      typeCode: identifier.split('.')[5],
      licenceNumber: 'JY1',
      holders: [{ name: '样例', codeType: '999', code: 'TEST-0001' }],
      fields: { 法定代表人: '样例', 住所: '示范路', 经营场所: '示范路', 主体业态: '餐饮', 经营项目: '热食' },
      purpose: { item: '食品经营许可', caseNumber: 'BENCH', cause: '新办' },
    }),
  );
  await run(process.execPath, [cli, 'issue', request, '--organisation', identifier.split('.')[6] ?? '', '--out', file], { env });
  const times: number[] = [];
  for (let turn = 0; turn < VERIFICATIONS; turn++) {
    const begun = performance.now();
    const { status } = spawnSync(process.execPath, [cli, 'verify', file, '--json'], { env, stdio: 'ignore' });
    times.push(performance.now() - begun);
    if (status !== 0) throw new Error(`verify ended with ${status ?? 'a signal'}`);
  }
  return median(times);
}
