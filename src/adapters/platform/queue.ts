/** How many works run at once, how many may wait, and what those beyond are told. */
export interface QueueRules {
  readonly atOnce: number;
  readonly mostWaiting: number;
  readonly full: () => Error;
}

/** Runs works a few at a time, in the order in which they came; rejects at once when too many wait. */
export function createQueue({ atOnce, mostWaiting, full }: QueueRules): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) throw full();
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running++;
    }
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line, so that nobody overtakes.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
