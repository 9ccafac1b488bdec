import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { DomainEvent, EventFacts, EventKind } from '../../domain/journal/index.ts';
import {
  currentEdition,
  judgeEvent,
  MOST_APPLICATIONS,
  openApplication,
  withApplications,
  type ApplicationStep,
  type LicenceRecord,
  type StatusApplication,
} from '../../domain/licence/index.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import { withEvent, type StatusChange } from '../licences/change-status.ts';
import { findForActor } from '../licences/find.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { randomId } from '../licences/random.ts';
import { reachOf } from '../organisations/index.ts';
import { MAX_PAGE } from '../storage/index.ts';

type Dependencies = Pick<LicenceDependencies, 'store' | 'journal' | 'clock' | 'random'>;

const ATTEMPTS = 5;

/** An application and the licence that it is about. */
export interface ApplicationAnswer {
  readonly licence: LicenceRecord;
  readonly application: StatusApplication;
}

/**
 * Asks for an act on a licence's status, which takes effect when a second person approves it. What could not be done now is refused at once.
 * @throws {YinzhengError} LICENCE_NOT_FOUND, NOT_ALLOWED, INPUT_INVALID, STATUS_EVENT_NOT_POSSIBLE, STATUS_APPLICATION_REFUSED
 */
export async function applyForStatus(deps: Dependencies, actor: Actor, change: StatusChange): Promise<ApplicationAnswer> {
  return changing(deps, { actor, identifier: change.identifier }, (licence, now) => {
    const effectiveAt = change.effectiveAt === undefined ? now : Date.parse(change.effectiveAt);
    judgeEvent(licence, { kind: change.event, effectiveAt, now });
    const { applications = [] } = licence;
    if (applications.length >= MOST_APPLICATIONS) throw refused('the licence has too many applications', '该证照的申请过多');
    if (applications.some(({ state }) => state === 'open'))
      throw refused('another application is open', '该证照已有待审批的申请');
    const application: StatusApplication = {
      ...{ id: randomId(deps.random), kind: change.event, reason: change.reason, documentNumber: change.documentNumber },
      effectiveAt: change.effectiveAt === undefined ? null : isoInstant(effectiveAt),
      ...{ state: 'open', requestedAt: isoInstant(now), requester: actor, decision: null },
    };
    const facts = { application: application.id, event: change.event, documentNumber: change.documentNumber };
    const next = withApplications(licence, [...applications, application]);
    return { application, next: told(deps, next, { kind: 'licence-status-applied-for', actor, now, facts }) };
  });
}

/**
 * Approves, refuses or withdraws an application. Approved, the act is recorded in the same write, as that of whoever asked for it.
 * @throws {YinzhengError} STATUS_APPLICATION_NOT_FOUND, STATUS_APPLICATION_REFUSED, LICENCE_NOT_FOUND, NOT_ALLOWED, STATUS_EVENT_NOT_POSSIBLE
 */
export async function decideStatus(
  deps: Dependencies,
  actor: Actor,
  order: {
    readonly identifier: string;
    readonly application: string;
    readonly step: ApplicationStep;
    readonly note?: string | undefined;
  },
): Promise<ApplicationAnswer> {
  const { identifier, step, note } = order;
  return changing(deps, { actor, identifier }, (licence, now) => {
    const found = openApplication(licence, { id: order.application, step, by: actor });
    const state = ({ approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' } as const)[step];
    const decision = { by: actor, at: isoInstant(now), note: note ?? null };
    const application: StatusApplication = { ...found, state, decision };
    const applications = (licence.applications ?? []).map((each) => (each.id === found.id ? application : each));
    const decided = withApplications(licence, applications);
    const facts = { application: found.id, event: found.kind, state };
    if (step !== 'approve')
      return { application, next: told(deps, decided, { kind: 'licence-status-application-decided', actor, now, facts }) };
    const { kind: event, reason, documentNumber, effectiveAt, requester } = found;
    // What was wanted from a moment that is over by now holds from the approval on.
    const from = effectiveAt !== null && Date.parse(effectiveAt) > now ? effectiveAt : undefined;
    const change = { identifier, event, reason, documentNumber, effectiveAt: from };
    const approved = { application: found.id, approver: actor };
    return { application, next: withEvent(decided, { actor: requester, change, now, journal: deps.journal, approved }) };
  });
}

/** A page of applications; `next` continues it, null at the end. */
export interface ApplicationPage {
  readonly items: readonly ApplicationAnswer[];
  readonly next: string | null;
}

/**
 * The applications that wait, within the actor's scope, in the order of the licences.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listApplications(
  { store: { records } }: Pick<LicenceDependencies, 'store'>,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<ApplicationPage> {
  const { includes } = await reachOf(records, actor, 'licence:change-status');
  const items: ApplicationAnswer[] = [];
  for (let { after } = page; ;) {
    const query = { index: 'applying', equals: true, limit: MAX_PAGE } as const;
    const found = await records.find('licences', after === undefined ? query : { ...query, after });
    for (const licence of found) {
      after = licence._id;
      const application = licence.applications?.find(({ state }) => state === 'open');
      if (!application || !(await includes(licence.issuer.code))) continue;
      items.push({ licence, application });
      if (items.length === page.limit) return { items, next: licence._id };
    }
    if (found.length < MAX_PAGE) return { items, next: null };
  }
}

async function changing(
  deps: Dependencies,
  { actor, identifier }: { readonly actor: Actor; readonly identifier: string },
  judge: (licence: LicenceRecord, now: Instant) => { readonly next: LicenceRecord; readonly application: StatusApplication },
): Promise<ApplicationAnswer> {
  for (let attempt = 1; ; attempt++) {
    const now = deps.clock.now();
    const { licence } = await findForActor(deps.store.records, { actor, action: 'licence:change-status', identifier, now });
    const { next, application } = judge(licence, now);
    try {
      await deps.store.records.replace('licences', next);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < ATTEMPTS) continue;
      throw error;
    }
    deps.journal.poke();
    return { licence: next, application };
  }
}

function told(
  deps: Pick<Dependencies, 'journal'>,
  licence: LicenceRecord,
  {
    kind,
    actor,
    now,
    facts,
  }: { readonly kind: EventKind; readonly actor: Actor; readonly now: Instant; readonly facts: EventFacts },
): LicenceRecord {
  const version = licence.version + 1;
  const subject = `licences/${licence._id}`;
  const at = isoInstant(now);
  const { identifier } = currentEdition(licence);
  const event: DomainEvent = {
    ...{ id: `${subject}/${version}`, kind, subject, effectiveAt: at, recordedAt: at, actor, purpose: null },
    facts: { identifier, ...facts, ...personsTold(deps.journal, licence.holders) },
  };
  return { ...licence, version, outbox: [...licence.outbox, event], pending: true };
}

function refused(en: string, zh: string): YinzhengError {
  return new YinzhengError('STATUS_APPLICATION_REFUSED', { reason: bilingual(en, zh) });
}
