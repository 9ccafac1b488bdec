/** The uses of a holder's licences, for himself. */
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { HolderIdentifier, HolderRecord } from '../../domain/holder/index.ts';
import type { UseRecord } from '../../domain/use/index.ts';
import { plainCode } from '../../domain/holder/index.ts';
import { maskName } from '../../domain/licence/index.ts';
import { authorise, type AuthenticatedHolder } from '../access/index.ts';
import { changeRecord } from '../holders/change.ts';
import { isHeld, mergeById, numbersOf } from '../holders/holdings.ts';
import { identify, subjectOf } from '../holders/known.ts';
import type { OnBehalf } from '../holders/my-licences.ts';
import type { HolderDependencies, Subject } from '../holders/ports.ts';
import { randomId } from '../licences/random.ts';

/** What a holder's uses take besides what his affairs take. */
export interface UseDependencies extends HolderDependencies {
  /** Pseudonyms of a person under every key there was; absent: under the newest alone. */
  readonly pseudonymsOf?: ((number: string) => Promise<readonly string[]>) | undefined;
}

/** Who used it, as far as its holder is told. */
export interface User {
  readonly kind: 'yourself' | 'representative' | 'official' | 'system' | 'public';
  /** Name of the organisation, null where there is none. */
  readonly organisation: string | null;
  /** Masked name of an official. */
  readonly nameMasked: string | null;
}

/** A use, with who it was. */
export interface SeenUse {
  readonly use: UseRecord;
  readonly user: User;
}

/** A page of uses, the latest first; `next` continues it, null at the end. */
export interface UsePage {
  readonly items: readonly SeenUse[];
  readonly next: string | null;
}

const MOST = 100;
/** Uses that are read of one number in one go. */
const PAGE = 100;
/** Uses of others that are passed over for one page: those of somebody with the same number of 15 digits. */
const MOST_PASSED = 2_000;
/** Most uses of an export. */
export const MOST_EXPORTED = 10_000;

/**
 * Uses of a holder's licences, and questions about him, the latest first, a page at a time.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listMyUses(
  deps: UseDependencies,
  who: AuthenticatedHolder,
  page: OnBehalf & { readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<UsePage> {
  authorise(who.actor, 'holding:read');
  const subject = await subjectOf(deps, await identify(deps, who), { onBehalfOf: page.onBehalfOf, power: 'read' });
  return pageOf(deps, subject, { after: page.after, limit: Math.max(1, Math.min(page.limit ?? 20, MOST)) });
}

/**
 * All uses of a holder's licences, the latest first, {@link MOST_EXPORTED} at most; that they were taken out is recorded.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function exportMyUses(
  deps: UseDependencies,
  who: AuthenticatedHolder,
  { onBehalfOf }: OnBehalf,
): Promise<readonly SeenUse[]> {
  authorise(who.actor, 'holding:read');
  const subject = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power: 'read' });
  const all: SeenUse[] = [];
  for (let after: string | undefined; all.length < MOST_EXPORTED;) {
    const { items, next } = await pageOf(deps, subject, { after, limit: MOST });
    all.push(...items);
    if (next === null) break;
    after = next;
  }
  const at = isoInstant(deps.clock.now());
  await deps.journal.record([
    {
      ...{ id: `reads/${randomId(deps.random)}`, kind: 'uses-exported', subject: `holders/${subject.holder._id}` },
      ...{ effectiveAt: at, recordedAt: at, actor: subject.actor, purpose: null, facts: { count: all.length } },
    },
  ]);
  return all;
}

/** What a holder objects to, and why. */
export interface ObjectionOrder extends OnBehalf {
  readonly id: string;
  readonly reason: string;
}

/** Objections of one holder to one use. */
const MOST_OBJECTIONS = 5;

/**
 * Objects to a use (对用证记录提出异议). The event `use-objected` is what handling of objections begins with.
 * @throws {YinzhengError} NOT_ALLOWED, USE_NOT_FOUND, also for uses of others' licences; OBJECTION_REFUSED after five
 */
export async function objectToUse(deps: UseDependencies, who: AuthenticatedHolder, order: ObjectionOrder): Promise<SeenUse> {
  authorise(who.actor, 'holding:object');
  const subject = await subjectOf(deps, await identify(deps, who), { onBehalfOf: order.onBehalfOf, power: 'object' });
  const { holder, actor } = subject;
  const missing = 'USE_NOT_FOUND';
  await findMyUse(deps, holder, order.id);
  const use = await changeRecord(deps, { collection: 'uses', id: order.id, actor, missing }, (record) => {
    if (record.objections.length >= MOST_OBJECTIONS) throw new YinzhengError('OBJECTION_REFUSED');
    const objection = { reason: order.reason, holder: holder._id, at: isoInstant(deps.clock.now()) };
    const facts = {
      ...{ use: record._id, sequence: record.sequence, kind: record.kind, organisation: record.actor.organisation },
      ...(record.licence && { licence: record.licence.id, identifier: record.licence.identifier }),
    };
    return { fields: { objections: [...record.objections, objection] }, event: { kind: 'use-objected', facts } };
  });
  return { use, user: await userOf(deps, use, subject) };
}

/**
 * A use of a holder's licence, or a question about him.
 * @throws {YinzhengError} USE_NOT_FOUND, also for uses of others' licences
 */
export async function findMyUse(deps: UseDependencies, holder: HolderRecord, id: string): Promise<UseRecord> {
  const numbers = await numbersOf(deps, holder);
  const known = await deps.records.get('uses', id);
  if (!known || !(await isOwn(deps, known, numbers, await personsOf(deps, numbers)))) throw new YinzhengError('USE_NOT_FOUND');
  return known;
}

async function pageOf(
  deps: UseDependencies,
  subject: Subject,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<UsePage> {
  const numbers = await numbersOf(deps, subject.holder);
  const persons = await personsOf(deps, numbers);
  const wanted = [
    ...[...new Set(numbers.map(({ code }) => plainCode(code)))].map((equals) => ({ index: 'holder', equals }) as const),
    ...persons.map((equals) => ({ index: 'person', equals }) as const),
  ];
  const items: SeenUse[] = [];
  let { after } = page;
  for (let passed = 0; passed < MOST_PASSED;) {
    const order = { limit: PAGE, ...(after !== undefined && { after }) };
    const lists = await Promise.all(wanted.map((query) => deps.records.find('uses', { ...query, ...order })));
    const merged = mergeById(lists, PAGE);
    for (const use of merged) {
      after = use._id;
      passed++;
      if (!(await isOwn(deps, use, numbers, persons))) continue;
      items.push({ use, user: await userOf(deps, use, subject) });
      if (items.length === page.limit) return { items, next: use._id };
    }
    if (merged.length < PAGE) return { items, next: null };
  }
  return { items, next: after ?? null };
}

/** Pseudonyms of whoever has the proved number. */
async function personsOf(
  { journal, pseudonymsOf }: UseDependencies,
  numbers: readonly HolderIdentifier[],
): Promise<readonly string[]> {
  const [proved] = numbers;
  if (!proved) return [];
  if (pseudonymsOf) return pseudonymsOf(proved.code);
  return journal.pseudonym ? [journal.pseudonym(proved.code)] : [];
}

async function isOwn(
  { records }: UseDependencies,
  { licence: used, persons }: UseRecord,
  numbers: readonly HolderIdentifier[],
  pseudonyms: readonly string[],
): Promise<boolean> {
  if (!used) return persons.some((person) => pseudonyms.includes(person));
  const licence = await records.get('licences', used.id);
  const edition = licence?.editions.find(({ identifier }) => identifier === used.identifier);
  return licence !== null && edition !== undefined && !licence.destroyed && isHeld(licence, edition, numbers);
}

async function userOf({ records }: UseDependencies, { actor: by }: UseRecord, { actor }: Subject): Promise<User> {
  if (by.capacity === 'holder')
    return { kind: by.person === actor.person ? 'yourself' : 'representative', organisation: null, nameMasked: null };
  if (by.capacity === 'public') return { kind: 'public', organisation: null, nameMasked: null };
  const [body, account] = await Promise.all([
    by.organisation === null ? null : records.get('organisations', by.organisation),
    by.person === null ? null : records.get('accounts', by.person),
  ]);
  return {
    kind: by.capacity === 'system' ? 'system' : 'official',
    organisation: body?.name ?? by.organisation,
    nameMasked: account ? maskName(account.displayName) : null,
  };
}
