/** What a document carries to prove its signatures: the document security store (DSS; ETSI EN 319 142-1 §5.4.2). */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { ValidationData } from '../../pki/index.ts';
import type { PdfObject } from '../objects/index.ts';
import type { PdfDocument } from '../reader/index.ts';

/** More certificates, lists or responses than these are not looked at: each costs time to read. */
const MAX_ITEMS = 256;
/** Bytes of all items together. */
const MAX_BYTES = 16 * 1024 * 1024;
const NOTHING: ValidationData = Object.freeze({ certificates: [], revocationLists: [], ocspResponses: [] });

/**
 * Reads the store of the newest revision: it only grows, so that it has what earlier ones had. Whatever cannot be read is left out; what
 * is read proves nothing before its own signature is verified.
 */
export function readSecurityStore(document: PdfDocument): ValidationData {
  const room = { items: MAX_ITEMS, bytes: MAX_BYTES };
  const store = attempt(() => document.get(document.catalog(), 'DSS'));
  if (store?.kind !== 'dictionary') return NOTHING;
  const read = (key: string): readonly Uint8Array[] => {
    const list = attempt(() => document.get(store, key));
    return list?.kind === 'array' ? list.items.flatMap((item) => readItem(document, item, room)) : [];
  };
  return { certificates: read('Certs'), revocationLists: read('CRLs'), ocspResponses: read('OCSPs') };
}

function readItem(document: PdfDocument, item: PdfObject, room: { items: number; bytes: number }): readonly Uint8Array[] {
  if (room.items === 0) return [];
  room.items--;
  const value = attempt(() => {
    const stream = document.resolve(item);
    return stream.kind === 'stream' ? document.decode(stream) : null;
  });
  if (value === null || value.length > room.bytes) return [];
  room.bytes -= value.length;
  return [value];
}

function attempt<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}
