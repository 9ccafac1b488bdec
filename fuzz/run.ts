/**
 * `npm run fuzz`: every target with a million inputs, or as told:
 * `-- --target NAME --runs N --seed S --minutes M --out FOLDER --jobs J`, where M is the longest time for a target, and NAME is one or
 * the beginning of several. Prints a table; ends with 1 when there are findings, whose inputs are in the folder.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Tally } from './campaign.ts';
import type { Report } from './child.ts';
import { fuzzInProcess } from './process.ts';
import { headOf, rowOf } from './table.ts';
import { TARGETS } from './targets/index.ts';

const MINUTE = 60_000;
/** Processes of one target that are started anew after they died. */
const MOST_RESTARTS = 20;

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: '' },
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '600' },
    out: { type: 'string', default: 'fuzz-findings' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});
const [runs, seed, minutes, jobs] = [values.runs, values.seed, values.minutes, values.jobs].map(Number) as [
  number,
  number,
  number,
  number,
];
const named = TARGETS.filter(({ name }) => name === values.target);
const chosen = named.length > 0 ? named : TARGETS.filter(({ name }) => name.startsWith(values.target));
if (chosen.length === 0 || ![runs, seed, minutes, jobs].every((value) => value >= 0 && Number.isFinite(value))) {
  process.stderr.write(`no such target, or not a number; targets: ${TARGETS.map(({ name }) => name).join(' ')}\n`);
  process.exit(2);
}

console.log(`seed ${seed}`);
console.log(headOf());
let faulty = false;
for (const { name } of chosen) {
  const reports = await Promise.all(Array.from({ length: jobs }, (_, job) => fuzzShare(name, job)));
  const faults = [...new Set(reports.flatMap((report) => report.faults))];
  console.log(rowOf(name, total(reports.map(({ tally }) => tally))));
  for (const fault of faults) console.log(`    ${fault}`);
  faulty ||= faults.length > 0;
}
process.exitCode = faulty ? 1 : 0;

/** A job's share of the inputs, by several processes when some die. */
async function fuzzShare(target: string, job: number): Promise<Report> {
  const share = Math.ceil(runs / jobs);
  const end = performance.now() + minutes * MINUTE;
  const reports: Report[] = [];
  for (let done = 0; done < share && performance.now() < end && reports.length < MOST_RESTARTS;) {
    const longest = end - performance.now();
    const order = { target, seed: seed + job + jobs * reports.length, runs: share - done, longest, out: values.out };
    const report = await fuzzInProcess(order);
    reports.push(report);
    done += report.tally.runs;
    if (report.tally.runs === 0) break;
  }
  return {
    tally: total(
      reports.map(({ tally }) => tally),
      'one after the other',
    ),
    faults: reports.flatMap(({ faults }) => faults),
  };
}

function total(tallies: readonly Tally[], how: 'at once' | 'one after the other' = 'at once'): Tally {
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((before, tally) => before + of(tally), 0);
  const most = (of: (tally: Tally) => number): number => Math.max(0, ...tallies.map(of).filter((value) => !Number.isNaN(value)));
  return {
    runs: sum((tally) => tally.runs),
    accepted: sum((tally) => tally.accepted),
    outcomes: most((tally) => tally.outcomes),
    slowestMs: most((tally) => tally.slowestMs),
    findings: sum((tally) => tally.findings),
    elapsedMs: how === 'at once' ? most((tally) => tally.elapsedMs) : sum((tally) => tally.elapsedMs),
  };
}
