import { toBase64, toHex } from '../../base/bytes.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import type { Certificate } from '../../pki/index.ts';
import { parseSeal } from '../../ses/index.ts';

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
}

/**
 * The register's record of a seal made for the first time, with the event that tells the journal.
 * @throws {YinzhengError} SEAL_MALFORMED
 */
export function newSealRecord(crypto: CryptoProvider, made: MadeSeal): SealRecord {
  const seal = parseSeal(made.seal);
  const recordedAt = isoInstant(made.madeAt);
  const sealDigest = toHex(crypto.digest('sm3', made.seal));
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
    versions: [
      {
        number: 1,
        seal: toBase64(made.seal),
        sealDigest,
        certificate: toBase64(made.signer.certificate.raw),
        keyId: made.signer.keyId,
        validFrom: isoInstant(seal.validFrom),
        validTo: isoInstant(seal.validTo),
        madeAt: recordedAt,
        state: 'in-use',
      },
    ],
    outbox: [
      {
        id: `seals/${seal.esId}/1`,
        kind: 'seal-made',
        subject: `seals/${seal.esId}`,
        effectiveAt: isoInstant(seal.validFrom),
        recordedAt,
        actor: made.actor,
        purpose: null,
        facts: { seal: seal.esId, sealVersion: 1, digest: sealDigest, owner: made.owner },
      },
    ],
    pending: true,
  };
}
