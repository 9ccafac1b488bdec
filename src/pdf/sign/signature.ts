import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { ByteBuffer } from '../writer/buffer.ts';
import { dateText, textString } from '../writer/notation.ts';
import type { ObjectSink } from '../writer/sink.ts';
import type { ByteRange, SealDraft } from './draft.ts';

/** Signature handler in `/Filter`, named as the products of GM/T 0112 do: vendor, then `GMPkiLite`. */
export const SEAL_FILTER = 'Yinzheng.GMPkiLite';
/** `/SubFilter` of a PDF seal whose `/Contents` is a DER SES_Signature (GM/T 0112-2021). */
export const SEAL_SUB_FILTER = 'GM.sm2seal';

/** What kind of signature a dictionary holds (ISO 32000-2 table 255). */
export interface SignatureFormat {
  readonly type: 'Sig' | 'DocTimeStamp';
  readonly filter: string;
  readonly subFilter: string;
}

/** A seal: DER SES_Signature. */
export const SEAL_FORMAT: SignatureFormat = Object.freeze({ type: 'Sig', filter: SEAL_FILTER, subFilter: SEAL_SUB_FILTER });
/** A document time stamp (ISO 32000-2 §12.8.5): DER TimeStampToken over the signed bytes. */
export const TIME_STAMP_FORMAT: SignatureFormat = Object.freeze({
  type: 'DocTimeStamp',
  filter: 'Adobe.PPKLite',
  subFilter: 'ETSI.RFC3161',
});

/** Detached CMS: PAdES (ETSI EN 319 142-1), the older form of ISO 32000-1 §12.8.3.3, and GM CMS as the products of GM/T 0112 name it. */
export const CMS_FORMATS = Object.freeze({
  pades: { type: 'Sig', filter: 'Adobe.PPKLite', subFilter: 'ETSI.CAdES.detached' },
  pkcs7: { type: 'Sig', filter: 'Adobe.PPKLite', subFilter: 'adbe.pkcs7.detached' },
  gm: { type: 'Sig', filter: SEAL_FILTER, subFilter: 'GM.sm2cms.detached' },
} satisfies Record<string, SignatureFormat>);

/**
 * Whether a signature certifies (DocMDP; ISO 32000-1 §12.8.2.2): `no-changes` forbids any later change (P 1), `signing` all but filling
 * fields and signing (P 2), `none` is an approval signature.
 */
export type Certification = 'no-changes' | 'signing' | 'none';

/** What the signature dictionary says. */
export interface SignatureEntries {
  /** A seal when absent. */
  readonly format?: SignatureFormat;
  /** Bytes kept for the signature value. */
  readonly contentsSize: number;
  /** The time the signer claims, in `/M`; null for none. */
  readonly claimedTime: Instant | null;
  /** Name of the signer, in `/Name`. */
  readonly signerName?: string;
  readonly reason?: string;
  readonly location?: string;
  readonly certify: Certification;
  /** Further signature references, each a dictionary as text (table 253). */
  readonly references?: readonly string[];
}

/** Where the parts to be filled in later stand in the file. */
export interface SignaturePlaces {
  readonly byteRange: number;
  readonly contents: number;
  readonly contentsSize: number;
}

/** Bytes a signature value may have: room for a seal with a large picture and a time stamp. */
const CONTENTS_LIMIT = 8 * 1024 * 1024;
/** Digits of each number of a byte range, ten as in a cross-reference table. */
const NUMBER_WIDTH = 10;
const BLANK_RANGE = '[0'.padEnd(2 + 3 * (NUMBER_WIDTH + 1)) + ']';
const ACCESS = { 'no-changes': 1, signing: 2 } as const;

/**
 * Writes a signature dictionary (ISO 32000-1 §12.8.1) with an empty byte range and zeros for its contents.
 * @throws {YinzhengError} INPUT_INVALID when `contentsSize` is out of range
 */
export function writeSignature(sink: ObjectSink, number: number, entries: SignatureEntries): SignaturePlaces {
  const { format = SEAL_FORMAT, contentsSize, claimedTime, signerName, reason, location } = entries;
  if (!Number.isInteger(contentsSize) || contentsSize < 1 || contentsSize > CONTENTS_LIMIT) {
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(`a signature of ${contentsSize} bytes`, `签名值长度为 ${contentsSize} 字节`),
    });
  }
  const head = `<</Type /${format.type} /Filter /${format.filter} /SubFilter /${format.subFilter} /ByteRange `;
  const middle = `${BLANK_RANGE} /Contents <`;
  let tail = claimedTime === null ? '>' : `> /M (${dateText(claimedTime)})`;
  if (signerName !== undefined) tail += ` /Name ${textString(signerName)}`;
  if (reason !== undefined) tail += ` /Reason ${textString(reason)}`;
  if (location !== undefined) tail += ` /Location ${textString(location)}`;
  const references = [...certification(entries.certify), ...(entries.references ?? [])];
  if (references.length > 0) tail += ` /Reference [${references.join(' ')}]`;
  const start = sink.object(number, `${head}${middle}${'0'.repeat(contentsSize * 2)}${tail}>>`);
  const byteRange = start + head.length;
  return { byteRange, contents: byteRange + middle.length, contentsSize };
}

function certification(certify: Certification): readonly string[] {
  if (certify === 'none') return [];
  const parameters = `<</Type /TransformParams /P ${ACCESS[certify]} /V /1.2>>`;
  return [`<</Type /SigRef /TransformMethod /DocMDP /TransformParams ${parameters}>>`];
}

/** Fills in the byte range of a file that is complete otherwise: all of it but the contents with their delimiters. */
export function completeDraft(file: ByteBuffer, places: SignaturePlaces, fieldName: string): SealDraft {
  const { contents, contentsSize } = places;
  const gapStart = contents - 1;
  const gapEnd = contents + contentsSize * 2 + 1;
  const byteRange: ByteRange = [0, gapStart, gapEnd, file.length - gapEnd];
  file.patch(places.byteRange, `[${byteRange.join(' ')}`.padEnd(BLANK_RANGE.length - 1));
  const bytes = file.view();
  return {
    bytes,
    byteRange,
    hole: { offset: contents, capacity: contentsSize },
    covered: [bytes.subarray(0, gapStart), bytes.subarray(gapEnd)],
    fieldName,
  };
}
