import { toHex } from '../../base/bytes.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import type { KeyCustody, KeyDescription } from './ports.ts';

/** Keys and the journal that tells of them. */
export interface KeyDesk {
  readonly custody: KeyCustody;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly crypto: CryptoProvider;
}

/**
 * Makes a key pair in custody and records it; a key that could not be recorded is destroyed again. Rejects with FILE_UNWRITABLE,
 * KEYSTORE_CHANGED, STORE_UNAVAILABLE.
 */
export async function generateKey(
  { custody, journal, clock, crypto }: KeyDesk,
  actor: Actor,
  specification: Parameters<KeyCustody['generate']>[0],
): Promise<KeyDescription> {
  const key = await custody.generate(specification);
  const at = isoInstant(clock.now());
  try {
    await journal.record([
      {
        id: `keys/${key.keyId}/generated`,
        kind: 'key-generated',
        subject: `keys/${key.keyId}`,
        effectiveAt: at,
        recordedAt: at,
        actor,
        purpose: null,
        facts: { purposes: key.purposes, publicKeySm3: toHex(crypto.digest('sm3', key.publicKey)) },
      },
    ]);
  } catch (error) {
    await custody.destroy(key.keyId);
    throw error;
  }
  return key;
}
