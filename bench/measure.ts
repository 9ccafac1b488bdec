/** Measuring: medians of batches after a warm-up, so that one noisy moment does not count. */

export interface Measured {
  /** Median time of one call, ms. */
  readonly ms: number;
}

const BATCHES = 11;

/** Median time of a call, over batches that last about `batchMs` each. */
export async function measure(
  work: () => unknown,
  { batchMs = 150, warmupMs = 300 }: { batchMs?: number; warmupMs?: number } = {},
): Promise<Measured> {
  let calls = 0;
  const warm = performance.now();
  do {
    await work();
    calls++;
  } while (performance.now() - warm < warmupMs);
  const perBatch = Math.max(1, Math.round((calls * batchMs) / (performance.now() - warm)));
  const times: number[] = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    const start = performance.now();
    for (let call = 0; call < perBatch; call++) await work();
    times.push((performance.now() - start) / perBatch);
  }
  return { ms: median(times) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** One row of the table. `ratio` is better when larger. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly baseline: number | null;
  readonly ratio: number | null;
}

export function row(
  name: string,
  unit: string,
  value: number,
  comparison?: { readonly baseline: number; readonly smallerIsBetter?: boolean },
): Row {
  if (!comparison) return { name, unit, value: rounded(value), baseline: null, ratio: null };
  const ratio = comparison.smallerIsBetter ? comparison.baseline / value : value / comparison.baseline;
  return { name, unit, value: rounded(value), baseline: rounded(comparison.baseline), ratio: rounded(ratio) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
