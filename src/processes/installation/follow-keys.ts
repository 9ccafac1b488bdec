import { isYinzhengError } from '../../base/errors/index.ts';
import type { FollowingCustody, KeyStanding } from '../../services/pki/index.ts';

/** What is told of keys that others change while a server runs. */
export interface KeyFollower {
  /** Looks once. Rejects as custody does when it cannot answer at all, and as `onChange` does: then it is told again the next time. */
  readonly look: () => Promise<void>;
}

/**
 * Follows the keys in custody: custody itself takes what others change, before each use; here it is noticed, for what is worked out from keys
 * and for people. `onChange` is told of other keys or certificates, `onFault` once of each fault that keeps them from being taken.
 */
export async function followKeys(
  custody: FollowingCustody,
  told: { readonly onChange: () => Promise<void>; readonly onFault: (fault: NonNullable<KeyStanding['fault']>) => void },
): Promise<KeyFollower> {
  let { generation } = await custody.standing();
  let fault = '';
  return {
    async look() {
      const now = await standingOf(custody);
      if (!now) return;
      const found = now.fault ? JSON.stringify(now.fault) : '';
      if (now.fault && found !== fault) told.onFault(now.fault);
      fault = found;
      if (now.generation === generation) return;
      await told.onChange();
      generation = now.generation;
    },
  };
}

/** Null while the signer is being started again, which is told elsewhere. */
async function standingOf(custody: FollowingCustody): Promise<KeyStanding | null> {
  try {
    return await custody.standing();
  } catch (error) {
    if (isYinzhengError(error, 'SIGNER_UNAVAILABLE', 'SERVICE_BUSY')) return null;
    throw error;
  }
}
