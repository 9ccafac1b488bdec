/** Metadata that writers touch with every save: the document information dictionary and XMP, of which only dates may change. */
import { isYinzhengError } from '../../../base/errors/index.ts';
import type { PdfObject, PdfStream } from '../../objects/index.ts';
import { compareEntries, enter, fault, numberOf, type Comparison, type KeyRule, type Pair } from './context.ts';

const MAX_XMP = 1024 * 1024;
/** Dates of saving, and the identifier of this saved instance, as elements or as attributes. */
const SAVING =
  /<(xmp:(?:ModifyDate|MetadataDate)|xmpMM:InstanceID)>[\w:.+-]{0,80}<\/\1>|\s(?:xmp:(?:ModifyDate|MetadataDate)|xmpMM:InstanceID)=(?:"[\w:.+-]{0,80}"|'[\w:.+-]{0,80}')/g;

/** Rule for the trailer's /Info: /ModDate and /Producer may differ. */
export function explainInformation(comparison: Comparison, before: PdfObject | undefined, now: PdfObject | undefined): void {
  const pair = enter(comparison, before, now);
  const object = numberOf(now);
  if (pair.now.kind === 'null' && pair.before.kind === 'null') return;
  if (pair.now.kind !== 'dictionary') {
    fault(comparison, object, 'the document information is gone');
    return;
  }
  const old =
    pair.before.kind === 'dictionary' ? pair.before : { kind: 'dictionary' as const, entries: new Map<string, PdfObject>() };
  const text: KeyRule = (raw) => {
    if (raw.now.kind !== 'string' && raw.now.kind !== 'null') fault(comparison, object, 'the document information: no text');
  };
  compareEntries(
    comparison,
    { before: old, now: pair.now },
    { rules: { ModDate: text, Producer: text }, where: 'the document information', object },
  );
}

/** Rule for the catalog's /Metadata: the XMP packet may differ in its dates of saving and its instance identifier. */
export function explainMetadata(comparison: Comparison, { before, now }: Pair, object: number | null): void {
  if (before === now) return;
  if (before.kind !== 'stream' || now.kind !== 'stream') {
    fault(comparison, object, 'the metadata were added or removed');
    return;
  }
  const { document, revision } = comparison;
  try {
    const texts = [packet(document.decode(before, revision - 1)), packet(document.decode(now, revision))];
    if (texts[0] !== texts[1]) fault(comparison, object, 'the metadata differ in more than their dates');
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    fault(comparison, object, 'the metadata cannot be read');
  }
  const same = (stream: PdfStream, key: string): PdfObject | undefined => stream.dictionary.entries.get(key);
  for (const key of ['Type', 'Subtype']) {
    const [left, right] = [same(before, key), same(now, key)];
    if (left?.kind !== 'name' || right?.kind !== 'name' || left.value !== right.value)
      fault(comparison, object, `the metadata: /${key} differs`);
  }
}

function packet(bytes: Uint8Array): string {
  let text = '';
  const limited = bytes.subarray(0, MAX_XMP);
  for (let start = 0; start < limited.length; start += 4096)
    text += String.fromCharCode(...limited.subarray(start, start + 4096));
  // The padding of a packet shrinks when its dates grow (ISO 16684-1 §7.3.2).
  return (bytes.length > MAX_XMP ? `${bytes.length}` : '') + text.replace(SAVING, '').replace(/\s+/g, ' ').trim();
}
