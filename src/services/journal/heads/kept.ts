import type { RecordStore } from '../../storage/index.ts';
import type { HeadLine } from './verify.ts';

const PAGE = 500;

/** The heads that the store keeps itself, in the order of their entries. Rejects with STORE_UNAVAILABLE. */
export async function* keptHeads(records: Pick<RecordStore, 'list'>): AsyncIterable<HeadLine> {
  let after = '';
  let number = 0;
  for (;;) {
    const page = await records.list('journal-heads', { ...(after !== '' && { after }), limit: PAGE });
    for (const { line } of page) yield { place: 'store', number: ++number, text: line, whole: true };
    const last = page[page.length - 1];
    if (!last || page.length < PAGE) return;
    after = last._id;
  }
}
