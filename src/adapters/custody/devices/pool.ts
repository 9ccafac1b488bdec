/** Sessions of a device: few, kept open, each used by one call at a time. */
import { isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';

/** Most calls that wait for a session; more are turned away. */
const MOST_WAITING = 1_024;

/** How sessions are opened and kept. */
export interface PoolOptions<Session> {
  /** Most sessions at once. */
  readonly size: number;
  /** How long a call may take, waiting included, ms. */
  readonly timeout: number;
  readonly open: () => Promise<Session>;
  /** Never rejects. */
  readonly close: (session: Session) => Promise<void>;
}

/** Lends out sessions. */
export interface SessionPool<Session> {
  /** Rejects as `work` does, and with KEY_DEVICE_UNAVAILABLE when it takes too long; a session that failed is not used again. */
  use<Result>(operation: string, work: (session: Session) => Promise<Result>): Promise<Result>;
  /** Closes all sessions, after the calls under way, for which it waits no longer than the time-out. */
  close(): Promise<void>;
}

/** A pool without sessions yet. */
export function createPool<Session>({ size, timeout, open, close }: PoolOptions<Session>): SessionPool<Session> {
  const idle: Session[] = [];
  const waiting: (() => void)[] = [];
  const underWay = new Set<Promise<unknown>>();
  let taken = 0;
  let closed = false;

  async function place(): Promise<void> {
    if (taken === size) return new Promise((resolve) => waiting.push(resolve));
    taken++;
  }

  /** The place goes to who waits longest. */
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else taken--;
  }

  /** A session that lay idle may have been ended by the device; then nothing was done in it, or nothing came out, and another is tried. */
  async function run<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const old = idle.pop();
    if (old === undefined) return attempt(await open(), work);
    try {
      return await attempt(old, work);
    } catch (error) {
      if (closed || !isYinzhengError(error, 'KEY_DEVICE_UNAVAILABLE')) throw error;
      await Promise.all(idle.splice(0).map(close));
      return attempt(await open(), work);
    }
  }

  async function attempt<Result>(session: Session, work: (session: Session) => Promise<Result>): Promise<Result> {
    let isWell = false;
    try {
      const result = await work(session);
      isWell = true;
      return result;
    } catch (error) {
      isWell = isYinzhengError(error, 'KEY_DEVICE_REFUSED');
      throw error;
    } finally {
      if (isWell && !closed) idle.push(session);
      else await close(session);
    }
  }

  return {
    async use(operation, work) {
      if (closed) throw unavailable(operation, 'it is closed');
      if (waiting.length >= MOST_WAITING) throw unavailable(operation, 'too much is waiting');
      const late = unavailable(operation, 'it takes too long');
      let isGivenUp = false;
      // A call that hangs keeps its place, so that no more than `size` ever hang.
      const turn = place().then(async () => {
        try {
          if (isGivenUp || closed) throw late;
          return await run(work);
        } finally {
          leave();
        }
      });
      const settled: Promise<unknown> = turn.catch(() => undefined).then(() => underWay.delete(settled));
      underWay.add(settled);
      return within(turn, timeout, () => {
        isGivenUp = true;
        return late;
      });
    },
    async close() {
      closed = true;
      await within(Promise.all(underWay), timeout, () => new Error('late')).catch(() => undefined);
      await Promise.all(idle.splice(0).map(close));
    },
  };
}

/** Rejects with `late()` when the promise takes longer than `ms`. */
async function within<T>(promise: Promise<T>, ms: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(operation: string, technical: string): YinzhengError {
  return new YinzhengError('KEY_DEVICE_UNAVAILABLE', { operation, technical });
}
