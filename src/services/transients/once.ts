import { isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { transient, type TransientDependencies } from './record.ts';

/**
 * Claims a value that may be used once; false when it was claimed before, on whichever server and before whichever restart: the mark is
 * durable when this resolves.
 * @param until since when the value is refused for its age anyway, at most 29 hours from now
 */
export async function claimOnce(
  { records }: Pick<TransientDependencies, 'records'>,
  { value, until }: { readonly value: string; readonly until: Instant },
): Promise<boolean> {
  try {
    await records.insert('transients', transient(`used:${value}`, until, { kind: 'used' }));
    return true;
  } catch (error) {
    if (isYinzhengError(error, 'ALREADY_EXISTS')) return false;
    throw error;
  }
}
