/** Custody's log of key uses against the register's stampings and signings: no signature that the register does not know, and none of theirs without its line. */
import { utf8 } from '../../base/bytes.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { AuditedUse, AuditFault, AuditHead, AuditTrail, KeyPurpose } from '../pki/index.ts';
import type { Collections, RecordStore, SigningRecord, StampingRecord } from '../storage/index.ts';
import { createStampingTable, shortName, type Meeting, type StampingTable } from './stamping-table.ts';

const PAGE = 500;
const MOST_LISTED = 20;
/** In place of the id of a key that is not in custody; no key has this id. */
const HOLDER = 'holder';

/** What a log is compared with. */
export interface ReconcileDependencies {
  readonly records: Pick<RecordStore, 'get' | 'list'>;
  readonly audit: AuditTrail;
  readonly crypto: Pick<CryptoProvider, 'digest'>;
  /** How far the log is known to have gone: what was remembered of it, what the running signer says. */
  readonly expected: readonly AuditHead[];
  /** Whether other servers, each with a log of its own, may sign for the same register: then not every stamping has its line here. */
  readonly shared: boolean;
}

/** One difference; `subject` is the line, or the stamping or signing. */
export interface Difference {
  readonly kind: AuditFault['fault'] | 'unknown-stamping' | 'other-key' | 'other-content' | 'no-line';
  readonly subject: string;
}

/** What the comparison found. */
export interface Reconciliation {
  /** Since when there is a log, ISO 8601; null where there is none, and nothing was compared. */
  readonly since: string | null;
  readonly head: AuditHead | null;
  /** Signatures of documents in the log, with seals and without. */
  readonly signatures: number;
  /** How many differences there are; `listed` has the first of them. */
  readonly differences: number;
  readonly listed: readonly Difference[];
}

/**
 * Compares. Every seal signature in the log must belong to a stamping of the register, with the key of its seal, every CMS signature of a
 * document to a signing, with its key, and all signatures of one must be over the same bytes; whatever was done since the log began must have
 * its line. What is in flight is
 * no difference: an intent is in the register before the key is used, and the line before the result. Rejects with STORE_UNAVAILABLE,
 * and as the log's reader does.
 */
export async function reconcileKeyUses(deps: ReconcileDependencies): Promise<Reconciliation> {
  const { audit, shared, expected } = deps;
  const begun = await audit.begun();
  const listed: Difference[] = [];
  let differences = 0;
  const tell = (kind: Difference['kind'], subject: string): void => {
    differences++;
    if (listed.length < MOST_LISTED) listed.push({ kind, subject });
  };
  const register = await readRegister(deps, begun);
  let signatures = 0;
  const { head, faults } = await audit.read(async (use) => {
    const collection = COMPARED.get(use.purpose);
    if (collection === undefined || use.outcome !== 'signed') return;
    signatures++;
    const meeting = await meet(deps, register, { ...use, collection });
    if (meeting !== 'met' && meeting !== 'met-again') tell(meeting, `${use.file}:${use.line} ${use.reference}`);
  }, expected);
  for (const { fault, file, line } of faults) tell(fault, `${file}:${line}`);
  // Behind a fault the log is not read, and its lines are not missing one by one.
  if (begun !== null && !shared && faults.length === 0 && register.table.missing() > 0) {
    for await (const use of usesOf(deps)) {
      if (register.table.isMissing(nameOf(deps, use))) tell('no-line', use.record._id);
    }
  }
  return { since: begun, head, signatures, differences, listed };
}

/** Where the intents of the signatures of a purpose are. */
const COMPARED: ReadonlyMap<KeyPurpose, Use['collection']> = new Map([
  ['seal-signature', 'stampings'],
  ['cms-signature', 'signings'],
]);

/** A record of what a key was used for. */
type Use =
  | { readonly collection: 'stampings'; readonly record: StampingRecord }
  | { readonly collection: 'signings'; readonly record: SigningRecord };

interface Register {
  readonly table: StampingTable;
  /** A number for each key. */
  readonly keys: Map<string, number>;
  /** The key of each version of a seal. */
  readonly seals: Map<string, string>;
}

/** The stampings and signings as they are before the log is read. */
async function readRegister(deps: ReconcileDependencies, begun: string | null): Promise<Register> {
  const register: Register = { table: createStampingTable(), keys: new Map(), seals: new Map() };
  for await (const use of usesOf(deps)) {
    const { key, inCustody } = await keyOf(deps, register, use);
    const { state, recordedAt } = use.record;
    register.table.add(nameOf(deps, use), {
      key,
      awaited: inCustody && state === 'done' && begun !== null && recordedAt >= begun,
    });
  }
  return register;
}

async function meet(
  deps: ReconcileDependencies,
  register: Register,
  { reference, keyId, tbsSm3, collection }: AuditedUse & Pick<Use, 'collection'>,
): Promise<Meeting> {
  const id = reference.startsWith(`${collection}/`) ? reference.slice(collection.length + 1) : '';
  const name = nameOf(deps, { collection, record: { _id: id } });
  const key = numberOf(register, keyId);
  const content = Number.parseInt(tbsSm3.slice(0, 12), 16);
  const meeting = register.table.meet(name, key, content);
  if (meeting !== 'unknown-stamping') return meeting;
  // It may have come after the register was read.
  const record = id === '' ? null : await deps.records.get(collection, id);
  if (!record) return 'unknown-stamping';
  const { key: own } = await keyOf(deps, register, { collection, record } as Use);
  register.table.add(name, { key: own, awaited: false });
  return register.table.meet(name, key, content);
}

/** The key of a signing, or of a stamping's seal, as a number. What a key does that its holder has, no log of ours knows. */
async function keyOf(
  deps: ReconcileDependencies,
  register: Register,
  use: Use,
): Promise<{ readonly key: number; readonly inCustody: boolean }> {
  if (use.collection === 'signings') return { key: numberOf(register, use.record.keyId), inCustody: true };
  const { seal, sealVersion } = use.record;
  const version = `${seal}/${sealVersion}`;
  let keyId = register.seals.get(version);
  if (keyId === undefined) {
    const found = await deps.records.get('seals', seal);
    const known = found?.versions.find(({ number }) => number === sealVersion);
    keyId = known?.keyId === null ? HOLDER : (known?.keyId ?? '');
    register.seals.set(version, keyId);
  }
  return { key: numberOf(register, keyId), inCustody: keyId !== HOLDER };
}

function numberOf({ keys }: Register, keyId: string): number {
  const known = keys.get(keyId);
  if (known !== undefined) return known;
  const number = keys.size;
  keys.set(keyId, number);
  return number;
}

function nameOf(
  { crypto }: ReconcileDependencies,
  { collection, record }: { readonly collection: Use['collection']; readonly record: { readonly _id: string } },
): number {
  return shortName(crypto.digest('sm3', utf8(`${collection}/${record._id}`)));
}

async function* usesOf(deps: ReconcileDependencies): AsyncIterable<Use> {
  for await (const record of recordsIn(deps, 'stampings')) yield { collection: 'stampings', record };
  for await (const record of recordsIn(deps, 'signings')) yield { collection: 'signings', record };
}

/** A page at a time, with a pause for others after each. */
async function* recordsIn<C extends Use['collection']>(
  { records }: ReconcileDependencies,
  collection: C,
): AsyncIterable<Collections[C]> {
  for (let after = ''; ;) {
    const page = await records.list(collection, after === '' ? { limit: PAGE } : { after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last._id;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
