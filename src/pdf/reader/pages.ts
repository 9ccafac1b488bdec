/** The page tree (ISO 32000-1 §7.7.3), walked without recursion and with bounds. */
import { nameValue, type PdfDictionary, type PdfObject, type PdfReference } from '../objects/index.ts';
import { MAX_NESTING, malformedPdf } from '../syntax/index.ts';
import type { Page } from './model.ts';

const INHERITABLE = ['Resources', 'MediaBox', 'CropBox', 'Rotate'] as const;

interface Visit {
  readonly reference: PdfReference;
  readonly depth: number;
  readonly inherited: Page['inherited'];
}

/** What the walk needs of a document's view. */
export interface PageSource {
  readonly catalog: PdfDictionary;
  readonly maxPages: number;
  readonly resolve: (object: PdfObject | undefined) => PdfObject;
}

/**
 * The pages in order.
 * @throws {YinzhengError} PDF_MALFORMED when the tree has a loop, is too deep or too large, or a node is no dictionary
 */
export function readPages({ catalog, maxPages, resolve }: PageSource): readonly Page[] {
  const pages: Page[] = [];
  const seen = new Set<number>();
  const root = catalog.entries.get('Pages');
  if (root?.kind !== 'reference') throw malformedPdf(0, 'the catalog has no page tree');
  const stack: Visit[] = [{ reference: root, depth: 0, inherited: {} }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { reference, depth } = visit;
    if (seen.has(reference.number)) throw malformedPdf(0, 'the page tree has a loop');
    seen.add(reference.number);
    if (depth > MAX_NESTING || seen.size > 2 * maxPages) throw malformedPdf(0, 'the page tree is too large');
    const node = resolve(reference);
    if (node.kind !== 'dictionary') throw malformedPdf(0, 'a node of the page tree is not a dictionary');
    const inherited = inherit(visit.inherited, node);
    const kids = resolve(node.entries.get('Kids'));
    const type = nameValue(resolve(node.entries.get('Type')));
    if (type === 'Page' || (type !== 'Pages' && kids.kind !== 'array')) {
      if (pages.length >= maxPages) throw malformedPdf(0, 'the document has too many pages');
      pages.push({ number: pages.length + 1, reference, dictionary: node, inherited });
      continue;
    }
    if (kids.kind !== 'array') throw malformedPdf(0, 'a node of the page tree has no kids');
    for (const kid of kids.items.toReversed()) {
      if (kid.kind !== 'reference') throw malformedPdf(0, 'a kid of the page tree is not a reference');
      stack.push({ reference: kid, depth: depth + 1, inherited });
    }
  }
  return pages;
}

function inherit(above: Page['inherited'], node: PdfDictionary): Page['inherited'] {
  if (!INHERITABLE.some((key) => node.entries.has(key))) return above;
  const inherited: Record<string, PdfObject> = { ...above };
  for (const key of INHERITABLE) {
    const value = node.entries.get(key);
    if (value !== undefined && value.kind !== 'null') inherited[key] = value;
  }
  return inherited;
}
