/** Two algorithms in one document: an RSA or P-256 key certifies it for readers without SM2, and the seal follows in a field kept for it. */
import { prepareFilling, type PreparedDocument, type SealInUse, type StampPlaces } from '../../documents/index.ts';
import type { CertifyingForm } from '../../domain/signature/index.ts';
import { timeStampRoom } from '../evidence/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { randomId } from '../licences/random.ts';
import { prepareSigning, useSignatureKey, type SignatureUse } from './sign.ts';

/** A document to be certified, and the seal that follows. */
export interface CertifiedSealing extends Omit<SignatureUse, 'id' | 'certify' | 'form'> {
  readonly document: Uint8Array;
  readonly form: CertifyingForm;
  /** What the organisation is called. */
  readonly signerName: string;
  readonly seal: SealInUse;
  /** Where the seal will show. */
  readonly places: StampPlaces;
  /** A text that no other sealing has, ASCII. */
  readonly unique: string;
}

/** A certified document that waits for its seal. */
export interface SealingOfCertified {
  /** The certified document, and the empty field in it that the seal fills. */
  readonly document: Uint8Array;
  readonly fieldName: string;
  readonly prepared: PreparedDocument;
  /** Id of the record of the certification. */
  readonly signing: string;
  /** Certificate of the key that certified, DER: what evidence is about besides the seal. */
  readonly besides: readonly Uint8Array[];
}

/**
 * Certifies a document so that nothing but signing is permitted (DocMDP, P 2), with an empty field for the seal, and prepares the seal
 * that fills it and locks the document. The certification has its time stamp already; validation data and document time stamp come after
 * the seal, for both. Rejects as {@link useSignatureKey} does, and with PDF_NOT_STAMPABLE for a document that is signed already.
 */
export async function certifyForSeal(deps: LicenceDependencies, order: CertifiedSealing): Promise<SealingOfCertified> {
  const { document, signerName, seal, places, unique, ...use } = order;
  const { signingTime } = use;
  const id = randomId(deps.random);
  const fieldName = `Seal${id.slice(0, 12)}`;
  const fields = [{ fieldName, ...places, seal, locks: true }];
  const signing = { ...use, id, certify: 'signing' } as const;
  const prepared = prepareSigning(deps, { ...signing, document, signerName, fields });
  const certified = await useSignatureKey(deps, signing, { prepared, upTo: 'time-stamp' });
  return {
    ...{ document: certified.document, fieldName },
    prepared: prepareFilling(deps.engine, {
      ...{ document: certified.document, fieldName, seal, signingTime, unique },
      timeStampSize: timeStampRoom(deps.evidence),
    }),
    signing: id,
    besides: [use.signer.certificate.raw],
  };
}
