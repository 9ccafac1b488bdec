import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { SignatureKeyRecord } from '../../domain/signature/index.ts';
import { certificateDigest, parseCertificate, type Certificate, type RsaPadding } from '../../pki/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { KeyCustody } from '../pki/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';
import { findInScope, reachOf, refuseEnded } from '../organisations/index.ts';
import type { SignatureKey } from './keys.ts';
import { signatureAlgorithm, unusable } from './signer.ts';

const ATTEMPTS = 5;

/** What assigning a key takes. */
export interface AssignmentDependencies {
  readonly records: RecordStore;
  readonly custody: Pick<KeyCustody, 'list'>;
  readonly journal: Pick<JournalDesk, 'poke'>;
  readonly clock: Clock;
  readonly crypto: CryptoProvider;
  /** Grants the key at once, in a demonstration; elsewhere people grant it. */
  readonly grantAtOnce?: ((key: SignatureKeyRecord) => Promise<void>) | undefined;
}

/** Which key is to sign for whom: id of the key in custody, unified social credit code of the organisation. */
export interface AssignmentOrder {
  readonly keyId: string;
  readonly organisation: string;
  /** How an RSA key is to sign; when absent as before, PKCS #1 v1.5 the first time. */
  readonly padding?: RsaPadding | undefined;
}

/**
 * Says that a key in custody signs documents for an organisation; again for the same one it changes nothing but the padding. Rejects with NOT_ALLOWED,
 * ORGANISATION_NOT_FOUND, SIGNATURE_KEY_UNUSABLE when custody has no such key for CMS with a certificate that can be signed with, or it
 * signs for somebody else.
 */
export async function assignSignatureKey(
  deps: AssignmentDependencies,
  actor: Actor,
  order: AssignmentOrder,
): Promise<SignatureKey> {
  await findInScope(deps.records, actor, { action: 'signature-key:manage', code: order.organisation });
  const assigned = await readAgain(() => assign(deps, actor, order));
  await deps.grantAtOnce?.(assigned.record);
  return assigned;
}

/**
 * Lets a key sign for the organisation of another in its place; false when that signs for none. The new key signs before the other no
 * longer does, so that interrupted, the same call brings it to its end. Rejects as {@link assignSignatureKey} does.
 */
export async function passAssignmentOn(
  deps: AssignmentDependencies,
  actor: Actor,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  const known = await deps.records.get('signature-keys', from);
  if (known?.state !== 'assigned') return false;
  const isRsa = signatureAlgorithm(await usableCertificate(deps, to)) === 'rsa';
  const next = { keyId: to, organisation: known.organisation, former: from, ...(isRsa && { padding: known.padding }) };
  await readAgain(() => assign(deps, actor, next));
  await readAgain(() => withdraw(deps, actor, from));
  return true;
}

async function assign(
  deps: AssignmentDependencies,
  actor: Actor,
  { keyId, organisation, padding: wanted, former }: AssignmentOrder & { readonly former?: string },
): Promise<SignatureKey> {
  const { records, crypto, clock } = deps;
  const owner = await records.get('organisations', organisation);
  if (!owner) throw new YinzhengError('ORGANISATION_NOT_FOUND', { organisation });
  refuseEnded(owner, clock.now());
  const certificate = await usableCertificate(deps, keyId);
  const algorithm = signatureAlgorithm(certificate);
  const known = await records.get('signature-keys', keyId);
  const isOwn = known?.state === 'assigned' && known.organisation === organisation;
  if (wanted !== undefined && algorithm !== 'rsa')
    throw refused(keyId, bilingual('a padding is chosen for RSA keys only', '仅 RSA 密钥可选择填充方式'));
  const isPss = wanted === undefined ? isOwn && known.padding === 'pss' : wanted === 'pss';
  if (isOwn && (known.padding === 'pss') === isPss) return { record: known, certificate };
  if (algorithm === null || (known?.state === 'assigned' && !isOwn))
    throw refused(keyId, bilingual(`it signs for ${known?.organisation ?? ''}`, `已指定给机构 ${known?.organisation ?? ''}`));
  const record = await change(deps, actor, {
    ...{ known, keyId, kind: 'signature-key-assigned' },
    next: { organisation, algorithm, state: 'assigned', ...(isPss && { padding: 'pss' }), ...formerKey(former ?? known?.former) },
    facts: { key: keyId, organisation, certificateSm3: certificateDigest(certificate, crypto), ...(isPss && { padding: 'pss' }) },
  });
  return { record, certificate };
}

/**
 * Says that a key signs for its organisation no more; what was signed stays signed, and its certificate is not revoked. Rejects with
 * NOT_ALLOWED, SIGNATURE_KEY_NOT_ASSIGNED.
 */
export async function withdrawSignatureKey(
  deps: Omit<AssignmentDependencies, 'custody' | 'crypto'>,
  actor: Actor,
  keyId: string,
): Promise<SignatureKeyRecord> {
  const { includes } = await reachOf(deps.records, actor, 'signature-key:manage');
  const known = await deps.records.get('signature-keys', keyId);
  if (known && !(await includes(known.organisation)))
    throw new YinzhengError('SIGNATURE_KEY_NOT_ASSIGNED', { keyId: keyId.slice(0, 64) });
  return readAgain(() => withdraw(deps, actor, keyId));
}

async function withdraw(
  deps: Omit<AssignmentDependencies, 'custody' | 'crypto'>,
  actor: Actor,
  keyId: string,
): Promise<SignatureKeyRecord> {
  const known = await deps.records.get('signature-keys', keyId);
  if (known?.state !== 'assigned') throw new YinzhengError('SIGNATURE_KEY_NOT_ASSIGNED', { keyId: keyId.slice(0, 64) });
  const { organisation, algorithm } = known;
  return change(deps, actor, {
    ...{
      known,
      next: { organisation, algorithm, state: 'withdrawn', ...formerKey(known.former) },
      keyId,
      kind: 'signature-key-withdrawn',
    },
    facts: { key: keyId, organisation },
  });
}

/** The journal's relay writes the record too, and other administrators may: what was read before is read, and judged, again. */
async function readAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= ATTEMPTS) throw error;
    }
  }
}

async function usableCertificate({ custody, clock }: AssignmentDependencies, keyId: string): Promise<Certificate> {
  const key = (await custody.list()).find((found) => found.keyId === keyId);
  const shown = keyId.slice(0, 64);
  if (!key) throw refused(shown, bilingual('there is none in custody', '密钥库中没有该密钥'));
  if (!key.purposes.includes('cms-signature'))
    throw refused(shown, bilingual('it has not the purpose cms-signature', '没有用途 cms-signature'));
  if (key.certificate === null) throw refused(shown, bilingual('it has no certificate yet', '尚无证书'));
  const certificate = parseCertificate(key.certificate);
  const reason = unusable(certificate, clock.now());
  if (reason) throw refused(shown, reason);
  return certificate;
}

interface Change {
  readonly known: SignatureKeyRecord | null;
  readonly next: Pick<SignatureKeyRecord, 'organisation' | 'algorithm' | 'padding' | 'former' | 'state'>;
  readonly keyId: string;
  readonly kind: 'signature-key-assigned' | 'signature-key-withdrawn';
  readonly facts: Readonly<Record<string, string>>;
}

/** One write that carries its event; of two administrators at once the second is told. */
async function change(
  { records, journal, clock }: Pick<AssignmentDependencies, 'records' | 'journal' | 'clock'>,
  actor: Actor,
  { known, next, keyId, kind, facts }: Change,
): Promise<SignatureKeyRecord> {
  const since = isoInstant(clock.now());
  const version = (known?.version ?? 0) + 1;
  const event = {
    ...{ id: `signature-keys/${keyId}/${version}`, kind, subject: `signature-keys/${keyId}` },
    ...{ effectiveAt: since, recordedAt: since, actor, purpose: null, facts },
  };
  const outbox = [...(known?.outbox ?? []), event];
  const record: SignatureKeyRecord = { _id: keyId, schema: 1, version, ...next, since, outbox, pending: true };
  try {
    await (known ? records.replace('signature-keys', record) : records.insert('signature-keys', record));
  } catch (error) {
    // Somebody else was first: as told to whoever comes second.
    if (isYinzhengError(error, 'ALREADY_EXISTS')) throw new YinzhengError('VERSION_CONFLICT', {}, { cause: error });
    throw error;
  }
  journal.poke();
  return record;
}

function formerKey(former: string | undefined): Pick<SignatureKeyRecord, 'former'> {
  return former === undefined ? {} : { former };
}

function refused(keyId: string, reason: Bilingual): YinzhengError {
  return new YinzhengError('SIGNATURE_KEY_UNUSABLE', { keyId, reason });
}
