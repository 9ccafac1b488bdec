/** Metadata that writers touch with every save: the document information dictionary and XMP, of which only dates may change. */
import { equalBytes } from '../../../base/bytes.ts';
import { bilingual, isYinzhengError } from '../../../base/errors/index.ts';
import type { PdfObject, PdfStream } from '../../objects/index.ts';
import { compareEntries, enter, fault, numberOf, type Comparison, type KeyRule, type Pair } from './context.ts';

/** Larger metadata are compared byte for byte. */
const MAX_XMP = 256 * 1024;
/** Dates of saving, and the identifier of this saved instance, as elements or as attributes. */
const SAVING =
  /<(xmp:(?:ModifyDate|MetadataDate)|xmpMM:InstanceID)>[\w:.+-]{0,80}<\/\1>|\s(?:xmp:(?:ModifyDate|MetadataDate)|xmpMM:InstanceID)=(?:"[\w:.+-]{0,80}"|'[\w:.+-]{0,80}')/g;

/** Rule for the trailer's /Info: /ModDate and /Producer may differ. */
export function explainInformation(comparison: Comparison, before: PdfObject | undefined, now: PdfObject | undefined): void {
  const pair = enter(comparison, before, now);
  const object = numberOf(now);
  if (pair.now.kind === 'null' && pair.before.kind === 'null') return;
  if (pair.now.kind !== 'dictionary') {
    fault(comparison, object, bilingual('the document information is gone', '文档信息已被删除'));
    return;
  }
  const old =
    pair.before.kind === 'dictionary' ? pair.before : { kind: 'dictionary' as const, entries: new Map<string, PdfObject>() };
  const text: KeyRule = (raw) => {
    if (raw.now.kind !== 'string' && raw.now.kind !== 'null')
      fault(comparison, object, bilingual('the document information: no text', '文档信息：值不是文本'));
  };
  compareEntries(
    comparison,
    { before: old, now: pair.now },
    { rules: { ModDate: text, Producer: text }, where: bilingual('the document information', '文档信息'), object },
  );
}

/** Rule for the catalog's /Metadata: the XMP packet may differ in its dates of saving and its instance identifier. */
export function explainMetadata(comparison: Comparison, { before, now }: Pair, object: number | null): void {
  if (before === now) return;
  if (before.kind !== 'stream' || now.kind !== 'stream') {
    fault(comparison, object, bilingual('the metadata were added or removed', '元数据被添加或删除'));
    return;
  }
  const { document, revision } = comparison;
  try {
    const [old, changed] = [document.decode(before, revision - 1), document.decode(now, revision)];
    const isLarge = Math.max(old.length, changed.length) > MAX_XMP;
    if (!(isLarge ? equalBytes(old, changed) : packet(old) === packet(changed)))
      fault(comparison, object, bilingual('the metadata differ in more than their dates', '元数据中除日期外还有其他改动'));
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    fault(comparison, object, bilingual('the metadata cannot be read', '元数据无法读取'));
  }
  const same = (stream: PdfStream, key: string): PdfObject | undefined => stream.dictionary.entries.get(key);
  for (const key of ['Type', 'Subtype']) {
    const [left, right] = [same(before, key), same(now, key)];
    if (left?.kind !== 'name' || right?.kind !== 'name' || left.value !== right.value)
      fault(comparison, object, bilingual(`the metadata: /${key} differs`, `元数据：/${key} 不同`));
  }
}

function packet(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 4096) text += String.fromCharCode(...bytes.subarray(start, start + 4096));
  // The padding of a packet shrinks when its dates grow (ISO 16684-1 §7.3.2).
  return text.replace(SAVING, '').replace(/\s+/g, ' ').trim();
}
