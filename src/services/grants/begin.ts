/** The first grants: those of a demonstration, and those that carry an installation from before there were grants over, once. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { KEY_SUBJECT, type GrantOrigin, type GrantRecord } from '../../domain/grant/index.ts';
import { currentVersion, type SealRecord } from '../../domain/seal/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import { GRANTS_SETTING } from './authority.ts';
import { termsOf } from './decide.ts';
import { toldGrant } from './event.ts';
import type { SignatureKeyRecord } from '../../domain/signature/index.ts';
import { certifiedKeys, type KeyCustody } from '../pki/index.ts';
import { grantsOfKey } from './admit-key.ts';
import type { GrantDependencies } from './ports.ts';

const WORDS: Readonly<Record<Exclude<GrantOrigin, 'administered'>, string>> = {
  demonstration: '演示环境的用章授权',
  'carried-over': '启用用章授权之前已在使用的印章，沿用原有用章范围',
};

type CarriedOrigin = Exclude<GrantOrigin, 'administered'>;

const KEY_WORDS: Readonly<Record<CarriedOrigin, string>> = {
  demonstration: '演示环境的文件签名密钥授权',
  'carried-over': '启用密钥授权之前已在使用的文件签名密钥，沿用原有使用范围',
};

/** Setting that says that keys that sign documents are used by grants alone. */
const KEYS_SETTING = 'key-grants';

/** Seals of a demonstration are made again in its course. */
const FAR = '2099-12-31T00:00:00.000Z';
const LONG_AGO = '2020-01-01T00:00:00.000Z';

/** A grant of a seal to its owner's own people and systems and to this service, without approval, for as long as the seal holds. */
export function ownersGrant(
  deps: Pick<GrantDependencies, 'clock'>,
  seal: SealRecord,
  { origin, actor }: { readonly origin: Exclude<GrantOrigin, 'administered'>; readonly actor: Actor },
): GrantRecord {
  const at = isoInstant(deps.clock.now());
  const version = currentVersion(seal);
  const purpose = { item: '用章授权', caseNumber: null, cause: WORDS[origin] };
  const decision = { by: actor, at, reason: null };
  const record: GrantRecord = {
    ...{ _id: ownersGrantId(origin, seal._id), schema: 1, version: 1, seal: seal._id, owner: seal.owner },
    ...{ users: [], organisations: [seal.owner], systems: [SERVER_ACTOR.client], documents: true, licenceTypes: 'all' },
    ...{ validFrom: version?.validFrom ?? at, uses: null },
    validTo: origin === 'demonstration' ? FAR : (version?.validTo ?? at),
    ...{ approval: 'automatic', approvers: [], approvals: 1, state: 'in-force', origin },
    ...{ proposed: decision, decided: decision, ended: null, purpose, outbox: [], pending: false },
  };
  return toldGrant(deps, record, { kind: origin === 'demonstration' ? 'grant-confirmed' : 'grant-carried-over', actor });
}

/** A grant of a key that signs documents to its organisation's own people and systems and to this service, up to a time, ISO 8601. */
function keyGrant(
  deps: Pick<GrantDependencies, 'clock'>,
  { _id: key, organisation, since }: SignatureKeyRecord,
  { origin, actor, validTo }: { readonly origin: CarriedOrigin; readonly actor: Actor; readonly validTo: string },
): GrantRecord {
  const at = isoInstant(deps.clock.now());
  const purpose = { item: '用章授权', caseNumber: null, cause: KEY_WORDS[origin] };
  const decision = { by: actor, at, reason: null };
  const record: GrantRecord = {
    ...{ _id: `${origin}-key-${key}-${organisation}`, schema: 1, version: 1, seal: `${KEY_SUBJECT}${key}`, owner: organisation },
    ...{ users: [], organisations: [organisation], systems: [SERVER_ACTOR.client], documents: true, licenceTypes: 'all' },
    ...{ validFrom: origin === 'demonstration' ? LONG_AGO : since, validTo, uses: null },
    ...{ approval: 'automatic', approvers: [], approvals: 1, state: 'in-force', origin },
    ...{ proposed: decision, decided: decision, ended: null, purpose, outbox: [], pending: false },
  };
  return toldGrant(deps, record, { kind: origin === 'demonstration' ? 'grant-confirmed' : 'grant-carried-over', actor });
}

/** Grants each of these seals to its owner, in the register and in custody. Repeated, it changes nothing. */
export async function grantToOwners(
  deps: GrantDependencies,
  seals: readonly SealRecord[],
  by: { readonly origin: Exclude<GrantOrigin, 'administered'>; readonly actor: Actor },
): Promise<void> {
  const records = seals.map((seal) => ownersGrant(deps, seal, by));
  await deps.grants.enter({ kind: 'begin', grants: records.map((record) => ({ grant: record._id, terms: termsOf(record) })) });
  await insertAll(deps, records);
}

async function insertAll(deps: Pick<GrantDependencies, 'records' | 'journal'>, grants: readonly GrantRecord[]): Promise<void> {
  for (const record of grants) {
    try {
      await deps.records.insert('grants', record);
    } catch (error) {
      if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    }
  }
  deps.journal.poke();
}

/** Grants a key of a demonstration to the organisation that it signs documents for, so that it can be tried at once. Repeated, it changes nothing. */
export async function grantKeyInDemonstration(deps: GrantDependencies, key: SignatureKeyRecord): Promise<void> {
  const record = keyGrant(deps, key, { origin: 'demonstration', actor: SERVER_ACTOR, validTo: FAR });
  await deps.grants.enter({ kind: 'begin-keys', grants: [{ grant: record._id, terms: termsOf(record) }] });
  await insertAll(deps, [record]);
}

/**
 * Carries the use of keys that sign documents over from before custody wanted a grant of each, once for a store and once for a ledger: each that
 * is assigned and was never granted is granted to its organisation until its certificate ends, visibly, as {@link beginGrants} does with seals. To be
 * called before that.
 * @returns how many were carried over; null where that was done already
 */
export async function beginKeyGrants(
  deps: GrantDependencies & { readonly custody: Pick<KeyCustody, 'list'> },
  rules: { readonly demonstration: boolean },
): Promise<number | null> {
  if ((await deps.records.get('settings', KEYS_SETTING)) !== null) return null;
  const origin = rules.demonstration ? 'demonstration' : 'carried-over';
  const certified = await certifiedKeys(deps.custody, 'cms-signature');
  const ends = new Map(certified.map(({ keyId, certificate }) => [keyId, isoInstant(certificate.notAfter)]));
  const records: GrantRecord[] = [];
  for (const key of await everyAssignedKey(deps.records)) {
    const validTo = rules.demonstration ? FAR : ends.get(key._id);
    const isGranted = (await grantsOfKey(deps.records, key._id)).some(({ state }) => state === 'in-force' || state === 'ended');
    if (validTo !== undefined && !isGranted) records.push(keyGrant(deps, key, { origin, actor: SERVER_ACTOR, validTo }));
  }
  await deps.grants.enter({
    kind: 'begin-keys',
    grants: records.map((record) => ({ grant: record._id, terms: termsOf(record) })),
  });
  // Another ledger, or one that had begun, took none; what a start that was cut off entered is there.
  const inForce = new Set((await deps.grants.standing()).grants.flatMap(({ grant, inForce: is }) => (is ? [grant] : [])));
  const taken = records.filter(({ _id }) => inForce.has(_id));
  await insertAll(deps, taken);
  const value = { since: isoInstant(deps.clock.now()), carriedOver: taken.length };
  try {
    await deps.records.insert('settings', { _id: KEYS_SETTING, schema: 1, version: 1, value });
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
  }
  return taken.length;
}

async function everyAssignedKey(records: RecordStore): Promise<readonly SignatureKeyRecord[]> {
  const all: SignatureKeyRecord[] = [];
  for (let after: string | undefined; ;) {
    const page: readonly SignatureKeyRecord[] = await records.list('signature-keys', {
      limit: MAX_PAGE,
      ...(after !== undefined && { after }),
    });
    all.push(...page.filter(({ state }) => state === 'assigned'));
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) return all;
  }
}

/**
 * Grants a seal of a demonstration to its owner, so that it can be tried at once; others are granted by people. One that was made again has its
 * grant, or had it ended.
 */
export async function grantInDemonstration(deps: GrantDependencies, seal: SealRecord): Promise<void> {
  if (!seal.demonstration || (await deps.records.get('grants', ownersGrantId('demonstration', seal._id))) !== null) return;
  await grantToOwners(deps, [seal], { origin: 'demonstration', actor: SERVER_ACTOR });
}

function ownersGrantId(origin: Exclude<GrantOrigin, 'administered'>, seal: string): string {
  return `${origin}-${seal}`;
}

/**
 * Begins custody's ledger where there is none yet. In an installation that used seals before there were grants, every seal that can be
 * used is granted to its owner, visibly: with an event in the journal each, and a setting that says how many. Later it changes nothing:
 * where the ledger is gone, nobody uses a seal.
 * @returns how many grants were carried over; null where grants were in use already
 */
export async function beginGrants(deps: GrantDependencies, rules: { readonly demonstration: boolean }): Promise<number | null> {
  if ((await deps.records.get('settings', GRANTS_SETTING)) !== null) return null;
  const seals = (await everySeal(deps.records)).filter((seal) => currentVersion(seal) !== null);
  const origin = rules.demonstration ? 'demonstration' : 'carried-over';
  await grantToOwners(deps, seals, { origin, actor: SERVER_ACTOR });
  const { ledger } = await deps.grants.standing();
  const value = { since: isoInstant(deps.clock.now()), carriedOver: seals.length, ledger };
  try {
    await deps.records.insert('settings', { _id: GRANTS_SETTING, schema: 1, version: 1, value });
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
  }
  return seals.length;
}

async function everySeal(records: RecordStore): Promise<readonly SealRecord[]> {
  const all: SealRecord[] = [];
  for (let after: string | undefined; ;) {
    const page: readonly SealRecord[] = await records.list('seals', { limit: MAX_PAGE, ...(after !== undefined && { after }) });
    all.push(...page);
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) return all;
  }
}
