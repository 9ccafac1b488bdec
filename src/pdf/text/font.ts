/** Fonts as far as texts need them: which bytes make a code, what text it stands for, how wide it is (ISO 32000-1 §9.6, §9.7, §9.10). */
import {
  asArray,
  asDictionary,
  asStream,
  integerValue,
  nameValue,
  numberValue,
  type PdfDictionary,
  type PdfObject,
} from '../objects/index.ts';
import type { PdfDocument } from '../reader/index.ts';
import { spend, type TextBudget } from './budget.ts';
import { readCmap, type CodeMap } from './cmap.ts';
import { encodingTexts } from './encoding.ts';
import { codesOf, predefinedMap } from './predefined.ts';
import { standardWidth } from './standard-widths.ts';

/** One code of a string that is shown. */
export interface ShownCode {
  /** What it stands for; empty where the font does not tell. */
  readonly text: string;
  /** Advance for a font size of 1, along the line. */
  readonly width: number;
  /** A single byte 32, to which word spacing applies (§9.3.3). */
  readonly isSpace: boolean;
}

/** A font that texts are set in. */
export interface TextFont {
  readonly vertical: boolean;
  /** Heights of a line above and below its baseline, for a font size of 1. */
  readonly ascent: number;
  readonly descent: number;
  codes(bytes: Uint8Array): readonly ShownCode[];
}

/** Where a descriptor states no height that a line of text can have. */
const USUAL = { ascent: 0.9, descent: -0.25 } as const;
const WIDEST_RANGE = 0x10000;
const DEFAULT_WIDTH = 1000;

/**
 * Reads a font dictionary; what it does not tell is taken to be usual.
 * @throws {YinzhengError} PDF_MALFORMED and its like when a stream of it cannot be read, DOCUMENT_TOO_COSTLY
 */
export function readTextFont(document: PdfDocument, font: PdfObject, budget: TextBudget): TextFont {
  if (font.kind !== 'dictionary') return { ...USUAL, vertical: false, codes: () => [] };
  const toUnicode = asStream(document.get(font, 'ToUnicode'));
  const unicode = toUnicode && readCmap(document.decode(toUnicode), budget);
  return nameValue(document.get(font, 'Subtype')) === 'Type0'
    ? compositeFont(document, font, { unicode, budget })
    : simpleFont(document, font, unicode);
}

function simpleFont(document: PdfDocument, font: PdfDictionary, unicode: CodeMap | undefined): TextFont {
  const encoded = encodingTexts(document, document.get(font, 'Encoding'));
  const isType3 = nameValue(document.get(font, 'Subtype')) === 'Type3';
  const scale = isType3 ? numberValue(document.resolve(asArray(document.get(font, 'FontMatrix'))?.items[0])) : undefined;
  const unit = Math.abs(scale ?? 0) || 0.001;
  const first = integerValue(document.get(font, 'FirstChar')) ?? 0;
  const widths = asArray(document.get(font, 'Widths'))?.items.slice(0, 256);
  const descriptor = asDictionary(document.get(font, 'FontDescriptor'));
  const missing = numberValue(descriptor && document.get(descriptor, 'MissingWidth')) ?? 0;
  const baseFont = nameValue(document.get(font, 'BaseFont')) ?? '';
  const known = Array.from({ length: 256 }, (_, code): ShownCode => {
    const stated = widths && (numberValue(document.resolve(widths[code - first])) ?? missing);
    const width = stated === undefined ? standardWidth(baseFont, encoded[code] ?? '') : stated * unit;
    return { text: unicode?.texts.get(code) ?? encoded[code] ?? '', width, isSpace: code === 0x20 };
  });
  return {
    ...heights(document, descriptor),
    vertical: false,
    codes: (bytes) => Array.from(bytes, (code) => known[code] ?? { text: '', width: 0, isSpace: false }),
  };
}

function compositeFont(
  document: PdfDocument,
  font: PdfDictionary,
  { unicode, budget }: { readonly unicode: CodeMap | undefined; readonly budget: TextBudget },
): TextFont {
  const encoding = document.get(font, 'Encoding');
  const descendant = asDictionary(document.resolve(asArray(document.get(font, 'DescendantFonts'))?.items[0]));
  const stream = asStream(encoding);
  const name = nameValue(stream ? document.get(stream.dictionary, 'CMapName') : encoding) ?? '';
  const predefined = predefinedMap(name);
  const embedded = stream && readCmap(document.decode(stream), budget);
  const isVertical =
    integerValue(stream && document.get(stream.dictionary, 'WMode')) === 1 || (stream === undefined && name.endsWith('V'));
  const widths = descendant ? readWidths(document, descendant, budget) : new Map<number, number>();
  const usual = numberValue(descendant && document.get(descendant, 'DW')) ?? DEFAULT_WIDTH;
  const descriptor = descendant && asDictionary(document.get(descendant, 'FontDescriptor'));
  const codes = (bytes: Uint8Array): ShownCode[] =>
    codesOf(bytes, embedded?.spaces ?? predefined.spaces).map(({ code, length, raw }) => {
      const cid = embedded ? (embedded.cids.get(code) ?? (embedded.cids.size > 0 ? 0 : code)) : predefined.cid(code);
      // CIDs of a predefined encoding are in tables that are not held; single bytes stand for narrow letters.
      const across = cid === null ? (length === 1 ? DEFAULT_WIDTH / 2 : usual) : (widths.get(cid) ?? usual);
      const text = unicode?.texts.get(code) ?? (embedded ? '' : predefined.text(raw));
      return { text, width: isVertical ? 1 : across / 1000, isSpace: length === 1 && code === 0x20 };
    });
  return { ...heights(document, descriptor), vertical: isVertical, codes };
}

/** `/W` of a CIDFont (§9.7.4.3), thousandths by CID. */
function readWidths(document: PdfDocument, descendant: PdfDictionary, budget: TextBudget): ReadonlyMap<number, number> {
  const widths = new Map<number, number>();
  const items = asArray(document.get(descendant, 'W'))?.items ?? [];
  const valueAt = (index: number): PdfObject => document.resolve(items[index]);
  for (let index = 0; index + 1 < items.length;) {
    const first = integerValue(valueAt(index)) ?? 0;
    const second = valueAt(index + 1);
    if (second.kind === 'array') {
      spend(budget, 'mappings', second.items.length);
      for (const [offset, item] of second.items.entries())
        widths.set(first + offset, numberValue(document.resolve(item)) ?? DEFAULT_WIDTH);
      index += 2;
    } else {
      const last = Math.min(integerValue(second) ?? 0, first + WIDEST_RANGE - 1);
      const width = numberValue(valueAt(index + 2)) ?? DEFAULT_WIDTH;
      for (let cid = first; cid <= last; cid++) {
        spend(budget, 'mappings');
        widths.set(cid, width);
      }
      index += 3;
    }
  }
  return widths;
}

function heights(document: PdfDocument, descriptor: PdfDictionary | undefined): { ascent: number; descent: number } {
  if (!descriptor) return USUAL;
  const stated = (key: string): number => (numberValue(document.get(descriptor, key)) ?? 0) / 1000;
  const [ascent, descent] = [stated('Ascent'), stated('Descent')];
  return {
    ascent: ascent >= 0.5 && ascent <= 1.1 ? ascent : USUAL.ascent,
    descent: descent < 0 && descent >= -0.5 ? descent : USUAL.descent,
  };
}
