/** Reads a seal's appearance when it is the simplest there is: one image over the whole form, or a strip of it (ISO 32000-1 §8.10, §12.5.5). */
import { bilingual, type Bilingual } from '../../../base/errors/index.ts';
import { numberValue, type PdfDictionary, type PdfObject, type PdfStream } from '../../objects/index.ts';
import type { PdfDocument } from '../../reader/index.ts';

/** Content streams of more bytes are no single image. */
const MAX_CONTENT = 4096;
/** How far the image may miss the edges of the form, in points. */
const TOLERANCE = 0.05;
const NUMBER = '([-+]?(?:\\d+\\.?\\d*|\\.\\d+))';
const ONE_IMAGE = new RegExp(`^\\s*(?:q\\s+)?${`${NUMBER}\\s+`.repeat(6)}cm\\s*/([^\\s/()<>\\[\\]{}%]+)\\s+Do(?:\\s+Q)?\\s*$`);
/** The form as it is, or turned back by the rotation of its page. */
const TURNS = ['1 0 0 1', '0 1 -1 0', '-1 0 0 -1', '0 -1 1 0'];
/** What makes a form or image show something else at some times or places. */
const CONDITIONAL = ['OC', 'OPI', 'Alternates', 'Ref'];

/** The parts of an image that show, from its left and from its top, 0 to 1. */
export interface ShownPart {
  readonly across: readonly [number, number];
  readonly down: readonly [number, number];
}

/** An image and what is seen of it. */
export interface OnlyImage {
  readonly image: PdfStream;
  /** Null for all of it. */
  readonly strip: ShownPart | null;
}

/** The image XObject that a form shows over its whole box, all of it or a strip from edge to edge, or why it is something else. */
export function onlyImage(document: PdfDocument, form: PdfStream, revision: number): OnlyImage | Bilingual {
  const { dictionary } = form;
  const get = (key: string): PdfObject => document.get(dictionary, key, revision);
  if (CONDITIONAL.some((key) => dictionary.entries.has(key)))
    return bilingual('the appearance shows under conditions', '印章外观只在特定条件下显示');
  const content = document.decode(form, revision);
  if (content.length > MAX_CONTENT) return bilingual('the appearance is no single image', '印章外观不是单一图像');
  const matched = ONE_IMAGE.exec(String.fromCharCode(...content));
  if (matched === null) return bilingual('the appearance is no single image', '印章外观不是单一图像');
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = matched.slice(1, 7).map(Number);
  const [left = 0, bottom = 0, right = 0, top = 0] = numbers(document, get('BBox'), revision);
  const isLevel = Math.abs(b) <= TOLERANCE && Math.abs(c) <= TOLERANCE && a > 0 && d > 0 && right > left && top > bottom;
  const strip: ShownPart = { across: partOf([left, right], e, a), down: partOf([-top, -bottom], -(f + d), d) };
  const isWhole = isAll(strip.across, a) && isAll(strip.down, d);
  if (!isLevel || !(isWhole || isStrip(strip, a, d)))
    return bilingual('the image does not fill the appearance', '图像未铺满印章外观');
  const matrix = numbers(document, get('Matrix'), revision);
  if (
    matrix.length > 0 &&
    !TURNS.includes(
      matrix
        .slice(0, 4)
        .map((value) => value + 0)
        .join(' '),
    )
  )
    return bilingual('the appearance is distorted', '印章外观变形');
  const resources = get('Resources');
  if (resources.kind !== 'dictionary' || resources.entries.has('ColorSpace'))
    return bilingual('the colours of the appearance are redefined', '印章外观的颜色被重新定义');
  const images = document.get(resources, 'XObject', revision);
  const image = images.kind === 'dictionary' ? document.get(images, matched[7] ?? '', revision) : undefined;
  return image?.kind === 'stream' && isPlainImage(document, image.dictionary, revision)
    ? { image, strip: isWhole ? null : strip }
    : bilingual('the appearance is no plain image', '印章外观不是普通图像');
}

function partOf([from, to]: readonly [number, number], begin: number, length: number): readonly [number, number] {
  return [(from - begin) / length, (to - begin) / length];
}

/** True for all of a side of `length` points. */
function isAll([from, to]: readonly [number, number], length: number): boolean {
  return Math.abs(from) * length <= TOLERANCE && Math.abs(1 - to) * length <= TOLERANCE;
}

/** True for what lies within the image and reaches from edge to edge in one direction. */
function isStrip({ across, down }: ShownPart, width: number, height: number): boolean {
  const isWithin = ([from, to]: readonly [number, number], length: number): boolean =>
    from * length >= -TOLERANCE && (to - 1) * length <= TOLERANCE;
  return (isAll(across, width) && isWithin(down, height)) || (isAll(down, height) && isWithin(across, width));
}

function isPlainImage(document: PdfDocument, dictionary: PdfDictionary, revision: number): boolean {
  const subtype = document.get(dictionary, 'Subtype', revision);
  const unusual = [...CONDITIONAL, 'Mask', 'Decode', 'ImageMask', 'SMaskInData'];
  return subtype.kind === 'name' && subtype.value === 'Image' && !unusual.some((key) => dictionary.entries.has(key));
}

function numbers(document: PdfDocument, object: PdfObject, revision: number): readonly number[] {
  if (object.kind !== 'array') return [];
  return object.items.map((item) => numberValue(document.resolve(item, revision)) ?? Number.NaN);
}
