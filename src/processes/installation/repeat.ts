/** Work that comes back; a turn begins only when the last one has ended. */
export interface Chore {
  stop(): void;
}

/** When work comes, ms; a single number where the first time is like every other. */
export type Rhythm = number | { readonly first: number; readonly then: number };

/** Does a work every so many ms, first after that time; what it rejects with is reported and does not end it. */
export function repeat(rhythm: Rhythm, work: () => Promise<unknown>, onError: (error: unknown) => void): Chore {
  const { first, then } = typeof rhythm === 'number' ? { first: rhythm, then: rhythm } : rhythm;
  let timer: NodeJS.Timeout;
  let stopped = false;
  const wait = (milliseconds: number): void => {
    if (stopped) return;
    const again = (): void => wait(then);
    timer = setTimeout(() => void work().catch(onError).finally(again), milliseconds);
    timer.unref();
  };
  wait(first);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
