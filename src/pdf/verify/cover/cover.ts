/**
 * Does a signature that was added later cover what an earlier one signed? The appearance of a signature field may show anything at all,
 * a white box with another amount included (the "sneaky signature attack", Rohlmann et al., IEEE S&P 2021).
 */
import { bilingual, isYinzhengError, type Bilingual } from '../../../base/errors/index.ts';
import { integerValue, nameValue, type PdfDictionary } from '../../objects/index.ts';
import type { Page, PdfDocument } from '../../reader/index.ts';
import type { SignatureField } from '../model.ts';
import { pageOf, readRectangle, type Rectangle } from '../place.ts';
import { inkOf, MAX_OPERATIONS, type Ink } from './ink.ts';
import { overlap } from '../../content/matrix.ts';

/** What a widget does to a page. `certain` is false where it may do nothing after all, such as over the margin of a picture. */
export interface Covering {
  /** Such as `covers text on page 1`. */
  readonly reason: Bilingual;
  readonly certain: boolean;
  /** How much of the page the widget takes, 0 to 1. */
  readonly share: number;
}

/** Overlap in points that is no more than the boxes of texts being larger than their letters. */
const MARGIN = 1.5;
/** Room beside a line of text, as part of its height, in which another letter would continue it. */
const NEAR = 0.5;
const HIDDEN = 2;
/** Annotations that show nothing themselves. */
const UNSEEN = new Set(['Link', 'Popup']);

/**
 * The question, prepared for a document: what the visible widgets of a field cover of the page as the revision before the given one,
 * which shows the field, showed it; null for nothing.
 */
export function prepareCovering(document: PdfDocument): (field: SignatureField, revision: number) => Covering | null {
  const budget = { operations: MAX_OPERATIONS };
  const known = new Map<string, readonly Ink[]>();
  const inkAt = (page: Page, revision: number): readonly Ink[] => {
    const key = `${page.reference.number}@${revision}`;
    const ink = known.get(key) ?? inkOf(document, page, { revision, budget });
    known.set(key, ink);
    return ink;
  };
  return (field, revision) => coveredBy(document, field, { revision, inkAt });
}

type InkAt = (page: Page, revision: number) => readonly Ink[];

function coveredBy(
  document: PdfDocument,
  field: SignatureField,
  { revision, inkAt }: { readonly revision: number; readonly inkAt: InkAt },
): Covering | null {
  let found: Covering | null = null;
  for (const widget of field.widgets) {
    const page = pageOf(document, widget, revision);
    if (page === undefined) continue;
    const rectangle = readRectangle(document, widget.dictionary.entries.get('Rect'), revision);
    if (rectangle === null) {
      const reason = bilingual('may cover anything, for its place is unclear', '位置不明，可能遮盖任何内容');
      found ??= { reason, certain: false, share: 1 };
      continue;
    }
    const earlier = document.pages(revision - 1).find(({ reference }) => reference.number === page.reference.number);
    if (earlier === undefined) continue;
    const own = new Set(field.widgets.map(({ reference }) => reference?.number));
    const under = coveredOn(document, earlier, { rectangle, revision: revision - 1, own, inkAt });
    if (under === null) continue;
    const covering = { ...under, share: shareOf(document, earlier, rectangle) };
    if (covering.certain) return covering;
    found ??= covering;
  }
  return found;
}

function shareOf(document: PdfDocument, page: Page, [left, bottom, right, top]: Rectangle): number {
  const box = readRectangle(document, page.inherited.CropBox) ?? readRectangle(document, page.inherited.MediaBox);
  if (box === null) return 1;
  const across = Math.min(right, box[2]) - Math.max(left, box[0]);
  const up = Math.min(top, box[3]) - Math.max(bottom, box[1]);
  return (Math.max(0, across) * Math.max(0, up)) / Math.max((box[2] - box[0]) * (box[3] - box[1]), 1);
}

interface Over {
  readonly rectangle: Rectangle;
  readonly revision: number;
  /** Numbers of the widgets that are asked about. */
  readonly own: ReadonlySet<number | undefined>;
  readonly inkAt: InkAt;
}

function coveredOn(document: PdfDocument, page: Page, over: Over): Omit<Covering, 'share'> | null {
  const at = page.number;
  if (coversAnnotation(document, page, over)) return covers(`covers an annotation on page ${at}`, `遮盖第 ${at} 页的注释`);
  let ink: readonly Ink[];
  try {
    ink = over.inkAt(page, over.revision);
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return mayCover(`may cover what cannot be read on page ${at}`, `可能遮盖第 ${at} 页无法读取的内容`);
  }
  const under = ink.filter(({ box }) => overlap(box, over.rectangle, MARGIN));
  if (under.some(({ kind }) => kind === 'text')) return covers(`covers text on page ${at}`, `遮盖第 ${at} 页的文字`);
  if (under.length > 0) return mayCover(`may cover a picture or figure on page ${at}`, `可能遮盖第 ${at} 页的图像或图形`);
  const beside = ink.some(({ kind, box }) => kind === 'text' && overlap(lengthened(box), over.rectangle, MARGIN));
  return beside ? mayCover(`may continue a text on page ${at}`, `可能接续第 ${at} 页的文字`) : null;
}

function covers(en: string, zh: string): Omit<Covering, 'share'> {
  return { reason: bilingual(en, zh), certain: true };
}

function mayCover(en: string, zh: string): Omit<Covering, 'share'> {
  return { reason: bilingual(en, zh), certain: false };
}

/** A line of text with as much room before and after it as makes what stands there read as part of it. */
function lengthened([left, bottom, right, top]: Rectangle): Rectangle {
  const room = NEAR * Math.min(top - bottom, right - left);
  return [left - room, bottom, right + room, top];
}

function coversAnnotation(document: PdfDocument, page: Page, { rectangle, revision, own }: Over): boolean {
  const annotations = document.get(page.dictionary, 'Annots', revision);
  if (annotations.kind !== 'array') return false;
  return annotations.items.some((item) => {
    const annotation = document.resolve(item, revision);
    if (annotation.kind !== 'dictionary' || (item.kind === 'reference' && own.has(item.number))) return false;
    const box = readRectangle(document, annotation.entries.get('Rect'), revision);
    return box !== null && shows(document, annotation, revision) && overlap(box, rectangle, MARGIN);
  });
}

function shows(document: PdfDocument, annotation: PdfDictionary, revision: number): boolean {
  const flags = integerValue(document.get(annotation, 'F', revision)) ?? 0;
  if ((flags & HIDDEN) !== 0 || UNSEEN.has(nameValue(document.get(annotation, 'Subtype', revision)) ?? '')) return false;
  return annotation.entries.has('AP') || nameValue(document.get(annotation, 'Subtype', revision)) !== 'Widget';
}
