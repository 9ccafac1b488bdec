/** What comes before the seal's key is used: the document read, certified by another key where that is wanted, and the seal prepared in it. */
import type { Placement, PreparedDocument, StampPlaces } from '../../documents/index.ts';
import type { Instant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { SealRecord, SealVersion } from '../../domain/seal/index.ts';
import type { CertifyingForm } from '../../domain/signature/index.ts';
import { authorise } from '../access/authorise.ts';
import { timeStampRoom } from '../evidence/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { certifyForSeal, signerOf } from '../signing/index.ts';
import { locateApart, prepareApart } from './reader.ts';

/** Who is about to use which seal, and under which stamping record. */
export interface IntendedSealing {
  /** Id of the stamping record. */
  readonly id: string;
  readonly seal: SealRecord;
  readonly version: SealVersion;
  readonly signingTime: Instant;
  /** SM3 of the document as it came, hexadecimal. */
  readonly digestBefore: string;
  readonly actor: Actor;
  readonly purpose: Purpose;
}

/** A document, where its seal is wanted, and in which form a key of the owner certifies it before; not at all when absent. */
export interface DocumentToSeal {
  readonly document: Uint8Array;
  readonly place: Placement;
  readonly certifyAs?: CertifyingForm | undefined;
  /** Called when the document is read and found fit, before any key is used; its rejection ends it. */
  readonly beforeKeys?: () => Promise<void>;
}

/** A document that waits for its seal. */
export interface ReadyToSeal {
  /** As it came, or certified. */
  readonly document: Uint8Array;
  readonly places: StampPlaces;
  readonly prepared: PreparedDocument;
  /** Certificates of other signatures that evidence is about as well, DER. */
  readonly besides: readonly Uint8Array[];
  /** The field that the certification kept for the seal, and the id of the record of it; absent where the seal is alone. */
  readonly certified?: { readonly fieldName: string; readonly signing: string };
}

/**
 * Reads a document and prepares its seal, certified before where that is asked for.
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED, KEYWORD_NOT_FOUND, PLACE_NOT_FOUND, PLACE_AMBIGUOUS, DOCUMENT_TOO_COSTLY, PDF_NOT_STAMPABLE, PDF_ENCRYPTED, PDF_MALFORMED; with `certifyAs`
 * also what {@link findCertifier} does, and as custody and the store do
 */
export async function prepareForSeal(
  deps: LicenceDependencies,
  { document, place, certifyAs, beforeKeys }: DocumentToSeal,
  sealing: IntendedSealing,
): Promise<ReadyToSeal> {
  const { id, signingTime } = sealing;
  const seal = { record: sealing.seal, version: sealing.version };
  const unique = `stampings/${id}`;
  const wanted = { document, place, seal, signingTime, timeStampSize: timeStampRoom(deps.evidence), unique };
  if (certifyAs === undefined) {
    const placed = await prepareApart(deps, wanted);
    await beforeKeys?.();
    return { document, besides: [], ...placed };
  }
  const certifier = await findCertifier(deps, { ...sealing, form: certifyAs });
  const places = await locateApart(deps, wanted);
  await beforeKeys?.();
  const { digestBefore, actor, purpose } = sealing;
  const { fieldName, signing, ...ready } = await certifyForSeal(deps, {
    ...{ ...certifier, document, places, form: certifyAs, signingTime, digestBefore, actor, purpose },
    ...{ organisation: sealing.seal.owner, subject: unique, seal, unique },
  });
  return { ...ready, places, certified: { fieldName, signing } };
}

/**
 * The key that certifies for the owner of a seal, by the right of who uses it.
 * @throws {YinzhengError} NOT_ALLOWED, ORGANISATION_NOT_FOUND, ORGANISATION_ENDED, DEMONSTRATION_REFUSED, SIGNATURE_KEY_MISSING, SIGNATURE_KEY_UNUSABLE
 */
export async function findCertifier(
  deps: LicenceDependencies,
  {
    actor,
    seal,
    form,
    signingTime: now,
  }: Pick<IntendedSealing, 'actor' | 'seal' | 'signingTime'> & { readonly form: CertifyingForm },
): ReturnType<typeof signerOf> {
  authorise(actor, 'document:sign', seal.owner);
  return signerOf(deps, seal.owner, { form, now });
}
