/**
 * Measuring: medians of batches after a warm-up, so that one noisy moment does not count; what is compared runs in turns. Time is the
 * processor time of the whole process (compiling and collecting garbage too): on one idle core it is the time that passes, and other
 * programs on the machine do not add to it.
 */

/** Something to be measured; may be asynchronous. */
export type Work = () => unknown;

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
  works: readonly Work[],
  { batches = 15, batchMs = 150, warmupMs = 1_000 }: Timing = {},
): Promise<readonly number[]> {
  const measured: { readonly work: Work; readonly calls: number; readonly times: number[] }[] = [];
  for (const work of works) {
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
async function timeOf(work: Work, calls: number): Promise<number> {
  const start = processorTime();
  for (let call = 0; call < calls; call++) await work();
  return (processorTime() - start) / calls;
}

/** Calls for at least `ms`; the time of a call in the second half, which says how long one takes when warm. */
async function timeFor(work: Work, ms: number): Promise<number> {
  const start = processorTime();
  let half = start;
  let calls = 0;
  do {
    await work();
    if (half === start && processorTime() - start > ms / 2) half = processorTime();
    else if (half !== start) calls++;
  } while (processorTime() - start < ms || calls === 0);
  return (processorTime() - half) / calls;
}

/** Processor time that this process has used, ms. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
