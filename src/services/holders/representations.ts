/** Acting for others: asked for with proof, given by their side, decided at a counter, ended by either side. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, localDateAt } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import {
  checkRepresentation,
  DELEGATED,
  isEffective,
  plainCode,
  plainName,
  powersOf,
  stepTaken,
  type AskedStep,
  type HolderRecord,
  type Power,
  type Proof,
  type Representation,
  type RepresentationTerms,
} from '../../domain/holder/index.ts';
import { isCitizenNumber, isCreditCode } from '../../domain/identifier/index.ts';
import { authorise, type AuthenticatedHolder } from '../access/index.ts';
import { personsTold } from '../journal/index.ts';
import { randomId } from '../licences/random.ts';
import { changeRecord, recordEvent } from './change.ts';
import { identify, MOST_REPRESENTATIONS, parentsOf, recordOf, representationsBy, subjectOf, type NamedHolder } from './known.ts';
import type { HolderDependencies, KnownHolder } from './ports.ts';

/** Representations of one side that are asked for or hold at the same time. */
const MOST_OPEN = 100;

/** Somebody for whom a holder acts, and what he may do. */
export interface ActingFor {
  readonly id: string;
  readonly name: string;
  readonly powers: readonly Power[];
  /** By which; null for the enterprise of the session. */
  readonly representation: Representation | null;
}

/** A representation with the names of both sides. */
export interface NamedRepresentation {
  readonly representation: Representation;
  readonly representative: string;
  readonly principal: string;
}

/** What a holder has of representations: for whom he acts now, what he has or asked for, and who acts for him or his enterprise. */
export interface MyRepresentations {
  readonly actsFor: readonly ActingFor[];
  readonly own: readonly NamedRepresentation[];
  readonly others: readonly NamedRepresentation[];
}

/**
 * For whom a holder acts, and who acts for him.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listMyRepresentations(deps: HolderDependencies, who: AuthenticatedHolder): Promise<MyRepresentations> {
  authorise(who.actor, 'holding:read');
  const { records, clock } = deps;
  const known = await identify(deps, who);
  const { record, enterprise } = known;
  const own = await representationsBy(records, record);
  const today = localDateAt(clock.now());
  const effective = await Promise.all(own.map(async (each) => isEffective(each, today, await parentsOf(records, each))));
  const mine = own.filter((each, at) => effective[at] && plainName(each.representativeName) === plainName(record.name));
  const principals = [record._id, ...(enterprise ? [enterprise._id] : []), ...delegating(mine).map(({ principal }) => principal)];
  const others = await Promise.all([...new Set(principals)].map((equals) => ofPrincipal(deps, equals)));
  const actsFor = await Promise.all(
    mine.map(async (representation): Promise<ActingFor> => {
      const { principal, kind } = representation;
      return { id: principal, name: await nameOf(records, principal), powers: powersOf(kind), representation };
    }),
  );
  const session = enterprise && {
    id: enterprise._id,
    name: enterprise.name,
    powers: powersOf('legal-representative'),
    representation: null,
  };
  return {
    actsFor: [...(session ? [session] : []), ...actsFor],
    own: await Promise.all(own.map((each) => named(records, each))),
    others: await Promise.all(others.flat().map((each) => named(records, each))),
  };
}

/** What is asked for: to act for somebody, by a document. */
export interface RepresentationOrder extends RepresentationTerms {
  readonly principal: NamedHolder;
  readonly proof: Proof;
}

/**
 * Asks to act for a minor, a ward, somebody who died, or an enterprise; a counter decides who has seen the document.
 * @throws {YinzhengError} NOT_ALLOWED, REPRESENTATION_REFUSED, HOLDER_INVALID
 */
export async function askToRepresent(
  deps: HolderDependencies,
  who: AuthenticatedHolder,
  { principal, proof, ...terms }: RepresentationOrder,
): Promise<NamedRepresentation> {
  authorise(who.actor, 'representation:ask');
  const { record, actor } = await identify(deps, who);
  if (terms.kind in DELEGATED) throw refused(bilingual('this is given by the enterprise', '该类授权由企业作出'));
  checkNumber(principal);
  checkRepresentation(principal, terms, null);
  const holder = await recordOf(deps, actor, principal, false);
  if (holder._id === record._id) throw refused(bilingual('nobody represents himself', '不能代理本人'));
  checkRoom(await representationsBy(deps.records, record));
  const representation = await write(
    deps,
    actor,
    { ...terms, proof, parent: null, representative: record, principal: holder },
    'asked',
  );
  return named(deps.records, representation);
}

/** What an enterprise gives: to a person, that he acts for it. */
export interface DelegationOrder extends RepresentationTerms {
  /** Id of the enterprise. */
  readonly onBehalfOf: string;
  readonly representative: Omit<NamedHolder, 'kind'>;
  readonly proof: Proof;
}

/**
 * Lets a person act for an enterprise: a licence manager, by its legal representative; a handler, by either; within his own term and matters.
 * @throws {YinzhengError} NOT_ALLOWED, REPRESENTATION_REFUSED, HOLDER_INVALID
 */
export async function delegate(
  deps: HolderDependencies,
  who: AuthenticatedHolder,
  order: DelegationOrder,
): Promise<NamedRepresentation> {
  authorise(who.actor, 'representation:ask');
  const { onBehalfOf, representative, proof, ...terms } = order;
  const known = await identify(deps, who);
  const { holder, actor, representation } = await subjectOf(deps, known, { onBehalfOf, power: 'delegate' });
  if (!(terms.kind in DELEGATED)) throw refused(bilingual('this is not given but asked for', '该类代理关系须由代理人申请'));
  const person: NamedHolder = { ...representative, kind: 'citizen' };
  checkNumber(person);
  checkRepresentation(holder, terms, representation);
  checkRoom(await ofPrincipal(deps, holder._id));
  const delegatee = await recordOf(deps, actor, person, false);
  if (delegatee._id === known.record._id) throw refused(bilingual('nobody gives it to himself', '不能授权给本人'));
  const given = { ...delegatee, name: representative.name };
  const made = await write(
    deps,
    actor,
    { ...terms, proof, parent: representation?._id ?? null, representative: given, principal: holder },
    'accepted',
  );
  return named(deps.records, made);
}

/**
 * Ends a representation, or takes back what was asked for: by who acts, by who is represented, or by who may hand on for that one.
 * @throws {YinzhengError} NOT_ALLOWED, HOLDER_APPLICATION_NOT_FOUND, HOLDER_APPLICATION_REFUSED
 */
export async function endRepresentation(
  deps: HolderDependencies,
  who: AuthenticatedHolder,
  id: string,
): Promise<NamedRepresentation> {
  authorise(who.actor, 'representation:ask');
  const known = await identify(deps, who);
  const representation = await deps.records.get('representations', id);
  if (!representation || !(await mayEnd(deps, known, representation))) throw new YinzhengError('HOLDER_APPLICATION_NOT_FOUND');
  return named(deps.records, await takeStep(deps, known.actor, { id, step: 'end', note: null }));
}

async function mayEnd(
  deps: HolderDependencies,
  known: KnownHolder,
  { representative, principal }: Representation,
): Promise<boolean> {
  if (representative === known.record._id || principal === known.record._id) return true;
  try {
    await subjectOf(deps, known, { onBehalfOf: principal, power: 'delegate' });
    return true;
  } catch (error) {
    if (error instanceof YinzhengError && error.code === 'NOT_ALLOWED') return false;
    throw error;
  }
}

/** A page of what waits to be decided; `next` continues it, null at the end. */
export interface RepresentationPage {
  readonly items: readonly NamedRepresentation[];
  readonly next: string | null;
}

/**
 * Representations that wait to be decided, to be shown masked.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listAskedRepresentations(
  { records }: Pick<HolderDependencies, 'records'>,
  actor: Actor,
  { after, limit = 20 }: { readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<RepresentationPage> {
  authorise(actor, 'representation:decide');
  const query = { index: 'state', equals: 'asked', limit: limit + 1, ...(after !== undefined && { after }) } as const;
  const found = await records.find('representations', query);
  const items = await Promise.all(found.slice(0, limit).map((each) => named(records, each)));
  return { items, next: found.length > limit ? (found[limit - 1]?._id ?? null) : null };
}

/** A representation whole, with the numbers and names of both sides. */
export interface WholeRepresentation {
  readonly representation: Representation;
  readonly representative: Pick<HolderRecord, 'code' | 'name'>;
  readonly principal: Pick<HolderRecord, 'code' | 'name'>;
}

/**
 * One representation whole, for who compares it with the document; the read is recorded before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, HOLDER_APPLICATION_NOT_FOUND
 */
export async function getAskedRepresentation(deps: HolderDependencies, actor: Actor, id: string): Promise<WholeRepresentation> {
  authorise(actor, 'representation:decide');
  const { records } = deps;
  const representation = await records.get('representations', id);
  const representative = representation && (await records.get('holders', representation.representative));
  const principal = representation && (await records.get('holders', representation.principal));
  if (!representative || !principal) throw new YinzhengError('HOLDER_APPLICATION_NOT_FOUND');
  const at = isoInstant(deps.clock.now());
  await deps.journal.record([
    {
      ...{ id: `reads/${randomId(deps.random)}`, kind: 'representation-read', subject: `representations/${id}`, effectiveAt: at },
      ...{ recordedAt: at, actor, purpose: null, facts: personsTold(deps.journal, [representative, principal]) },
    },
  ]);
  return { representation, representative, principal };
}

/**
 * Accepts or refuses what was asked for.
 * @throws {YinzhengError} NOT_ALLOWED, HOLDER_APPLICATION_NOT_FOUND, HOLDER_APPLICATION_REFUSED
 */
export async function decideRepresentation(
  deps: HolderDependencies,
  actor: Actor,
  { id, step, note }: { readonly id: string; readonly step: 'accept' | 'refuse'; readonly note: string | null },
): Promise<NamedRepresentation> {
  authorise(actor, 'representation:decide');
  return named(deps.records, await takeStep(deps, actor, { id, step, note }));
}

function takeStep(
  deps: HolderDependencies,
  actor: Actor,
  { id, step, note }: { readonly id: string; readonly step: AskedStep; readonly note: string | null },
): Promise<Representation> {
  return changeRecord(deps, { collection: 'representations', id, actor, missing: 'HOLDER_APPLICATION_NOT_FOUND' }, (known) => {
    const taken = { step, person: actor.person, organisation: actor.organisation, at: isoInstant(deps.clock.now()), note };
    const { state, steps } = stepTaken(known, taken);
    const { representative, principal, kind } = known;
    return {
      fields: { state, steps },
      event: { kind: 'representation-changed', facts: { step, kind, representative, principal } },
    };
  });
}

interface Written extends RepresentationTerms {
  readonly proof: Proof;
  readonly parent: string | null;
  readonly representative: Pick<HolderRecord, '_id' | 'name'>;
  readonly principal: Pick<HolderRecord, '_id'>;
}

async function write(
  deps: HolderDependencies,
  actor: Actor,
  { representative, principal, ...terms }: Written,
  state: 'asked' | 'accepted',
): Promise<Representation> {
  const _id = randomId(deps.random);
  const now = deps.clock.now();
  const step = state === 'asked' ? 'ask' : 'accept';
  const facts = {
    step,
    kind: terms.kind,
    representative: representative._id,
    principal: principal._id,
    to: terms.to,
    parent: terms.parent,
  };
  const event = { kind: 'representation-changed', facts } as const;
  const made: Representation = {
    ...{ _id, schema: 1, version: 1, ...terms, state, representativeName: representative.name },
    ...{ representative: representative._id, principal: principal._id },
    steps: [{ step, person: actor.person, organisation: actor.organisation, at: isoInstant(now), note: null }],
    outbox: [recordEvent({ collection: 'representations', id: _id, version: 1, actor, now }, event)],
    pending: true,
  };
  await deps.records.insert('representations', made);
  deps.journal.poke();
  return made;
}

function checkNumber({ kind, code }: NamedHolder): void {
  const plain = plainCode(code);
  if (kind === 'citizen' ? isCitizenNumber(plain) : isCreditCode(plain)) return;
  throw new YinzhengError('HOLDER_INVALID', { reason: bilingual('the number is wrong', '证件号码有误') });
}

function checkRoom(known: readonly Representation[]): void {
  const open = known.filter(({ state }) => state === 'asked' || state === 'accepted');
  if (open.length >= MOST_OPEN || known.length >= MOST_REPRESENTATIONS)
    throw refused(bilingual('there are too many', '代理关系数量已达上限'));
}

function delegating(all: readonly Representation[]): readonly Representation[] {
  return all.filter(({ kind }) => powersOf(kind).includes('delegate'));
}

function ofPrincipal({ records }: Pick<HolderDependencies, 'records'>, equals: string): Promise<readonly Representation[]> {
  return records.find('representations', { index: 'principal', equals, limit: MOST_REPRESENTATIONS });
}

async function nameOf(records: Pick<HolderDependencies['records'], 'get'>, id: string): Promise<string> {
  return (await records.get('holders', id))?.name ?? '';
}

async function named(
  records: Pick<HolderDependencies['records'], 'get'>,
  representation: Representation,
): Promise<NamedRepresentation> {
  const { principal, representativeName } = representation;
  return { representation, representative: representativeName, principal: await nameOf(records, principal) };
}

function refused(reason: ReturnType<typeof bilingual>): YinzhengError {
  return new YinzhengError('REPRESENTATION_REFUSED', { reason });
}
