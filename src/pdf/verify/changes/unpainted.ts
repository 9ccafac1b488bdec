/** Fields that readers paint themselves, from the form's default appearance and resources. */
import { nameValue, type PdfDictionary, type PdfObject } from '../../objects/index.ts';
import type { PdfDocument } from '../../reader/index.ts';

const MOST_NODES = 20_000;

/**
 * True when a form has a field, other than signature fields, without an appearance of its own, or asks readers to paint them all:
 * then /DA and /DR (ISO 32000-1 §12.7.3.3) decide what is seen.
 */
export function hasUnpaintedFields(document: PdfDocument, form: PdfObject, revision: number): boolean {
  if (form.kind !== 'dictionary') return false;
  const demanded = document.get(form, 'NeedAppearances', revision);
  if (demanded.kind === 'boolean' && demanded.value) return true;
  const seen = new Set<PdfDictionary>();
  const kidsOf = (node: PdfDictionary, key: string): readonly PdfObject[] => {
    const list = document.get(node, key, revision);
    return list.kind === 'array' ? list.items : [];
  };
  const queue = kidsOf(form, 'Fields').map((item) => ({ item, type: undefined as string | undefined }));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const node = document.resolve(next.item, revision);
    if (node.kind !== 'dictionary' || seen.has(node)) continue;
    seen.add(node);
    if (seen.size > MOST_NODES) return true;
    const type = nameValue(document.get(node, 'FT', revision)) ?? next.type;
    const kids = kidsOf(node, 'Kids');
    for (const item of kids) queue.push({ item, type });
    if (kids.length === 0 && type !== 'Sig' && document.get(node, 'AP', revision).kind !== 'dictionary') return true;
  }
  return false;
}
