/** Checking by duty (依职能查验): for a case, whether a holder has the licences that its item needs; what is missing is registered. */
import { toHex, utf8 } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { dutyAnswer, type DemandRecord, type DutyAnswer } from '../../domain/demand/index.ts';
import { plainCode } from '../../domain/holder/index.ts';
import { earlierCitizenNumber } from '../../domain/identifier/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { currentEdition, maskPurpose, statusOf, type Holder, type LicenceRecord } from '../../domain/licence/index.ts';
import { plainName } from '../../domain/holder/index.ts';
import { authorise } from '../access/index.ts';
import { recordEvent } from '../holders/change.ts';
import { personsTold } from '../journal/index.ts';
import { issuerOf } from '../licence-types/shown.ts';
import type { LicenceAnswer } from '../licences/index.ts';
import { randomId } from '../licences/random.ts';
import type { QuotaTerms } from '../transients/index.ts';
import { demandClaim, newDemandId } from './demand-id.ts';
import { needsOf, type ItemNeeds, type NeededType } from './needs.ts';
import type { DutyDependencies, MadeCopy } from './ports.ts';

/** How often one account or system may check, and how often one holder may be asked about by all together. */
const CLIENT_TERMS: QuotaTerms = { perMinute: 60, perDay: 5_000 };
const SUBJECT_TERMS: QuotaTerms = { perMinute: null, perDay: 60 };
const PAGE = 200;
/** Most licences of a holder that are looked through. */
const MOST_LOOKED_AT = 2_000;
/** Licences of one type that are told. */
const MOST_OF_A_TYPE = 20;

/** Whom a case is about, which item it is, and why. */
export interface DutyQuestion {
  readonly holder: Pick<Holder, 'code' | 'name'>;
  /** Code of the service item (事项编码). */
  readonly item: string;
  readonly caseNumber: string;
  readonly cause: string;
  /** Until when use copies of what is there are good, ms; none are made when absent. */
  readonly copiesUntil?: Instant | undefined;
}

/** What is so of one type of licence. */
export interface DutyLine {
  readonly type: NeededType;
  readonly answer: DutyAnswer;
  /** Those that there are, the best first. */
  readonly licences: readonly LicenceAnswer[];
  /** Id of the demand that a missing one was registered as. */
  readonly demand: string | null;
}

/** What is so of every type that the item needs. */
export interface DutyCheck {
  readonly item: ItemNeeds['item'];
  readonly asOf: Instant;
  readonly lines: readonly DutyLine[];
  readonly copies: readonly MadeCopy[];
}

/**
 * Whether a holder has each of the licences that a service item needs, in one answer. The check is recorded with its purpose, for the holder to see,
 * and what is missing is registered as a demand on its issuers, before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, SERVICE_ITEM_NOT_FOUND, RATE_LIMITED
 */
export async function checkByDuty(deps: DutyDependencies, actor: Actor, question: DutyQuestion): Promise<DutyCheck> {
  authorise(actor, 'duty:check', actor.organisation);
  const body = await issuerOf(deps.records, actor);
  if (!body) throw new YinzhengError('NOT_ALLOWED', { action: 'duty:check' });
  await deps.quota.take(`duty:${actor.person ?? actor.client}`, CLIENT_TERMS);
  const { item, types } = await needsOf(deps.records, body, question.item);
  await deps.quota.take(`duty-about:${subjectOf(deps, question.holder)}`, SUBJECT_TERMS);
  const asOf = deps.clock.now();
  const held = await licencesOf(deps, question.holder, types);
  const found = types.map((type) => lineOf(type, held.get(type.code) ?? [], asOf));
  const purpose: Purpose = { item: `${item.name}（${item.code}）`, caseNumber: question.caseNumber, cause: question.cause };
  await deps.journal.record(eventsOf(deps, { actor, purpose, found, asOf, holder: question.holder }));
  const lines: DutyLine[] = [];
  for (const line of found) {
    const missing = line.answer === 'missing';
    lines.push({
      ...line,
      demand: missing ? await register(deps, actor, { question, item, line, organisation: body.organisation }) : null,
    });
  }
  const { copiesUntil: until } = question;
  const identifiers = lines.flatMap(({ answer, licences }) =>
    answer === 'there' ? licences.slice(0, 1).map(({ edition }) => edition.identifier) : [],
  );
  const copies =
    until !== undefined && deps.copies && identifiers.length > 0
      ? await deps.copies.make(actor, { identifiers, purpose, until })
      : [];
  return { item, asOf, lines, copies };
}

function subjectOf({ journal, crypto }: DutyDependencies, { code }: Pick<Holder, 'code'>): string {
  const text = plainCode(code);
  return journal.pseudonym?.(text) ?? toHex(crypto.digest('sm3', utf8(text)));
}

/** Licences of the types that are needed, by type: under the number as it was given, and with the name under that of 15 digits. */
async function licencesOf(
  { records }: DutyDependencies,
  { code, name }: DutyQuestion['holder'],
  types: readonly NeededType[],
): Promise<ReadonlyMap<string, readonly LicenceRecord[]>> {
  const wanted = new Set(types.map((type) => type.code));
  const found = new Map<string, LicenceRecord[]>();
  const given = plainCode(code);
  for (const equals of [given, earlierCitizenNumber(given)]) {
    if (equals === null) continue;
    for (let after: string | undefined, looked = 0; looked < MOST_LOOKED_AT;) {
      const page = await records.find('licences', {
        index: 'holderCode',
        equals,
        limit: PAGE,
        ...(after !== undefined && { after }),
      });
      for (const licence of page) {
        if (licence.state !== 'published' || licence.destroyed || !wanted.has(licence.typeCode)) continue;
        const same = licence.holders.some((one) => plainCode(one.code) === equals && plainName(one.name) === plainName(name));
        if (same) found.set(licence.typeCode, [...(found.get(licence.typeCode) ?? []), licence]);
      }
      looked += page.length;
      after = page.at(-1)?._id;
      if (after === undefined || page.length < PAGE) break;
    }
  }
  return found;
}

type Found = Omit<DutyLine, 'demand'>;

function lineOf(type: NeededType, licences: readonly LicenceRecord[], asOf: Instant): Found {
  const answers = licences.map((licence): LicenceAnswer => {
    const edition = currentEdition(licence);
    return { licence, edition, status: statusOf(licence, edition, { asOf, knownAt: asOf }) };
  });
  const answer = dutyAnswer(answers.map(({ status }) => status.status));
  const best = answers.filter(({ status }) => dutyAnswer([status.status]) === answer);
  return { type, answer, licences: [...best, ...answers.filter((each) => !best.includes(each))].slice(0, MOST_OF_A_TYPE) };
}

/** One event of each licence that was found, by which its holders see it, and one of what is missing. */
function eventsOf(
  deps: DutyDependencies,
  told: {
    readonly actor: Actor;
    readonly purpose: Purpose;
    readonly found: readonly Found[];
    readonly asOf: Instant;
    readonly holder: DutyQuestion['holder'];
  },
): readonly DomainEvent[] {
  const { actor, purpose, found, asOf, holder } = told;
  const at = isoInstant(asOf);
  const holders = [holder, ...found.flatMap(({ licences }) => licences.flatMap(({ licence }) => licence.holders))];
  const event = (subject: string, facts: DomainEvent['facts'], persons: readonly Pick<Holder, 'code'>[]): DomainEvent => ({
    ...{ id: `reads/${randomId(deps.random)}`, kind: 'duty-checked', subject, effectiveAt: at, recordedAt: at, actor },
    ...{ purpose: maskPurpose(purpose, holders), facts: { ...facts, ...personsTold(deps.journal, persons) } },
  });
  const seen = found.flatMap(({ type, licences }) =>
    licences.map(({ licence, edition, status }) =>
      event(
        `licences/${licence._id}`,
        { type: type.code, answer: dutyAnswer([status.status]), identifier: edition.identifier },
        licence.holders,
      ),
    ),
  );
  const missing = found.filter(({ answer }) => answer === 'missing').map(({ type }) => type.code);
  return [...seen, ...(missing.length > 0 ? [event('licences', { answer: 'missing', types: missing }, [holder])] : [])];
}

/** A demand, once for a case, type and holder: who asks again is told the one that there is. */
async function register(
  deps: DutyDependencies,
  actor: Actor,
  of: { readonly question: DutyQuestion; readonly item: ItemNeeds['item']; readonly line: Found; readonly organisation: string },
): Promise<string> {
  const { records, clock } = deps;
  const { question, item, line, organisation } = of;
  const { code } = question.holder;
  const claim = demandClaim({ organisation, caseNumber: question.caseNumber, typeCode: line.type.code, holder: plainCode(code) });
  const known = await records.get('claims', claim);
  if (known) return known.owner;
  const now = clock.now();
  const _id = newDemandId(deps.random, now);
  const event = { kind: 'licence-demanded', facts: { type: line.type.code, item: item.code, organisation } } as const;
  const demand: DemandRecord = {
    ...{ _id, schema: 1, version: 1, typeCode: line.type.code, typeName: line.type.name, holder: plainCode(code), item },
    ...{
      caseNumber: question.caseNumber,
      organisation,
      reportedBy: actor,
      reportedAt: isoInstant(now),
      state: 'open',
      answer: null,
    },
    outbox: [recordEvent({ collection: 'demands', id: _id, version: 1, actor, now }, event)],
    pending: true,
  };
  try {
    await records.write([
      {
        kind: 'insert',
        collection: 'claims',
        record: { _id: claim, schema: 1, version: 1, owner: _id, claimedAt: isoInstant(now) },
      },
      { kind: 'insert', collection: 'demands', record: demand },
    ]);
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    return (await records.get('claims', claim))?.owner ?? _id;
  }
  deps.journal.poke();
  return _id;
}
