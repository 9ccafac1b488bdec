/** What a document carries to prove its signatures: the document security store (DSS; ETSI EN 319 142-1 §5.4.2). */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { ValidationData, VerificationCache } from '../../pki/index.ts';
import { nameValue, type PdfObject, type PdfStream } from '../objects/index.ts';
import type { PdfDocument } from '../reader/index.ts';

/** More certificates, lists or responses than these are not looked at: each costs time to read. */
const MAX_ITEMS = 256;
/** Bytes of all items together. */
const MAX_BYTES = 16 * 1024 * 1024;
const NOTHING: ValidationData = Object.freeze({ certificates: [], revocationLists: [], ocspResponses: [] });

/**
 * Reads the store of the newest revision: it only grows, so that it has what earlier ones had. Whatever cannot be read is left out; what
 * is read proves nothing before its own signature is verified.
 * @param cache where items are remembered, which documents of the same issuers share
 */
export function readSecurityStore(document: PdfDocument, cache?: VerificationCache): ValidationData {
  const room = { items: MAX_ITEMS, bytes: MAX_BYTES };
  const store = attempt(() => document.get(document.catalog(), 'DSS'));
  if (store?.kind !== 'dictionary') return NOTHING;
  const read = (key: string): readonly Uint8Array[] => {
    const list = attempt(() => document.get(store, key));
    return list?.kind === 'array' ? list.items.flatMap((item) => readItem({ document, cache }, item, room)) : [];
  };
  return { certificates: read('Certs'), revocationLists: read('CRLs'), ocspResponses: read('OCSPs') };
}

/** A document whose store is read, and the memory of items. */
interface Source {
  readonly document: PdfDocument;
  readonly cache: VerificationCache | undefined;
}

function readItem(source: Source, item: PdfObject, room: { items: number; bytes: number }): readonly Uint8Array[] {
  if (room.items === 0) return [];
  room.items--;
  const value = attempt(() => {
    const stream = source.document.resolve(item);
    return stream.kind === 'stream' ? decode(source, stream) : null;
  });
  if (value === null || value.length > room.bytes) return [];
  room.bytes -= value.length;
  return [value];
}

/** Longest item that is remembered decoded, bytes: a few deflated ones may be very much longer. */
const LONGEST_KEPT = 16_384;

/** What plain deflate holds follows from its bytes alone. */
function decode({ document, cache }: Source, stream: PdfStream): Uint8Array {
  const { entries } = stream.dictionary;
  const isPlain = nameValue(entries.get('Filter')) === 'FlateDecode' && !entries.has('DecodeParms') && !entries.has('F');
  if (!cache || !isPlain) return document.decode(stream);
  const { kept } = cache.read('deflated', stream.raw, () => {
    const content = document.decode(stream);
    return { kept: content.length <= LONGEST_KEPT ? content.slice() : null };
  });
  return kept ?? document.decode(stream);
}

function attempt<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}
