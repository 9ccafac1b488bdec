/** The middle of every sealing: a draft with a hole becomes TBS_Sign, a signature value becomes the finished file. */
import { latin1 } from '../base/bytes.ts';
import type { Instant } from '../base/time.ts';
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
  /** Signer's certificate, DER. */
  readonly certificate: Uint8Array;
}

/** Room for a signature value beside the seal itself: certificate, TBS_Sign's other fields, encodings. */
const ROOM = 512;

/** Bytes that the signature value of a seal takes at most. */
export function contentsSize({ seal, certificate }: ReadySeal): number {
  return seal.raw.length + certificate.length + ROOM;
}

/** Hashes a draft and makes the bytes to be signed. `time` is cut to whole seconds. */
export function prepareSealing(
  engine: DocumentEngine,
  input: { readonly draft: SealDraft; readonly seal: ReadySeal; readonly time: Instant },
): PreparedDocument {
  const { draft, seal, time } = input;
  const dataHash = engine.crypto.digest('sm3', ...draft.covered);
  const tbs = tbsSign({ seal: seal.seal.raw, time, dataHash, propertyInfo: `/ByteRange [${draft.byteRange.join(' ')}]` });
  return { tbs, dataHash, draft, certificate: seal.certificate };
}

/**
 * Puts the signature value into its document.
 * @param signature SM2 over `tbs`, strict DER `SEQUENCE {r, s}`
 * @throws {YinzhengError} INPUT_INVALID, SIGNATURE_TOO_LARGE
 */
export function finishSealing({ tbs, draft, certificate }: PreparedDocument, signature: Uint8Array): Uint8Array {
  return finishSeal(draft, assembleSesSignature({ tbs, signerCertificate: certificate, signature }));
}

/** 16 bytes that name a file or a revision, from what is unique about it. */
export function fileIdentity(engine: DocumentEngine, unique: string): Uint8Array {
  return engine.crypto.digest('sm3', latin1(unique)).subarray(0, 16);
}
