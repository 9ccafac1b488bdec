/** Many inputs for one target. */
import { judge, type Fault } from './judge.ts';
import { mutate } from './mutate/index.ts';
import type { Random } from './random.ts';
import type { OpenTarget, Target } from './target.ts';

/** Inputs that were treated in a new way and became seeds themselves. */
const MOST_NEW_SEEDS = 300;
/** Below it, time is not worth measuring twice, ms. */
const QUICK_MS = 2;

/** What came of a campaign. */
export interface Tally {
  runs: number;
  accepted: number;
  /** Kinds of outcome. */
  outcomes: number;
  /** Processor time of the slowest input, ms. */
  slowestMs: number;
  /** Inputs with faults, the same fault counted every time. */
  findings: number;
  /** Time passed, ms. */
  elapsedMs: number;
}

export interface Campaign {
  readonly random: Random;
  readonly runs: number;
  /** `performance.now()` at which it ends although there are runs left. */
  readonly until?: number;
  /** Called before each input. */
  readonly starting?: (run: number, input: Uint8Array) => void;
  readonly found: (fault: Fault, input: Uint8Array) => void;
}

/** Feeds mutations of the seeds to an open target; what is treated in a new way is mutated further. */
export async function fuzz({ form }: Pick<Target, 'form'>, target: OpenTarget, campaign: Campaign): Promise<Tally> {
  const { random, runs, until = Number.POSITIVE_INFINITY, starting, found } = campaign;
  const start = performance.now();
  const seeds = [...target.seeds];
  const most = seeds.length + MOST_NEW_SEEDS;
  const outcomes = new Set<string>();
  const tally: Tally = { runs: 0, accepted: 0, outcomes: 0, slowestMs: 0, findings: 0, elapsedMs: 0 };
  for (; tally.runs < runs && performance.now() < until; tally.runs++) {
    const input =
      tally.runs < target.seeds.length ? (target.seeds[tally.runs] ?? new Uint8Array(0)) : mutate(seeds, form, random);
    starting?.(tally.runs, input);
    const { accepted, outcome, ms, fault } = await judge(target, input, Math.max(QUICK_MS, tally.slowestMs));
    if (accepted) tally.accepted++;
    tally.slowestMs = Math.max(tally.slowestMs, ms);
    if (fault !== null) {
      tally.findings++;
      found(fault, input);
    }
    if (!outcomes.has(outcome)) {
      outcomes.add(outcome);
      if (seeds.length < most && input.length > 0) seeds.push(input);
    }
  }
  return { ...tally, outcomes: outcomes.size, elapsedMs: performance.now() - start };
}
