/** Holders as they are recorded: the first time somebody signs in or is named, and from then on. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, localDateAt } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import {
  isEffective,
  plainCode,
  plainName,
  powersOf,
  type HolderKind,
  type HolderRecord,
  type Power,
  type Representation,
} from '../../domain/holder/index.ts';
import type { AuthenticatedHolder } from '../access/index.ts';
import { readHolder } from '../federation/index.ts';
import { randomId } from '../licences/random.ts';
import type { HolderDependencies, KnownHolder, Subject } from './ports.ts';

const TRIES = 20;

/** A person or an enterprise by number and name. */
export interface NamedHolder {
  readonly kind: HolderKind;
  readonly code: string;
  readonly name: string;
}

/** The claim by which a number is one holder's and nobody else's. */
export function codeClaim(codeType: string, code: string): string {
  return `holder-code:${codeType}:${plainCode(code)}`;
}

/** Who is signed in, with the enterprise of the session. Rejects with BLOB_NOT_FOUND when the session ended meanwhile, STORE_UNAVAILABLE. */
export async function identify(deps: HolderDependencies, who: AuthenticatedHolder): Promise<KnownHolder> {
  const { name, citizenNumber, creditCode, organisation } = await readHolder(deps, who);
  const actor: Actor = { ...who.actor, onBehalfOf: null };
  const record = await recordOf(deps, actor, { kind: 'citizen', code: citizenNumber, name }, true);
  const enterprise =
    creditCode === null
      ? null
      : await recordOf(
          deps,
          actor,
          { kind: 'enterprise', code: creditCode, name: organisation ?? creditCode },
          organisation !== null,
        );
  return { actor, record, enterprise, signedInAt: Date.parse(who.session.createdAt) };
}

/**
 * The record of a holder by number, made where there is none yet.
 * @param proved whether the name is what the identity provider says: it takes the place of the one recorded
 */
export async function recordOf(
  deps: Pick<HolderDependencies, 'records' | 'clock' | 'random' | 'journal'>,
  actor: Actor,
  { kind, code, name }: NamedHolder,
  proved: boolean,
): Promise<HolderRecord> {
  const { records, clock } = deps;
  const claim = codeClaim(kind === 'citizen' ? '111' : '001', code);
  for (let attempt = 1; ; attempt++) {
    const owner = (await records.get('claims', claim))?.owner;
    const known = owner === undefined ? null : await records.get('holders', owner);
    if (known && (known.name === name || !proved)) return known;
    const at = isoInstant(clock.now());
    const _id = owner ?? randomId(deps.random);
    const version = (known?.version ?? 0) + 1;
    const told = { id: `holders/${_id}/${version}`, kind: 'holder-recorded', subject: `holders/${_id}` } as const;
    const event = { ...told, effectiveAt: at, recordedAt: at, actor, purpose: null, facts: { holder: kind } };
    const record: HolderRecord = {
      ...(known ?? { _id, schema: 1, kind, code: plainCode(code), password: null }),
      ...{ version, name, outbox: [...(known?.outbox ?? []), event], pending: true },
    };
    try {
      if (known) await records.replace('holders', record);
      else {
        // A claim whose holder is not there was left by a process that ended in between.
        if (owner === undefined) await records.insert('claims', { _id: claim, schema: 1, version: 1, owner: _id, claimedAt: at });
        await records.insert('holders', record);
      }
      deps.journal.poke();
      return record;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS') || attempt >= TRIES) throw error;
    }
  }
}

/** For whom something is done, and what it takes. */
export interface SubjectOrder {
  /** Id of the holder; the one who acts himself when absent. */
  readonly onBehalfOf: string | undefined;
  readonly power: Power;
}

/**
 * Whose licences are meant: the holder's own, those of the enterprise of his session, or of somebody for whom he acts.
 * @throws {YinzhengError} NOT_ALLOWED for anybody else's, and for what he may not do for that one
 */
export async function subjectOf(
  deps: Pick<HolderDependencies, 'records' | 'clock'>,
  { actor, record, enterprise }: KnownHolder,
  { onBehalfOf, power }: SubjectOrder,
): Promise<Subject> {
  if (onBehalfOf === undefined || onBehalfOf === record._id) return { holder: record, actor, representation: null };
  const acting = { ...actor, onBehalfOf };
  if (enterprise?._id === onBehalfOf) return { holder: enterprise, actor: acting, representation: null };
  const all = await representationsBy(deps.records, record);
  const today = localDateAt(deps.clock.now());
  for (const representation of all) {
    if (representation.principal !== onBehalfOf || !powersOf(representation.kind).includes(power)) continue;
    if (plainName(representation.representativeName) !== plainName(record.name)) continue;
    if (!isEffective(representation, today, await parentsOf(deps.records, representation))) continue;
    const holder = await deps.records.get('holders', onBehalfOf);
    if (holder) return { holder, actor: acting, representation };
  }
  throw new YinzhengError('NOT_ALLOWED', { action: `holding:${power}` });
}

/** Most representations of one holder that are looked at. */
export const MOST_REPRESENTATIONS = 500;

/** What a holder was given or asked for, to act for others. */
export function representationsBy(
  records: Pick<HolderDependencies['records'], 'find'>,
  { _id }: Pick<HolderRecord, '_id'>,
): Promise<readonly Representation[]> {
  return records.find('representations', { index: 'representative', equals: _id, limit: MOST_REPRESENTATIONS });
}

/** Those by which a representation was given, by their ids: two at most, since a handler hands nothing on. */
export async function parentsOf(
  records: Pick<HolderDependencies['records'], 'get'>,
  representation: Representation,
): Promise<ReadonlyMap<string, Representation>> {
  const parents = new Map<string, Representation>();
  for (let { parent } = representation; parent !== null && parents.size < 3 && !parents.has(parent);) {
    const found: Representation | null = await records.get('representations', parent);
    if (!found) break;
    parents.set(parent, found);
    ({ parent } = found);
  }
  return parents;
}
