/** Reads a seal's appearance when it is the simplest there is: one image over the whole form (ISO 32000-1 §8.10, §12.5.5). */
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

/** The image XObject that a form shows over its whole box, or why it is something else. */
export function onlyImage(document: PdfDocument, form: PdfStream, revision: number): PdfStream | Bilingual {
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
  const misses = [a - (right - left), b, c, d - (top - bottom), e - left, f - bottom].some((miss) => Math.abs(miss) > TOLERANCE);
  if (misses || right <= left || top <= bottom) return bilingual('the image does not fill the appearance', '图像未铺满印章外观');
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
    ? image
    : bilingual('the appearance is no plain image', '印章外观不是普通图像');
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
