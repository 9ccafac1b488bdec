/** Objections as they come into the register. */
import { toHex, utf8 } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { ObjectionCause, ObjectionPerson, ObjectionRecord, ObjectionSubject } from '../../domain/objection/index.ts';
import { useTimePrefix, type UseRecord } from '../../domain/use/index.ts';
import { recordEvent } from '../holders/change.ts';
import { personsTold } from '../journal/index.ts';
import type { ObjectionKeeping } from './ports.ts';
import { answeringBody } from './route.ts';

/** Open objections of one holder, and of one counter's organisation. */
const MOST_OF_A_HOLDER = 20;
const MOST_OF_AN_ORGANISATION = 1_000;
const ID_BYTES = 10;

/** Who objects: the key of a holder or an organisation, and who acts. */
export interface Filer {
  readonly key: string;
  readonly actor: Actor;
}

/** The key of a holder. */
export function holderKey(id: string): string {
  return `holder:${id}`;
}

/** The key of an organisation. */
export function organisationKey(code: string): string {
  return `organisation:${code}`;
}

/** What is objected to, why, and to whom it goes. */
export interface ObjectionDraft {
  readonly subject: ObjectionSubject;
  readonly cause: ObjectionCause;
  readonly statement: string;
  readonly person: ObjectionPerson | null;
  /** Whom the journal names by pseudonyms; absent: the person. */
  readonly concerned?: readonly Pick<ObjectionPerson, 'code'>[];
  /** Organisation that answers for it, before it is looked whether another does now. */
  readonly body: string;
}

/**
 * Records an objection. One that was recorded from its use already is that one.
 * @param from of one that is made from a use: which of its objections, and when it was said
 * @throws {YinzhengError} OBJECTION_INVALID where too many are open
 */
export async function makeObjection(
  deps: ObjectionKeeping,
  { key, actor }: Filer,
  draft: ObjectionDraft,
  from?: { readonly use: string; readonly index: number; readonly at: string },
): Promise<ObjectionRecord> {
  const { records, clock } = deps;
  const now = clock.now();
  const filedAt = from?.at ?? isoInstant(now);
  const rest = from
    ? toHex(deps.crypto.digest('sm3', utf8(`${from.use}/${from.index}`))).slice(0, 2 * ID_BYTES)
    : toHex(deps.random.bytes(ID_BYTES));
  const _id = `${useTimePrefix(Date.parse(filedAt))}${rest}`;
  const most = key.startsWith('holder:') ? MOST_OF_A_HOLDER : MOST_OF_AN_ORGANISATION;
  if (!from && (await records.count('objections', { index: 'openBy', equals: key })) >= most)
    throw invalidObjection(`at most ${most} are open at a time`, `同时未办结的异议至多 ${most} 件`);
  const organisation = await answeringBody(records, draft.body, now);
  const { subject, cause, statement, person } = draft;
  const concerned = draft.concerned ?? (person ? [person] : []);
  const event = {
    kind: 'objection-filed',
    facts: { ...factsOf({ subject, cause }), organisation, ...personsTold(deps.journal, concerned) },
  } as const;
  const record: ObjectionRecord = {
    ...{ _id, schema: 1, version: 1, subject, cause, statement, person, filer: key, openBy: key, filedBy: actor, filedAt },
    ...{ workingDays: deps.workingDays, handlers: [{ organisation, since: filedAt }], waitingFor: organisation, stuck: false },
    ...{ state: 'filed', steps: [{ step: 'file', at: filedAt, organisation: actor.organisation, note: null }] },
    ...{ attachments: [], answer: null },
    outbox: [recordEvent({ collection: 'objections', id: _id, version: 1, actor, now }, event)],
    pending: true,
  };
  try {
    await records.insert('objections', record);
  } catch (error) {
    if (!from || !isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    return (await records.get('objections', _id)) ?? record;
  }
  deps.journal.poke();
  return record;
}

/** What the journal is told of every step: what it is about, and never who. */
export function factsOf({ subject, cause }: Pick<ObjectionRecord, 'subject' | 'cause'>): DomainEvent['facts'] {
  const { kind, licence, use, type } = subject;
  return {
    ...{ about: kind, cause, type: type?.code ?? null },
    ...(licence && { licence: licence.id, identifier: licence.identifier }),
    ...(use !== null && { use }),
  };
}

/**
 * The objection that a holder's words about a use are, recorded once however often this is done; null where nobody answers for it.
 * @param index which of the words
 */
export async function makeFromUse(
  deps: ObjectionKeeping,
  actor: Actor,
  use: UseRecord,
  index: number,
): Promise<ObjectionRecord | null> {
  const said = use.objections[index];
  const body = await bodyOfUse(deps, use);
  if (!said || body === null) return null;
  const holder = await deps.records.get('holders', said.holder);
  const draft: ObjectionDraft = {
    ...{ subject: subjectOfUse(use), cause: 'misuse', statement: said.reason, body },
    person: holder && { name: holder.name, code: holder.code },
  };
  return makeObjection(deps, { key: holderKey(said.holder), actor }, draft, { use: use._id, index, at: said.at });
}

/** Who answers for a use: who issued the licence, else who used it. */
export async function bodyOfUse({ records }: Pick<ObjectionKeeping, 'records'>, use: UseRecord): Promise<string | null> {
  const licence = use.licence && (await records.get('licences', use.licence.id));
  return licence?.issuer.code ?? use.actor.organisation;
}

/** A use as what is objected to. */
export function subjectOfUse({ _id, licence }: UseRecord): ObjectionSubject {
  return {
    ...{ kind: 'use', use: _id, licence: licence && { id: licence.id, identifier: licence.identifier } },
    type: licence && { code: null, name: licence.typeName },
  };
}

/** The error of an objection that cannot be. */
export function invalidObjection(en: string, zh: string): YinzhengError {
  return new YinzhengError('OBJECTION_INVALID', { reason: bilingual(en, zh) });
}
