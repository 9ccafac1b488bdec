/** The gate in front of every key, wherever it is kept: what is asked is checked, signed, and told to the log. */
import { toHex } from '../../base/bytes.ts';
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { KEY_SUBJECT } from '../../domain/grant/index.ts';
import { parseTbsSign } from '../../ses/index.ts';
import type { Certificate } from '../../pki/index.ts';
import type { KeyPurpose, KeyUse, SignRequest } from '../../services/pki/index.ts';
import type { Clock } from '../../services/platform.ts';
import { documentIn } from '../../services/grants/origin-proof.ts';
import { refusalError, type GatedUse, type Refusal } from './grants/index.ts';
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
  /** Why the ledger of grants does not admit the use of a seal; null when it does, and has counted it. Every use is admitted when absent. */
  readonly admit?: ((use: GatedUse) => Promise<Refusal | null>) | undefined;
}

/**
 * Signs if the key may sign what is asked, and the ledger of grants admits it; `sign` is not called otherwise. Rejects with
 * KEY_PURPOSE_REFUSED, SEAL_USE_REFUSED, and as `sign`, the ledger and the log do.
 */
export async function signGuarded(
  request: SignRequest,
  key: GuardedKey,
  { clock, crypto, onUse, admit }: GuardTools,
  sign: () => Uint8Array | Promise<Uint8Array>,
): Promise<Uint8Array> {
  const { purpose, tbs, authorisation } = request;
  const unfit = reasonToRefuse(request, key, crypto);
  const ungranted = unfit === null && isGated(purpose) ? await gate(request, key, { clock, crypto, admit }) : null;
  const reason = unfit ?? ungranted;
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
  if (ungranted) throw refusalError(ungranted);
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

/** Purposes whose uses the ledger of grants judges. */
function isGated(purpose: KeyPurpose): boolean {
  return purpose === 'seal-signature' || purpose === 'cms-signature';
}

/** Why the use of a seal or of a key that signs documents is not admitted now: by custody's own clock, and by its ledger. */
async function gate(
  request: SignRequest,
  { certificate }: GuardedKey,
  { clock, crypto, admit }: Pick<GuardTools, 'clock' | 'crypto' | 'admit'>,
): Promise<Refusal | null> {
  const seal = request.purpose === 'seal-signature' ? parseTbsSign(request.tbs) : null;
  const now = clock.now();
  if (certificate && !isWithin(certificate, now))
    return bilingual("the key's certificate is not valid now", '该密钥的证书不在有效期内');
  if (seal && (now < seal.seal.validFrom || now > seal.seal.validTo))
    return bilingual('the seal is not valid now', '印章不在有效期内');
  return admit ? admit(useOf(request, seal, crypto)) : null;
}

function isWithin({ notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>, now: number): boolean {
  return now >= notBefore && now <= notAfter;
}

/** What is asked, by the bytes themselves where they say it: the seal that is in them and the digest that they sign. */
function useOf(request: SignRequest, parsed: ReturnType<typeof parseTbsSign> | null, crypto: CryptoProvider): GatedUse {
  const { keyId, tbs, content } = request;
  const { use, reference } = request.authorisation;
  if (parsed === null) {
    const data = toHex(crypto.digest('sm3', tbs));
    return { claim: use, seal: `${KEY_SUBJECT}${keyId}`, version: () => '', data, reference };
  }
  const { seal, dataHash } = parsed;
  const document = content ? documentIn(content, dataHash) : null;
  const version = (): string => toHex(crypto.digest('sm3', seal.raw));
  return { claim: use, seal: seal.esId, version, data: toHex(dataHash), document: document && toHex(document), reference };
}

function isNamed(text: string): boolean {
  return text !== '' && text.length <= LONGEST_NAME;
}
