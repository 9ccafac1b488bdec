/**
 * Profiles of the sharing interface (共享服务接口): what operations, members, codes and values are called by one specification. A profile is a
 * table; another one is another table, and nothing else.
 */
import { LONG_TERM, type EndDate, type LocalDate } from '../../base/time.ts';

/** What a system can ask. */
export const SHARING_OPERATIONS = [
  'token',
  'search',
  'query',
  'metadata',
  'file',
  'fileAddress',
  'verifyFields',
  'verifyFile',
  'readCode',
  'statuses',
  'changes',
  'directory',
  'directoryErrors',
] as const;

/** One of them. */
export type SharingOperation = (typeof SHARING_OPERATIONS)[number];

/** Members of questions and answers, whatever a profile calls them. */
export const SHARING_MEMBERS = [
  ...['accessKey', 'clientAssertion', 'token', 'expiresIn'],
  ...['purposeItem', 'purposeCause', 'caseNumber'],
  ...['identifier', 'identifiers', 'edition', 'licenceNumber', 'typeCode', 'typeName', 'typeVersion'],
  ...['issuerCode', 'issuerName', 'holders', 'holderName', 'holderCode', 'holderCodeType'],
  ...['issueDate', 'validFrom', 'validTo', 'status', 'statusSince', 'statusName', 'face', 'level'],
  ...['items', 'cursor', 'limit', 'more', 'retryAfter', 'asOf'],
  ...['types', 'fields', 'fieldName', 'fieldType', 'required', 'files'],
  ...['fileName', 'fileFormat', 'fileSize', 'fileDigest', 'content', 'address', 'expiresAt'],
  ...['result', 'resultName', 'conclusion', 'reason', 'code'],
  ...['sequence', 'change', 'recordedAt', 'operation', 'area', 'remark', 'accepted'],
] as const;

/** One of them. */
export type SharingMember = (typeof SHARING_MEMBERS)[number];

/** How a call can end, apart from what it finds. */
export const SHARING_OUTCOMES = [
  'done',
  'pending',
  'request-invalid',
  'not-signed-in',
  'not-allowed',
  'not-found',
  'too-often',
  'too-large',
  'unavailable',
  'other',
] as const;

/** One of them. */
export type SharingOutcome = (typeof SHARING_OUTCOMES)[number];

/** What happened to a licence, as feeds tell it. */
export const SHARING_CHANGES = ['issued', 'status-changed', 'resealed', 'destroyed', 'reported-again'] as const;

/** One of them. */
export type SharingChange = (typeof SHARING_CHANGES)[number];

/** What a directory record is for: a new one, one in place of another, one to be taken away. */
export const DIRECTORY_OPERATIONS = ['add', 'replace', 'remove'] as const;

const STATUSES = [
  'valid',
  'not-yet-valid',
  'expired',
  'suspended',
  'replaced',
  'cancelled',
  'rescinded',
  'revoked',
  'void',
  'transferred-out',
  'unknown',
] as const;
const RESULTS = [
  'incomplete',
  'not-found',
  'inconsistent',
  'not-yet-active',
  'temporarily-invalid',
  'no-longer-valid',
  'valid',
] as const;
const HEAD = ['head', 'data', 'accessId', 'accessToken', 'requestId', 'code', 'message', 'time'] as const;

/** A profile. */
export interface SharingProfile {
  readonly name: string;
  readonly title: { readonly en: string; readonly zh: string };
  /** What follows `/share/v1` in its addresses: nothing, or a segment with its slash. */
  readonly path: string;
  readonly envelope: Readonly<Record<(typeof HEAD)[number], string>>;
  /** Last segment of the address of each operation. */
  readonly operations: Readonly<Record<SharingOperation, string>>;
  readonly members: Readonly<Record<SharingMember, string>>;
  readonly codes: Readonly<Record<SharingOutcome, string>>;
  readonly statuses: Readonly<Record<(typeof STATUSES)[number], string>>;
  readonly results: Readonly<Record<(typeof RESULTS)[number], string>>;
  readonly changes: Readonly<Record<SharingChange, string>>;
  readonly directory: Readonly<Record<(typeof DIRECTORY_OPERATIONS)[number], string>>;
  /** How dates are written, and what stands for a validity without end. */
  readonly dates: 'YYYYMMDD' | 'YYYY-MM-DD';
  readonly longTerm: string;
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;
const CODE = /^[A-Za-z0-9_-]{1,24}$/;
const TABLES = {
  envelope: [HEAD, NAME],
  operations: [SHARING_OPERATIONS, NAME],
  members: [SHARING_MEMBERS, NAME],
  codes: [SHARING_OUTCOMES, CODE],
  statuses: [STATUSES, CODE],
  results: [RESULTS, CODE],
  changes: [SHARING_CHANGES, CODE],
  directory: [DIRECTORY_OPERATIONS, CODE],
} as const;
/** Statuses may share a code where a specification knows fewer of them; everything else is told apart. */
const MAY_REPEAT: ReadonlySet<string> = new Set(['statuses', 'envelope']);

/** Everything that is wrong with a table, in words for whoever writes one; empty when it is a profile. */
export function profileFaults(table: unknown): readonly string[] {
  if (!isObject(table)) return ['a profile is an object'];
  const faults: string[] = [];
  const { name, path, title, dates, longTerm } = table;
  if (typeof name !== 'string' || !/^[a-z0-9-]{1,32}$/.test(name)) faults.push('name');
  if (typeof path !== 'string' || !/^(\/[a-z0-9-]{1,32})?$/.test(path)) faults.push('path');
  if (!isObject(title) || typeof title['en'] !== 'string' || typeof title['zh'] !== 'string') faults.push('title');
  if (dates !== 'YYYYMMDD' && dates !== 'YYYY-MM-DD') faults.push('dates');
  if (typeof longTerm !== 'string' || longTerm === '') faults.push('longTerm');
  for (const [part, [keys, form]] of Object.entries(TABLES)) faults.push(...tableFaults(table[part], { part, keys, form }));
  const known = new Set(['name', 'path', 'title', 'dates', 'longTerm', ...Object.keys(TABLES)]);
  return [...faults, ...Object.keys(table).filter((key) => !known.has(key))];
}

function tableFaults(
  table: unknown,
  { part, keys, form }: { readonly part: string; readonly keys: readonly string[]; readonly form: RegExp },
): readonly string[] {
  if (!isObject(table)) return [part];
  const wrong = keys.filter((key) => typeof table[key] !== 'string' || !form.test(table[key]));
  const unknown = Object.keys(table).filter((key) => !keys.includes(key));
  const values = Object.values(table);
  const repeated = MAY_REPEAT.has(part) || new Set(values).size === values.length ? [] : ['a value is there twice'];
  return [...wrong, ...unknown, ...repeated].map((fault) => `${part}: ${fault}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A table as a profile.
 * @throws {TypeError} with every fault, for one that is none: tables are part of the program
 */
export function readProfile(table: unknown): SharingProfile {
  const faults = profileFaults(table);
  if (faults.length > 0) throw new TypeError(`not a profile of the sharing interface: ${faults.join('; ')}`);
  return table as SharingProfile;
}

/** A date as a profile writes it. */
export function writeDate({ dates, longTerm }: Pick<SharingProfile, 'dates' | 'longTerm'>, date: EndDate): string {
  if (date === LONG_TERM) return longTerm;
  return dates === 'YYYYMMDD' ? date.replaceAll('-', '') : date;
}

/** A date as a profile writes it, read; null for what is none. */
export function readDate({ dates, longTerm }: Pick<SharingProfile, 'dates' | 'longTerm'>, text: string): EndDate | null {
  if (text === longTerm) return LONG_TERM;
  const [, year, month, day] = (dates === 'YYYYMMDD' ? /^(\d{4})(\d\d)(\d\d)$/ : /^(\d{4})-(\d\d)-(\d\d)$/).exec(text) ?? [];
  const written = `${year}-${month}-${day}`;
  if (year === undefined || !isDay(written)) return null;
  return written as LocalDate;
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
