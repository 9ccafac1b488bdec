/** Following the status that a source has for a licence. */
import type { LicenceStatus, StatusEventKind } from '../licence/index.ts';

const ENDS: Readonly<Partial<Record<LicenceStatus, StatusEventKind>>> = {
  cancelled: 'cancel',
  rescinded: 'rescind',
  revoked: 'revoke',
  void: 'void',
};

/**
 * The act by which a licence gets the status that its source has: null where nothing is to be done, since it has it, or dates alone make it so;
 * `impossible` where what has ended here is said to be in force there.
 */
export function actToFollow(has: LicenceStatus, wanted: LicenceStatus): StatusEventKind | 'impossible' | null {
  if (has === wanted) return null;
  if (ENDS[has] !== undefined) return 'impossible';
  const end = ENDS[wanted];
  if (end !== undefined) return end;
  if (wanted === 'suspended') return has === 'transferred-out' ? 'impossible' : 'suspend';
  if (wanted === 'transferred-out') return has === 'suspended' ? 'impossible' : 'transfer-out';
  // In force there, or expired, which follows from dates: what holds it here is lifted.
  if (has === 'suspended') return 'resume';
  return has === 'transferred-out' ? 'transfer-in' : null;
}
