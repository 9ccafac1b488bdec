/** How wide texts are, from the widths that a font dictionary states (ISO 32000-1 §9.2.4, §9.7.4.3). */
import { integerValue, nameValue, numberValue, type PdfDictionary, type PdfObject } from '../../objects/index.ts';
import type { PdfDocument } from '../../reader/index.ts';

/** What is known of a font. */
export interface FontWidths {
  /** Bytes of a character code. */
  readonly codeBytes: 1 | 2;
  readonly vertical: boolean;
  /** Advance of a code, for a font size of 1. */
  width(code: number): number;
}

/** Standard fonts state no widths; most of their letters are narrower than this. */
const UNSTATED = 0.75;
const WIDEST_RANGE = 65_536;

/** Reads the widths of a font; one that is unusual is taken to be rather wide. */
export function readWidths(document: PdfDocument, font: PdfObject, revision: number): FontWidths {
  if (font.kind !== 'dictionary') return { codeBytes: 1, vertical: false, width: () => 1 };
  const get = (key: string): PdfObject => document.get(font, key, revision);
  if (nameValue(get('Subtype')) === 'Type0') return compositeWidths(document, font, revision);
  const first = integerValue(get('FirstChar')) ?? 0;
  const widths = get('Widths');
  const unit = nameValue(get('Subtype')) === 'Type3' ? matrixScale(document, get('FontMatrix'), revision) : 0.001;
  const values = widths.kind === 'array' ? widths.items.map((item) => numberValue(document.resolve(item, revision)) ?? 0) : [];
  return { codeBytes: 1, vertical: false, width: (code) => (values[code - first] ?? UNSTATED / unit) * unit };
}

function matrixScale(document: PdfDocument, matrix: PdfObject, revision: number): number {
  const scale = matrix.kind === 'array' ? numberValue(document.resolve(matrix.items[0], revision)) : undefined;
  return scale === undefined || scale === 0 ? 0.001 : Math.abs(scale);
}

function compositeWidths(document: PdfDocument, font: PdfDictionary, revision: number): FontWidths {
  const encoding = document.get(font, 'Encoding', revision);
  const vertical = nameValue(encoding)?.endsWith('-V') ?? false;
  const descendants = document.get(font, 'DescendantFonts', revision);
  const descendant = descendants.kind === 'array' ? document.resolve(descendants.items[0], revision) : descendants;
  if (descendant.kind !== 'dictionary' || !nameValue(encoding)?.startsWith('Identity')) {
    return { codeBytes: 2, vertical, width: () => 1 };
  }
  const widths = new Map<number, number>();
  const listed = document.get(descendant, 'W', revision);
  const items = listed.kind === 'array' ? listed.items.map((item) => document.resolve(item, revision)) : [];
  for (let index = 0; index + 1 < items.length;) {
    const first = integerValue(items[index]) ?? 0;
    const second = items[index + 1];
    if (second?.kind === 'array') {
      second.items.forEach((item, offset) => widths.set(first + offset, numberValue(document.resolve(item, revision)) ?? 0));
      index += 2;
    } else {
      const last = Math.min(integerValue(second) ?? 0, WIDEST_RANGE);
      const width = numberValue(items[index + 2]) ?? 0;
      for (let code = Math.max(0, first); code <= last && widths.size <= WIDEST_RANGE; code++) widths.set(code, width);
      index += 3;
    }
  }
  const usual = numberValue(document.get(descendant, 'DW', revision)) ?? 1000;
  return { codeBytes: 2, vertical, width: (code) => (widths.get(code) ?? usual) / 1000 };
}
