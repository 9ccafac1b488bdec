import type { Actor } from '../../domain/access/index.ts';
import { attachCertificate, reissueCertificate, type CertifiedKey } from '../pki/index.ts';
import { checkRemakable, remakeSeal } from '../seals/index.ts';
import { certifiedKeyIn, isBehind, keyIn, sealsOf, type KeyManagement } from './desk.ts';

/** A key to be given another certificate. */
export interface RenewalOrder {
  readonly keyId: string;
  /** The certificate that a CA elsewhere issued, DER; null to have one issued by the CA in custody that issued the one before. */
  readonly certificate: Uint8Array | null;
  /** Whether seals that list the certificate before are made again. */
  readonly remakeSeals: boolean;
}

/** What a renewal did. */
export interface Renewal {
  readonly key: CertifiedKey;
  /** False when an earlier renewal whose seals were left was only brought to its end. */
  readonly renewed: boolean;
  /** Codes of the seals made again, and of those that list the certificate before and cannot be used until they are. */
  readonly remade: readonly string[];
  readonly waiting: readonly string[];
}

/**
 * Gives a key another certificate, and makes its seals again. The certificate is attached before the first seal is made, so that nothing
 * is sealed that custody would refuse; interrupted in between, the same call brings it to its end without another certificate. The
 * certificate before is not revoked: the key is the same, and what was sealed with it stays what it was. Rejects with KEY_NOT_FOUND,
 * KEY_NOT_RENEWABLE, CERTIFICATE_NOT_OURS, KEYSTORE_KEY_MISMATCH, and as making seals does.
 */
export async function renewKey(deps: KeyManagement, actor: Actor, order: RenewalOrder): Promise<Renewal> {
  const { keyId, certificate, remakeSeals } = order;
  const isUnfinished = remakeSeals && certificate === null && (await waitingSeals(deps, keyId)).length > 0;
  if (remakeSeals) for (const { record } of await sealsOf(deps, keyId)) await checkRemakable(deps, record._id);
  if (!isUnfinished) await attachNext(deps, actor, order);
  const key = await certifiedKeyIn(deps, keyId);
  const remade: string[] = [];
  for (const seal of remakeSeals ? await waitingSeals(deps, keyId) : []) {
    await remakeSeal(deps, actor, { seal, signer: key });
    remade.push(seal);
  }
  return { key, renewed: !isUnfinished, remade, waiting: await waitingSeals(deps, keyId) };
}

async function attachNext(deps: KeyManagement, actor: Actor, { keyId, certificate }: RenewalOrder): Promise<void> {
  const { publicKey } = await keyIn(deps, keyId);
  const issued = async (): Promise<Uint8Array> => {
    const former = await certifiedKeyIn(deps, keyId);
    return (await reissueCertificate(deps, actor, { ...former, publicKey })).raw;
  };
  await attachCertificate(deps, actor, { keyId, certificate: certificate ?? (await issued()) });
}

/** Codes of the seals that list an earlier certificate of their key. */
async function waitingSeals(deps: KeyManagement, keyId: string): Promise<readonly string[]> {
  const key = await certifiedKeyOrNull(deps, keyId);
  if (key === null) return [];
  return (await sealsOf(deps, keyId)).filter((seal) => isBehind(seal, key)).map(({ record }) => record._id);
}

async function certifiedKeyOrNull(deps: KeyManagement, keyId: string): Promise<CertifiedKey | null> {
  return (await keyIn(deps, keyId)).certificate === null ? null : certifiedKeyIn(deps, keyId);
}
