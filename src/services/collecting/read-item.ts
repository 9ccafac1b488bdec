/** An item as a source sends it, read into our own words. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { FieldMapping } from '../../domain/collecting/index.ts';
import { faultWords } from '../fault-words.ts';
import { collectedItemSchema, type CollectedItem } from './schema.ts';

/** Our members that are days. */
const DATES = ['issueDate', 'validFrom', 'validTo'] as const;
/** Members of a single holder and of the issuer where a source has them flat. */
const FLAT = {
  holderName: ['holders', 'name'],
  holderCodeType: ['holders', 'codeType'],
  holderCode: ['holders', 'code'],
  issuerName: ['issuer', 'name'],
  issuerCode: ['issuer', 'code'],
  fileName: ['file', 'name'],
  fileSm3: ['file', 'sm3'],
} as const;

/**
 * Reads an item by the mapping of its source. Every fault is told.
 * @throws {YinzhengError} COLLECTED_ITEM_INVALID
 */
export function readItem(raw: Readonly<Record<string, unknown>>, mapping: FieldMapping): CollectedItem {
  const parsed = collectedItemSchema.safeParse(translated(raw, mapping), { reportInput: true });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), words: faultWords(issue) }));
  throw new YinzhengError('COLLECTED_ITEM_INVALID', {
    reason: bilingual(
      faults.map(({ path, words }) => `${path}: ${words.en}`).join('; '),
      faults.map(({ path, words }) => `${path}：${words.zh}`).join('；'),
    ),
  });
}

/** What a source calls the identifier of an item, as far as that can be read; for its list of errors. */
export function sourceIdOf(raw: Readonly<Record<string, unknown>>, { members }: FieldMapping): string | null {
  const value = own(raw, members['sourceId'] ?? 'sourceId');
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' && text.length <= 200 ? text.trim() : null;
}

function translated(raw: Readonly<Record<string, unknown>>, { members, fields, dates }: FieldMapping): object {
  const item: Record<string, unknown> = {};
  const nested: Record<string, Record<string, unknown>> = {};
  for (const name of Object.keys(collectedItemSchema.shape)) {
    const value = own(raw, members[name] ?? name);
    if (value !== undefined && value !== null) item[name] = value;
  }
  for (const [name, [parent, member]] of Object.entries(FLAT)) {
    const theirs = members[name];
    const value = theirs === undefined ? undefined : own(raw, theirs);
    if (value !== undefined && value !== null) nested[parent] = { ...nested[parent], [member]: value };
  }
  if (nested['holders']) item['holders'] = [nested['holders']];
  if (nested['issuer']) item['issuer'] = nested['issuer'];
  if (nested['file']) item['file'] = nested['file'];
  if (typeof item['version'] === 'string' && /^\d{1,10}$/.test(item['version'])) item['version'] = Number(item['version']);
  for (const name of DATES) item[name] = dayOf(item[name], dates);
  item['fields'] = faceFields(raw, item['fields'], fields);
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}

/** Face fields: those of the item's own `fields`, and those that the mapping finds beside it. */
function faceFields(raw: Readonly<Record<string, unknown>>, given: unknown, mapping: Readonly<Record<string, string>>): unknown {
  if (given !== undefined && (typeof given !== 'object' || given === null || Array.isArray(given))) return given;
  const source = given === undefined ? raw : (given as Readonly<Record<string, unknown>>);
  const renamed = new Set(Object.entries(mapping).flatMap(([ours, theirs]) => (ours === theirs ? [] : [theirs])));
  const kept = given === undefined ? [] : Object.entries(source).filter(([name]) => !renamed.has(name));
  const mapped = Object.entries(mapping).flatMap(([ours, theirs]) => {
    const value = own(source, theirs);
    return value === undefined || value === null ? [] : [[ours, value] as const];
  });
  return Object.fromEntries([...kept, ...mapped]);
}

function dayOf(value: unknown, dates: FieldMapping['dates']): unknown {
  if (dates === 'iso' || typeof value !== 'string') return value;
  // Years that stand for no end in systems that have no word for it.
  if (/^(?:2099|2999|9999)1231$/.test(value) || value === '长期') return 'long-term';
  return value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}

function own(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
