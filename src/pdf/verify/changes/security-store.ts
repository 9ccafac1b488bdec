/** The document security store (DSS; ETSI EN 319 142-1 §5.4.2): it only grows. */
import { bilingual } from '../../../base/errors/index.ts';
import { equalObjects, type PdfDictionary, type PdfObject } from '../../objects/index.ts';
import { enter, fault, within, type Comparison, type Pair } from './context.ts';

const STORE = bilingual('the security store', '文档安全存储（DSS）');

const LISTS = new Set(['Certs', 'OCSPs', 'CRLs', 'Cert', 'OCSP', 'CRL']);
const STORE_KEYS = new Set(['Type', 'VRI', 'Certs', 'OCSPs', 'CRLs']);
const VRI_KEYS = new Set(['Type', 'Cert', 'OCSP', 'CRL', 'TU', 'TS']);

/** Rule for the catalog's /DSS. */
export function explainSecurityStore(comparison: Comparison, { before, now }: Pair, object: number | null): void {
  if (before.kind === 'null' && now.kind === 'null') return;
  if (now.kind !== 'dictionary' || (before.kind !== 'dictionary' && before.kind !== 'null')) {
    fault(comparison, object, bilingual('the security store is gone', '文档安全存储（DSS）已被删除'));
    return;
  }
  if (before.kind === 'null' || !equalObjects(before, now)) comparison.securityStore = true;
  const old = before.kind === 'dictionary' ? before : undefined;
  growLists(comparison, { before: old, now, keys: STORE_KEYS }, object);
  const records = enter(comparison, old?.entries.get('VRI'), now.entries.get('VRI'));
  if (records.now.kind !== 'dictionary') {
    if (records.before.kind !== 'null' || records.now.kind !== 'null')
      fault(comparison, object, within(STORE, '/VRI is gone', '/VRI 已被删除'));
    return;
  }
  const earlier = records.before.kind === 'dictionary' ? records.before.entries : new Map<string, PdfObject>();
  for (const key of earlier.keys()) {
    if (!records.now.entries.has(key)) fault(comparison, object, within(STORE, `/VRI /${key} is gone`, `/VRI /${key} 已被删除`));
  }
  for (const [key, value] of records.now.entries) {
    if (key === 'Type') continue;
    const pair = enter(comparison, earlier.get(key), value);
    if (pair.now.kind !== 'dictionary')
      fault(comparison, object, within(STORE, `/VRI /${key} is no dictionary`, `/VRI /${key} 不是字典`));
    else {
      const entry = pair.before.kind === 'dictionary' ? pair.before : undefined;
      growLists(comparison, { before: entry, now: pair.now, keys: VRI_KEYS }, object);
    }
  }
}

interface Growth {
  readonly before: PdfDictionary | undefined;
  readonly now: PdfDictionary;
  readonly keys: ReadonlySet<string>;
}

function growLists(comparison: Comparison, { before, now, keys }: Growth, object: number | null): void {
  for (const key of before?.entries.keys() ?? []) {
    if (!now.entries.has(key)) fault(comparison, object, within(STORE, `/${key} is gone`, `/${key} 已被删除`));
  }
  for (const [key, value] of now.entries) {
    if (!keys.has(key)) fault(comparison, object, within(STORE, `/${key} is not allowed`, `不允许出现 /${key}`));
    else if (LISTS.has(key)) growList(comparison, enter(comparison, before?.entries.get(key), value), { key, object });
  }
}

function growList(
  comparison: Comparison,
  { before, now }: Pair,
  { key, object }: { readonly key: string; readonly object: number | null },
): void {
  const { document, revision, roots } = comparison;
  if (now.kind !== 'array') {
    fault(comparison, object, within(STORE, `/${key} is no array`, `/${key} 不是数组`));
    return;
  }
  const values = now.items.map((item) => document.resolve(item, revision));
  if (values.some((value) => value.kind !== 'stream'))
    fault(comparison, object, within(STORE, `/${key} holds no streams`, `/${key} 中有不是数据流的项`));
  roots.push(now);
  const references = new Set(now.items.map((item) => (item.kind === 'reference' ? item.number : -1)));
  for (const item of before.kind === 'array' ? before.items : []) {
    if (item.kind === 'reference' && references.has(item.number)) continue;
    const old = document.resolve(item, revision - 1);
    if (!values.some((value) => equalObjects(value, old)))
      fault(comparison, object, within(STORE, `an item of /${key} is gone`, `/${key} 中有项被删除`));
  }
}
