/** Waiting for slow sources: for a moment, and when the same question comes again, for what was begun then. */
import { YinzhengError } from '../../base/errors/index.ts';

/** How long is waited. */
export interface PatienceTerms {
  /** For one call, ms. */
  readonly longest: number;
  /** How long a late answer is kept for who asks again, ms. */
  readonly kept: number;
  /** Most questions whose answer is waited for or kept. */
  readonly most: number;
}

/** Asks with patience. */
export interface Patience {
  /** When to ask again, s. */
  readonly retryAfter: number;
  /**
   * What the work gives; null while it is not there yet: the same key, asked again, gets it then. Rejects as the work does, and with
   * SERVICE_BUSY when too many wait.
   * @param key who asks, and what; nobody gets the answer of another key
   */
  within<T>(key: string, work: () => Promise<T>): Promise<T | null>;
}

const LATE = Symbol('late');
const BUSY_SECONDS = 5;

/** Patience that has not waited yet; what is late is known in this process only, and asked for anew elsewhere. */
export function createPatience({ longest, kept, most }: PatienceTerms): Patience {
  const late = new Map<string, Promise<unknown>>();

  function forget(key: string, work: Promise<unknown>): void {
    if (late.get(key) === work) late.delete(key);
  }

  async function wait(work: Promise<unknown>): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise((resolve) => {
      timer = setTimeout(() => resolve(LATE), longest);
    });
    try {
      return await Promise.race([work, over]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    retryAfter: Math.max(1, Math.ceil(longest / 1000)),

    async within<T>(key: string, work: () => Promise<T>): Promise<T | null> {
      const known = late.get(key);
      if (!known && late.size >= most) throw new YinzhengError('SERVICE_BUSY', { seconds: BUSY_SECONDS });
      const running = known ?? work();
      try {
        const answer = await wait(running);
        if (answer !== LATE) {
          forget(key, running);
          return answer as T;
        }
      } catch (error) {
        forget(key, running);
        throw error;
      }
      if (!known) {
        late.set(key, running);
        const end = (): void => void setTimeout(() => forget(key, running), kept).unref();
        running.then(end, end);
      }
      return null;
    },
  };
}
