import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { parseCertificate } from '../../pki/index.ts';
import {
  attachCertificate,
  generateKey,
  isAuthority,
  issuerOf,
  reissueCertificate,
  type CertifiedKey,
  type KeyAlgorithm,
} from '../pki/index.ts';
import { nameOf } from '../grants/decide.ts';
import { passAssignmentOn } from '../signing/index.ts';
import { checkRemakable, remakeSeal } from '../seals/index.ts';
import { assignmentOf, certifiedKeyIn, keyIn, notRenewable, sealsOf, type KeyManagement } from './desk.ts';
import { destroyKey } from './destroy.ts';
import { revokeSigner } from './retire.ts';

/** A key whose place another takes. */
export interface RotationOrder {
  readonly keyId: string;
  /** The key that takes its place, with its certificate; null to make one, certified as the one before was. */
  readonly to: string | null;
  readonly destroyOld: boolean;
}

/** What a rotation did. */
export interface Rotation {
  readonly key: CertifiedKey;
  /** Codes of the seals that are used with the new key. */
  readonly remade: readonly string[];
  /** Whether the new key signs documents for the organisation of the one before. */
  readonly passedOn: boolean;
  /** Whether the certificate of the key before is revoked, and whether that key is destroyed. */
  readonly revoked: boolean;
  readonly destroyed: boolean;
}

/**
 * Puts another key in the place of one: key, certificate, then the seals, made again one by one, and the
 * assignment to sign documents; only when nothing is left with the key before that one's certificate is revoked (superseded) and, where asked for, the key destroyed. Interrupted, it goes on with the new key
 * as `to`. Rejects with KEY_NOT_FOUND, KEY_NOT_RENEWABLE for a CA and for a key that cannot take the place, CERTIFICATE_NOT_OURS, and as
 * custody and making seals do.
 */
export async function rotateKey(deps: KeyManagement, actor: Actor, order: RotationOrder): Promise<Rotation> {
  const { keyId, to, destroyOld } = order;
  const former = await certifiedKeyIn(deps, keyId);
  const { purposes } = await keyIn(deps, keyId);
  if (isAuthority(former.certificate))
    throw notRenewable(keyId, bilingual('a CA is set up anew, not rotated', 'CA 密钥不轮换，须另建 CA'));
  const seals = (await sealsOf(deps, keyId)).map(({ record }) => record._id);
  for (const seal of seals) await checkRemakable(deps, seal);
  const key = to === null ? await makeSuccessor(deps, actor, former) : await checkedSuccessor(deps, keyId, to);
  for (const seal of seals) await remakeSeal(deps, actor, { seal, signer: key });
  if (await assignmentOf(deps, keyId))
    await deps.grants.enter({ kind: 'key-succeeds', key: key.keyId, former: keyId, by: nameOf(actor) });
  const passedOn = await passAssignmentOn(deps, actor, { from: keyId, to: key.keyId });
  const revoked = await revokeSigner(deps, actor, { certificate: former.certificate, purposes, reason: 'superseded' });
  if (destroyOld) await destroyKey(deps, actor, { keyId, force: false });
  return { key, remade: seals, passedOn, revoked, destroyed: destroyOld };
}

async function makeSuccessor(deps: KeyManagement, actor: Actor, former: CertifiedKey): Promise<CertifiedKey> {
  // Before a key is made that nobody certifies.
  if ((await issuerOf(deps, former.certificate)) === null) throw new YinzhengError('CERTIFICATE_NOT_OURS');
  const { label, purposes } = await keyIn(deps, former.keyId);
  const { keyId, publicKey } = await generateKey(deps, actor, { label, purposes, algorithm: algorithmOf(former) });
  const certificate = await reissueCertificate(deps, actor, { ...former, publicKey });
  await attachCertificate(deps, actor, { keyId, certificate: certificate.raw });
  return { keyId, certificate };
}

/** A key that may be used for everything that another is used for, and has a certificate that does not end before. */
async function checkedSuccessor(deps: KeyManagement, keyId: string, to: string): Promise<CertifiedKey> {
  const [former, next] = await Promise.all([keyIn(deps, keyId), keyIn(deps, to)]);
  if (keyId === to) throw notRenewable(to, bilingual('it is the same key', '新旧密钥相同'));
  if (next.certificate === null) throw notRenewable(to, bilingual('it has no certificate yet', '尚无证书'));
  if (former.purposes.some((purpose) => purpose !== 'csr' && !next.purposes.includes(purpose)))
    throw notRenewable(to, bilingual('it is not for the same purposes', '用途与原密钥不同'));
  return { keyId: to, certificate: parseCertificate(next.certificate) };
}

function algorithmOf({ certificate: { publicKey } }: CertifiedKey): KeyAlgorithm {
  return publicKey.kind === 'sm2' ? 'sm2' : publicKey.kind === 'rsa' ? 'rsa' : 'ecdsa-p256';
}
