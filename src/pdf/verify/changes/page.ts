/** Pages: widgets of signatures added in the same revision may be appended to /Annots, nothing else. */
import { bilingual } from '../../../base/errors/index.ts';
import { equalObjects, nameValue, type PdfDictionary, type PdfObject } from '../../objects/index.ts';
import { compareEntries, enter, fault, within, type Comparison, type Pair } from './context.ts';
import { objectAt } from './difference.ts';

const PAGE = bilingual('a page', '页面');

/** Looks at overridden pages, and at overridden arrays that are the annotations of a page. */
export function explainPages(comparison: Comparison): void {
  const { document, revision, difference, explained } = comparison;
  const arrays = new Set<number>();
  const listed = new Set<number>();
  for (const number of difference.overridden) {
    if (explained.has(number)) continue;
    const before = objectAt(document, number, revision - 1);
    const now = objectAt(document, number, revision);
    if (isPage(before) && isPage(now)) {
      explained.add(number);
      explainPage(comparison, { before, now }, { number, listed });
    } else if (before?.kind === 'array' && now?.kind === 'array') arrays.add(number);
  }
  if (arrays.size === 0) return;
  for (const page of document.pages(revision - 1)) {
    const annotations = page.dictionary.entries.get('Annots');
    if (annotations?.kind !== 'reference' || !arrays.has(annotations.number) || explained.has(annotations.number)) continue;
    explainAnnotations(comparison, enter(comparison, annotations, annotations), {
      number: annotations.number,
      page: page.reference.number,
      listed,
    });
  }
}

function isPage(object: PdfObject | null): object is PdfDictionary {
  return object?.kind === 'dictionary' && nameValue(object.entries.get('Type')) === 'Page';
}

function explainPage(
  comparison: Comparison,
  pair: { readonly before: PdfDictionary; readonly now: PdfDictionary },
  { number, listed }: { readonly number: number; readonly listed: Set<number> },
): void {
  compareEntries(comparison, pair, {
    where: PAGE,
    object: number,
    rules: {
      Annots: (raw) => explainAnnotations(comparison, enter(comparison, raw.before, raw.now), { number, page: number, listed }),
    },
  });
}

interface Place {
  readonly number: number;
  readonly page: number;
  /** Widgets that a page has listed already. */
  readonly listed: Set<number>;
}

function explainAnnotations(comparison: Comparison, { before, now }: Pair, { number, page, listed }: Place): void {
  const old = before.kind === 'array' ? before.items : [];
  const items = now.kind === 'array' ? now.items : [];
  if (items.length < old.length || !old.every((item, index) => equalObjects(item, items[index] ?? { kind: 'null' }))) {
    fault(comparison, number, within(PAGE, 'earlier annotations are gone or moved', '原有注释被删除或移动'));
    return;
  }
  for (const item of items.slice(old.length)) {
    const widget = item.kind === 'reference' ? item.number : -1;
    if (!comparison.widgets.has(widget) || listed.has(widget)) {
      fault(
        comparison,
        number,
        within(PAGE, 'a new annotation is not the widget of a new signature', '新增注释不是新增签名的控件'),
      );
      continue;
    }
    listed.add(widget);
    const dictionary = comparison.document.resolve(item, comparison.revision);
    const stated = dictionary.kind === 'dictionary' ? dictionary.entries.get('P') : undefined;
    if (stated !== undefined && (stated.kind !== 'reference' || stated.number !== page)) {
      fault(comparison, number, within(PAGE, 'a new widget belongs to another page', '新增控件属于其他页面'));
    }
  }
}
