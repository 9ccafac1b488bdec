/** Walks the field tree of the interactive form (ISO 32000-1 §12.7.3) for its signature fields. */
import { nameValue, textValue, type PdfDictionary, type PdfObject } from '../objects/index.ts';
import type { PdfDocument } from '../reader/index.ts';
import { malformedPdf } from '../syntax/index.ts';
import type { SignatureField, Widget } from './model.ts';

const MAX_FIELDS = 20_000;
const MAX_FIELD_DEPTH = 32;

interface Inherited {
  readonly name: string;
  readonly type: string | undefined;
  readonly value: PdfObject;
  readonly depth: number;
}

/**
 * The signature fields of one revision's view, in the order of the form.
 * @throws {YinzhengError} PDF_MALFORMED when the tree has a loop or is too large
 */
export function signatureFields(document: PdfDocument, revision: number): readonly SignatureField[] {
  const form = document.get(document.catalog(revision), 'AcroForm', revision);
  if (form.kind !== 'dictionary') return [];
  const fields: SignatureField[] = [];
  const seen = new Set<PdfObject>();
  const visit = (item: PdfObject, inherited: Inherited): void => {
    const node = document.resolve(item, revision);
    if (node.kind !== 'dictionary') return;
    if (seen.has(node)) throw malformedPdf(0, 'a form field has two places in the field tree');
    seen.add(node);
    if (seen.size > MAX_FIELDS || inherited.depth > MAX_FIELD_DEPTH) throw malformedPdf(0, 'the field tree is too large');
    const own = ownValues(document, node, { inherited, revision });
    const kids = document.get(node, 'Kids', revision);
    const items = kids.kind === 'array' ? kids.items : [];
    const isParent = items.some((kid) => {
      const child = document.resolve(kid, revision);
      return child.kind === 'dictionary' && child.entries.has('T');
    });
    if (isParent) {
      for (const kid of items) visit(kid, own);
      return;
    }
    if (own.type !== 'Sig') return;
    const signature = document.resolve(own.value, revision);
    fields.push({
      name: own.name,
      reference: item.kind === 'reference' ? item : null,
      dictionary: node,
      widgets: items.length > 0 ? widgetsOf(document, items, revision) : [asWidget(item, node)],
      value: own.value,
      signature: signature.kind === 'dictionary' ? signature : null,
    });
  };
  const roots = document.get(form, 'Fields', revision);
  if (roots.kind === 'array') {
    for (const item of roots.items) visit(item, { name: '', type: undefined, value: { kind: 'null' }, depth: 0 });
  }
  return fields;
}

function ownValues(
  document: PdfDocument,
  node: PdfDictionary,
  { inherited, revision }: { readonly inherited: Inherited; readonly revision: number },
): Inherited {
  const partial = textValue(document.get(node, 'T', revision));
  return {
    name: partial === undefined ? inherited.name : inherited.name === '' ? partial : `${inherited.name}.${partial}`,
    type: nameValue(document.get(node, 'FT', revision)) ?? inherited.type,
    value: node.entries.get('V') ?? inherited.value,
    depth: inherited.depth + 1,
  };
}

function asWidget(item: PdfObject, dictionary: PdfDictionary): Widget {
  return { reference: item.kind === 'reference' ? item : null, dictionary };
}

function widgetsOf(document: PdfDocument, items: readonly PdfObject[], revision: number): readonly Widget[] {
  const widgets: Widget[] = [];
  for (const item of items) {
    const dictionary = document.resolve(item, revision);
    if (dictionary.kind === 'dictionary') widgets.push(asWidget(item, dictionary));
  }
  return widgets;
}
