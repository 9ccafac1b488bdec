import type { Instant } from '../../base/time.ts';
import type { LicenceStatus } from '../licence/index.ts';
import type { LicenceCopyRecord } from './model.ts';

/** A copy is good; its time is over; or what it shows is not in force. */
export type CopyState = 'valid' | 'expired' | 'original-ended';

/**
 * The state of a copy at a moment. An original that is not in force outweighs the copy's own time: whoever holds the copy must learn that first.
 */
export function copyState(
  { kind, expiresAt }: Pick<LicenceCopyRecord, 'kind' | 'expiresAt'>,
  { original, asOf }: { readonly original: LicenceStatus; readonly asOf: Instant },
): CopyState {
  if (kind === 'cancelled-rendition' || original !== 'valid') return 'original-ended';
  return expiresAt !== null && asOf >= Date.parse(expiresAt) ? 'expired' : 'valid';
}
