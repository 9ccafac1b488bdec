/** PDFs with signatures of every kind and document time stamps over them, for tests of what proves their existence. */
import { concatBytes } from '../../src/base/bytes.ts';
import type { Instant } from '../../src/base/time.ts';
import { openPdf } from '../../src/pdf/reader/index.ts';
import { finishSeal, prepareTimeStamp } from '../../src/pdf/sign/index.ts';
import { assembleSesSignature, tbsSign } from '../../src/ses/index.ts';
import { makeCms } from './cms.ts';
import { crypto, type TestIdentity } from './pki.ts';
import { makeSealOf, type SealWorld } from './ses.ts';
import { blankFile, SEAL_PICTURE, stamp, zlib } from './sealing.ts';
import { makeToken } from './time-stamp.ts';

const ROOM = 8_000;

/** Makes a token over a signature value. */
export type TokenMaker = (signature: Uint8Array) => Uint8Array;

/** What is signed, by whom, and the time claimed. */
export interface SignedFile {
  readonly world: SealWorld;
  readonly claimed: Instant;
  readonly token?: TokenMaker;
  /** `blankFile()` when absent. */
  readonly file?: Uint8Array;
  readonly revision?: number;
}

/** A file with a CMS signature, with its token among the unsigned attributes. */
export function cmsFile({ world, claimed, token, file = blankFile(), revision = 2 }: SignedFile): Uint8Array {
  const draft = stamp(file, { contentsSize: ROOM }, revision);
  const content = concatBytes(...draft.covered);
  return finishSeal(draft, makeCms({ signer: world.signer, content, signingTime: claimed, ...(token && { token }) }));
}

/** A file with a seal signature, with its token in the structure. */
export function sealFile({ world, claimed, token, file = blankFile(), revision = 2 }: SignedFile): Uint8Array {
  const draft = stamp(file, { contentsSize: ROOM, claimedTime: claimed }, revision);
  const seal = makeSealOf(world, { picture: SEAL_PICTURE });
  const tbs = tbsSign({ seal, time: claimed, dataHash: crypto.digest('sm3', ...draft.covered), propertyInfo: 'x' });
  const signature = world.signer.sign(tbs);
  const parts = { tbs, signerCertificate: world.signer.certificate.raw, signature };
  return finishSeal(draft, assembleSesSignature({ ...parts, ...(token && { timeStamp: token(signature) }) }));
}

/** Adds a document time stamp; `over` replaces the bytes that the token is about. */
export function timeStamped(
  file: Uint8Array,
  authority: TestIdentity,
  { at, over, revision = 5 }: { readonly at: Instant; readonly over?: Uint8Array; readonly revision?: number },
): Uint8Array {
  const nothing = { certificates: [], revocationLists: [], ocspResponses: [] };
  const revisionId = new Uint8Array(16).fill(revision);
  const draft = prepareTimeStamp(openPdf(file, { zlib }), nothing, { revisionId, zlib, contentsSize: ROOM });
  return finishSeal(draft, makeToken(authority, over ?? concatBytes(...draft.covered), at));
}
