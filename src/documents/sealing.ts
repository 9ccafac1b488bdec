/** The middle of every sealing: a draft with a hole becomes TBS_Sign, a signature value becomes the finished file. */
import { latin1 } from '../base/bytes.ts';
import type { Instant } from '../base/time.ts';
import type { BegunDigest } from '../crypto/index.ts';
import { finishSeal, type SealDraft } from '../pdf/index.ts';
import { assembleSesSignature, tbsSign } from '../ses/index.ts';
import type { DocumentEngine } from './engine.ts';
import type { ReadySeal } from './seal.ts';

/** A document that waits for its signature. */
export interface PreparedDocument {
  /** TBS_Sign (GB/T 38540-2020), DER: what custody signs. */
  readonly tbs: Uint8Array;
  /** SM3 of the ByteRange bytes, 32 bytes. */
  readonly dataHash: Uint8Array;
  readonly draft: SealDraft;
  /** SM3 of what comes before the hole, with something behind it. */
  readonly digestWith: BegunDigest;
  /** Signer's certificate, DER. */
  readonly certificate: Uint8Array;
  /** Certificate of the seal's maker, DER. */
  readonly makerCertificate: Uint8Array;
}

/** A prepared document as it goes from one thread to another. */
export type CarriedDocument = Omit<PreparedDocument, 'digestWith' | 'draft'> & { readonly draft: Omit<SealDraft, 'covered'> };

/** What can be copied of a prepared document; the rest follows from it. */
export function carried({ tbs, dataHash, draft, certificate, makerCertificate }: PreparedDocument): CarriedDocument {
  const { bytes, byteRange, hole, fieldName } = draft;
  return { tbs, dataHash, certificate, makerCertificate, draft: { bytes, byteRange, hole, fieldName } };
}

/** A prepared document that came from another thread. */
export function revived(engine: Pick<DocumentEngine, 'crypto'>, document: CarriedDocument): PreparedDocument {
  const { bytes, byteRange } = document.draft;
  const [from, length, then, rest] = byteRange;
  const covered = [bytes.subarray(from, from + length), bytes.subarray(then, then + rest)] as const;
  return { ...document, draft: { ...document.draft, covered }, digestWith: engine.crypto.digestFrom('sm3', covered[0]) };
}

/** Room for a signature value beside seal and certificate: at most 220 bytes of time, digest, byte range, algorithm, r and s, headers. */
const ROOM = 240;

/** Bytes that the signature value of a seal takes at most, with a time stamp token of at most `timeStampSize` bytes. */
export function contentsSize({ seal, certificate }: ReadySeal, timeStampSize = 0): number {
  return seal.raw.length + certificate.length + ROOM + (timeStampSize === 0 ? 0 : timeStampSize + TIME_STAMP_HEADERS);
}

/** Headers of `[0]` and its BIT STRING. */
const TIME_STAMP_HEADERS = 16;

/** Hashes a draft and makes the bytes to be signed. `time` is cut to whole seconds. */
export function prepareSealing(
  engine: DocumentEngine,
  input: { readonly draft: SealDraft; readonly seal: ReadySeal; readonly time: Instant },
): PreparedDocument {
  const { draft, seal, time } = input;
  const digestWith = engine.crypto.digestFrom('sm3', draft.covered[0]);
  const dataHash = digestWith(draft.covered[1]);
  const tbs = tbsSign({ seal: seal.seal.raw, time, dataHash, propertyInfo: `/ByteRange [${draft.byteRange.join(' ')}]` });
  const { makerCertificate } = seal.seal;
  return { tbs, dataHash, draft, digestWith, certificate: seal.certificate, makerCertificate };
}

/** A sealed file and its SM3, 32 bytes, worked out when it is first asked for. */
export interface SealedDocument {
  readonly bytes: Uint8Array;
  readonly sm3: Uint8Array;
}

/** A file whose SM3 is worked out when it is asked for: of some that are made, something else is made at once. */
export function sealedDocument(bytes: Uint8Array, digest: () => Uint8Array): SealedDocument {
  let known: Uint8Array | null = null;
  return {
    bytes,
    get sm3() {
      return (known ??= digest());
    },
  };
}

/**
 * Puts the signature value into its document.
 * @param signature SM2 over `tbs`, strict DER `SEQUENCE {r, s}`
 * @param timeStamp token over `signature` (GB/T 38540-2020, SES_Signature timeStamp), where room was made for it
 * @throws {YinzhengError} INPUT_INVALID, SIGNATURE_TOO_LARGE
 */
export function finishSealing(
  { tbs, draft, digestWith, certificate }: PreparedDocument,
  signature: Uint8Array,
  timeStamp?: Uint8Array,
): SealedDocument {
  const parts = { tbs, signerCertificate: certificate, signature };
  const bytes = finishSeal(draft, assembleSesSignature(timeStamp === undefined ? parts : { ...parts, timeStamp }));
  return sealedDocument(bytes, () => digestWith(bytes.subarray(draft.covered[0].length)));
}

/** 16 bytes that name a file or a revision, from what is unique about it. */
export function fileIdentity(engine: Pick<DocumentEngine, 'crypto'>, unique: string): Uint8Array {
  return engine.crypto.digest('sm3', latin1(unique)).subarray(0, 16);
}
