import { isYinzhengError } from '../src/base/errors/index.ts';
import type { OpenTarget } from './target.ts';

/** Gives a target its own seeds. Returns how many it took; those of others may be refused. Rejects with what is no refusal. */
export async function attemptSeeds(target: OpenTarget): Promise<number> {
  let taken = 0;
  for (const seed of target.seeds) {
    try {
      if (await target.run(seed)) taken++;
    } catch (error) {
      if (!isYinzhengError(error)) throw error;
    }
  }
  return taken;
}
