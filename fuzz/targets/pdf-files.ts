/** PDF files to start from, signed and not, and where what is signed in them lies. */
import { concatBytes } from '../../src/base/bytes.ts';
import { openPdf } from '../../src/pdf/index.ts';
import { finishSeal, prepareTimeStamp } from '../../src/pdf/sign/index.ts';
import { PLAIN, writeRevision } from '../../test/support/pdf-file.ts';
import { day } from '../../test/support/pki.ts';
import { blankFile, handMadeFile, textFile, zlib } from '../../test/support/sealing.ts';
import { cmsFile, sealFile, timeStamped } from '../../test/support/time-stamped.ts';
import { makeToken } from '../../test/support/time-stamp.ts';
import type { World } from '../world.ts';

/** Files signed by the identities of `world.seals`. */
export function signedFiles({ seals, authority }: World): readonly Uint8Array[] {
  const common = { world: seals, claimed: day(10) };
  const sealed = sealFile({ ...common, token: (value) => makeToken(authority.authority, value, day(11)) });
  return [
    sealed,
    cmsFile(common),
    cmsFile({ ...common, file: sealed, revision: 3 }),
    timeStamped(cmsFile(common), authority.authority, { at: day(12) }),
    withStore(sealFile(common), { seals, authority }),
  ];
}

/** Files without signatures: of the product's own making and of others. */
export function plainFiles(world: World): readonly Uint8Array[] {
  const annotated = handMadeFile('/MediaBox [0 0 595 842] /Annots [4 0 R] /Rotate 90', '/Names <</A [(x) 4 0 R]>>', [
    '<</Type /Annot /Subtype /Square /Rect [0 0 10 10] /AP <</N 5 0 R>>>>',
    '<</Type /XObject /Subtype /Form /BBox [0 0 10 10] /Filter [/ASCIIHexDecode /RunLengthDecode] /Length 7>> stream\n02414243>\nendstream',
  ]);
  // A text in codes of GB 18030, and objects within an object stream.
  const chinese = textFile('BT /F 12 Tf 50 700 Td <D3A1D5C2> Tj ET', '', [
    '<</Type /Font /Subtype /Type0 /BaseFont /STSong /Encoding /GBK-EUC-H /DescendantFonts [<</Type /Font /Subtype /CIDFontType0>>]>>',
  ]);
  const compressed = writeRevision(null, { ...PLAIN, form: 'stream', compressed: [2, 3, 5] });
  return [blankFile(), annotated, chinese, compressed, ...world.samples('pdf/plain', 60_000)];
}

function withStore(file: Uint8Array, { seals, authority }: Pick<World, 'seals' | 'authority'>): Uint8Array {
  const data = {
    certificates: [seals.signersCa.certificate.raw, seals.makersCa.certificate.raw],
    revocationLists: seals.material.revocationLists.map(({ raw }) => raw),
    ocspResponses: [],
  };
  const draft = prepareTimeStamp(openPdf(file, { zlib }), data, {
    revisionId: new Uint8Array(16).fill(7),
    zlib,
    contentsSize: 8_000,
  });
  return finishSeal(draft, makeToken(authority.authority, concatBytes(...draft.covered), day(12)));
}

/** What one signature of a file covers: everything up to `end` but what is between `gap[0]` and `gap[1]`. */
export interface Signed {
  readonly file: Uint8Array;
  readonly gap: readonly [number, number];
  readonly end: number;
}

/** By the text of the file alone, so that no reader of the product has a say in it. */
export function signedParts(file: Uint8Array): readonly Signed[] {
  const text = Buffer.from(file).toString('latin1');
  return [...text.matchAll(/\/ByteRange\s*\[\s*0+\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].map(([, before, after, length]) => ({
    file,
    gap: [Number(before), Number(after)],
    end: Number(after) + Number(length),
  }));
}

/** True when `bytes` begin with what was signed; `gap: 'same'` asks for the signature value's notation as well. */
export function beginsWith(
  bytes: Uint8Array,
  { file, gap, end }: Signed,
  { gap: same }: { readonly gap: 'same' | 'any' },
): boolean {
  const part = (of: Uint8Array, from: number, to: number): Buffer => Buffer.from(of.buffer, of.byteOffset + from, to - from);
  if (bytes.length < end || file.length < end) return false;
  const equal = (from: number, to: number): boolean => part(bytes, from, to).equals(part(file, from, to));
  return same === 'same' ? equal(0, end) : equal(0, gap[0]) && equal(gap[1], end);
}
