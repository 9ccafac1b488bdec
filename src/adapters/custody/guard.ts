/** The gate in front of every key, wherever it is kept: what is asked is checked, signed, and told to the log. */
import { toHex } from '../../base/bytes.ts';
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Certificate } from '../../pki/index.ts';
import type { KeyPurpose, KeyUse, SignRequest } from '../../services/pki/index.ts';
import type { Clock } from '../../services/platform.ts';
import { refusalReason } from './policy.ts';
import { tbsDigest } from './tbs-digest.ts';

/** Longest name of who asks, and of what for, characters. */
const LONGEST_NAME = 256;

/** Told of every use and every refusal; the signature is handed out when this has resolved, and not at all when it rejects. */
export type OnKeyUse = (use: KeyUse) => void | Promise<void>;

/** What custody knows of a key before it signs. */
export interface GuardedKey {
  readonly keyId: string;
  readonly purposes: readonly KeyPurpose[];
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly certificate: Certificate | null;
}

/** What the gate works with. */
export interface GuardTools {
  readonly clock: Clock;
  readonly crypto: CryptoProvider;
  readonly onUse?: OnKeyUse;
}

/**
 * Signs if the key may sign what is asked; `sign` is not called otherwise. Rejects with KEY_PURPOSE_REFUSED, and as `sign` and the log do.
 */
export async function signGuarded(
  request: SignRequest,
  key: GuardedKey,
  { clock, crypto, onUse }: GuardTools,
  sign: () => Uint8Array | Promise<Uint8Array>,
): Promise<Uint8Array> {
  const { purpose, tbs, authorisation } = request;
  const reason = reasonToRefuse(request, key, crypto);
  const signature = reason === null ? await sign() : null;
  await onUse?.({
    keyId: key.keyId,
    purpose,
    outcome: signature === null ? 'refused' : 'signed',
    reason: reason?.en ?? null,
    tbsSm3: toHex(tbsDigest(key.publicKey, tbs, crypto)),
    at: isoInstant(clock.now()),
    actor: authorisation.actor,
    reference: authorisation.reference,
  });
  if (signature !== null) return signature;
  throw new YinzhengError('KEY_PURPOSE_REFUSED', { keyId: key.keyId, purpose, ...(reason && { reason }) });
}

function reasonToRefuse(
  request: SignRequest,
  { purposes, publicKey, certificate }: GuardedKey,
  crypto: CryptoProvider,
): Bilingual | null {
  const { purpose, tbs, content, padding, authorisation } = request;
  if (!purposes.includes(purpose)) return bilingual('the key is not for this purpose', '该密钥没有此用途');
  if (!isNamed(authorisation.actor) || !isNamed(authorisation.reference)) return bilingual('nobody authorised it', '未经授权');
  return refusalReason({ purpose, tbs, content, padding, publicKey, certificate, crypto });
}

function isNamed(text: string): boolean {
  return text !== '' && text.length <= LONGEST_NAME;
}
