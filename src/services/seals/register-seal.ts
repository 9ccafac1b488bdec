import { toBase64, toHex } from '../../base/bytes.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { SealRecord, SealVersion } from '../../domain/seal/index.ts';
import type { Certificate } from '../../pki/index.ts';
import { parseSeal, type Seal } from '../../ses/index.ts';

/** A made seal to be entered into the register. */
export interface MadeSeal {
  /** SESeal, DER. */
  readonly seal: Uint8Array;
  /** Certificate that the seal lists, and its key in custody; null where its holder has the key. */
  readonly signer: { readonly keyId: string | null; readonly certificate: Certificate };
  readonly owner: string;
  readonly kind: SealRecord['kind'];
  readonly demonstration: boolean;
  readonly actor: Actor;
  readonly madeAt: number;
  /** Application that it was made by: then it waits to be filed, and is in use at once otherwise. */
  readonly application?: string;
}

/**
 * The register's record of a seal made for the first time, with the event that tells the journal.
 * @throws {YinzhengError} SEAL_MALFORMED
 */
export function newSealRecord(crypto: CryptoProvider, made: MadeSeal): SealRecord {
  const seal = parseSeal(made.seal);
  const version = newSealVersion(crypto, { ...made, number: 1, seal });
  return {
    _id: seal.esId,
    schema: 1,
    version: 1,
    name: seal.name,
    owner: made.owner,
    kind: made.kind,
    width: seal.picture.width,
    height: seal.picture.height,
    demonstration: made.demonstration,
    versions: [version],
    outbox: [sealMade(version, { id: `seals/${seal.esId}/1`, seal: seal.esId, owner: made.owner, actor: made.actor })],
    pending: true,
  };
}

/** A version of a seal. */
export function newSealVersion(
  crypto: CryptoProvider,
  {
    number,
    seal,
    signer,
    madeAt,
    application,
  }: Pick<MadeSeal, 'signer' | 'madeAt' | 'application'> & { readonly number: number; readonly seal: Seal },
): SealVersion {
  return {
    number,
    seal: toBase64(seal.raw),
    sealDigest: toHex(crypto.digest('sm3', seal.raw)),
    certificate: toBase64(signer.certificate.raw),
    keyId: signer.keyId,
    validFrom: isoInstant(seal.validFrom),
    validTo: isoInstant(seal.validTo),
    madeAt: isoInstant(madeAt),
    state: application === undefined ? 'in-use' : 'made',
    ...(application !== undefined && { application }),
  };
}

/** The event that tells of a version of a seal. */
export function sealMade(
  { number, sealDigest, validFrom, madeAt }: SealVersion,
  told: { readonly id: string; readonly seal: string; readonly owner: string; readonly actor: Actor },
): DomainEvent {
  const { id, seal, owner, actor } = told;
  return {
    id,
    kind: 'seal-made',
    subject: `seals/${seal}`,
    effectiveAt: validFrom,
    recordedAt: madeAt,
    actor,
    purpose: null,
    facts: { seal, sealVersion: number, digest: sealDigest, owner },
  };
}
