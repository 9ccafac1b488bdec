/** Work that comes back; a turn begins only when the last one has ended. */
export interface Chore {
  stop(): void;
}

/** Does a work every so many ms, first after that time; what it rejects with is reported and does not end it. */
export function repeat(every: number, work: () => Promise<unknown>, onError: (error: unknown) => void): Chore {
  let timer: NodeJS.Timeout;
  let stopped = false;
  const wait = (): void => {
    if (stopped) return;
    timer = setTimeout(() => void work().catch(onError).finally(wait), every);
    timer.unref();
  };
  wait();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
