/**
 * Measuring: medians of batches after a warm-up, so that one noisy moment does not count; what is compared runs in turns. Time is the
 * processor time of the whole process (compiling and collecting garbage too): on one idle core it is the time that passes, and other
 * programs on the machine do not add to it.
 */

/** Something to be measured; may be asynchronous. `prepare`, called before each batch with the number of its calls, is not. */
export interface Work {
  readonly prepare?: (calls: number) => void;
  readonly call: () => unknown;
}

/** How long to measure. */
export interface Timing {
  /** Batches of each work; the median counts. */
  readonly batches?: number;
  /** About how long one batch lasts, ms. */
  readonly batchMs?: number;
  readonly warmupMs?: number;
}

/** Median time of a call of each work, ms. Batches of the works alternate, so that a slow spell of the machine meets all alike. */
export async function measureInTurns(
  works: readonly (Work | Work['call'])[],
  { batches = 15, batchMs = 150, warmupMs = 4_000 }: Timing = {},
): Promise<readonly number[]> {
  const measured: { readonly work: Work; readonly calls: number; readonly times: number[] }[] = [];
  for (const given of works) {
    const work = typeof given === 'function' ? { call: given } : given;
    const each = await timeFor(work, warmupMs);
    measured.push({ work, calls: Math.max(1, Math.round(batchMs / each)), times: [] });
  }
  for (let batch = 0; batch < batches; batch++) {
    for (const { work, calls, times } of measured) times.push(await timeOf(work, calls));
  }
  return measured.map(({ times }) => median(times));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Time of a call over `calls` calls, ms. */
async function timeOf({ prepare, call }: Work, calls: number): Promise<number> {
  prepare?.(calls);
  const start = processorTime();
  for (let done = 0; done < calls; done++) await call();
  return (processorTime() - start) / calls;
}

/** Calls for at least `ms` in all; the time of a call in the second half, which says how long one takes when warm. */
async function timeFor(work: Work, ms: number): Promise<number> {
  const times: number[] = [];
  let spent = 0;
  for (let calls = 1; spent < ms; calls = Math.min(2 * calls, 64)) {
    const each = await timeOf(work, calls);
    times.push(each);
    spent += Math.max(each * calls, 0.01);
  }
  return Math.max(median(times.slice(Math.floor(times.length / 2))), 0.001);
}

/** Processor time that this process has used, ms. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
