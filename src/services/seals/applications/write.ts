/** Applications in the store: a change is one write that carries its event. */
import { isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { Action, Actor, Purpose } from '../../../domain/access/index.ts';
import type { DomainEvent } from '../../../domain/journal/index.ts';
import { APPLICATION_STEPS, stepFault, type ApplicationStep, type SealApplication } from '../../../domain/seal/index.ts';
import { authorise } from '../../access/authorise.ts';
import { reaches } from '../../organisations/index.ts';
import type { RecordStore } from '../../storage/index.ts';
import type { SealDependencies } from '../ports.ts';

const ATTEMPTS = 5;

/**
 * The application of an id whose owner is within the actor's scope; another is not found.
 * @throws {YinzhengError} SEAL_APPLICATION_NOT_FOUND, NOT_ALLOWED
 */
export async function findApplication(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { action, id }: { readonly action: Action; readonly id: string },
): Promise<SealApplication> {
  authorise(actor, action, actor.organisation);
  const application = await records.get('seal-applications', id);
  if (!application || !(await reaches(records, actor, { action, organisation: application.owner })))
    throw new YinzhengError('SEAL_APPLICATION_NOT_FOUND');
  return application;
}

/** A step to be taken, and what else of the application it changes. */
export interface StepOrder {
  readonly action: Action;
  readonly id: string;
  readonly step: ApplicationStep;
  readonly purpose: Purpose;
  readonly note?: string | null | undefined;
  /** Judged on the application as it is when it is written. */
  readonly fields?: (
    application: SealApplication,
  ) => Partial<Pick<SealApplication, 'seal' | 'keyId' | 'request' | 'certificate'>>;
}

/**
 * Takes a step. Others may write meanwhile, the journal's relay too: then it is read and judged again.
 * @throws {YinzhengError} SEAL_APPLICATION_NOT_FOUND, NOT_ALLOWED, SEAL_APPLICATION_REFUSED, VERSION_CONFLICT
 */
export async function takeApplicationStep(deps: SealDependencies, actor: Actor, order: StepOrder): Promise<SealApplication> {
  const { step, purpose, note = null, fields } = order;
  return rewrite(
    deps,
    () => findApplication(deps.records, actor, order),
    (application) => {
      checkApplicationStep(application, step, actor);
      const at = isoInstant(deps.clock.now());
      const { to: state } = APPLICATION_STEPS[step];
      const by = { person: actor.person, organisation: actor.organisation };
      const next = { ...application, ...fields?.(application), state, steps: [...application.steps, { step, by, at, note }] };
      return {
        next,
        event: { kind: 'seal-application-changed', actor, purpose, facts: { step, from: application.state, to: state } },
      };
    },
  );
}

/**
 * Refuses a step that may not be taken now, or not by this actor.
 * @throws {YinzhengError} SEAL_APPLICATION_REFUSED
 */
export function checkApplicationStep(application: SealApplication, step: ApplicationStep, actor: Actor): void {
  const reason = stepFault(application, step, actor);
  if (reason) throw new YinzhengError('SEAL_APPLICATION_REFUSED', { reason });
}

/**
 * Writes down what making a seal has come to, so that it goes on from there when it is cut off.
 * @throws {YinzhengError} SEAL_APPLICATION_NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT
 */
export async function noteProgress(
  deps: SealDependencies,
  actor: Actor,
  {
    id,
    fields,
  }: { readonly id: string; readonly fields: Partial<Pick<SealApplication, 'seal' | 'keyId' | 'request' | 'certificate'>> },
): Promise<SealApplication> {
  const read = () => findApplication(deps.records, actor, { action: 'seal:make', id });
  return rewrite(deps, read, (application) => ({ next: { ...application, ...fields }, event: null }));
}

interface Rewritten {
  readonly next: SealApplication;
  readonly event: Pick<DomainEvent, 'kind' | 'actor' | 'purpose' | 'facts'> | null;
}

async function rewrite(
  { records, journal, clock }: SealDependencies,
  read: () => Promise<SealApplication>,
  judge: (application: SealApplication) => Rewritten,
): Promise<SealApplication> {
  for (let attempt = 1; ; attempt++) {
    const application = await read();
    const { next, event } = judge(application);
    const version = application.version + 1;
    const outbox = event ? [...application.outbox, applicationEvent(next, version, event, clock.now())] : application.outbox;
    const written = { ...next, version, outbox, pending: outbox.length > 0 };
    try {
      await records.replace('seal-applications', written);
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= ATTEMPTS) throw error;
      continue;
    }
    journal.poke();
    return written;
  }
}

/** The event that tells of an application. */
export function applicationEvent(
  { _id, kind, owner, seal }: Pick<SealApplication, '_id' | 'kind' | 'owner' | 'seal'>,
  version: number,
  told: Pick<DomainEvent, 'kind' | 'actor' | 'purpose' | 'facts'>,
  now: number,
): DomainEvent {
  const subject = `seal-applications/${_id}`;
  return {
    ...{ id: `${subject}/${version}`, kind: told.kind, subject, effectiveAt: isoInstant(now), recordedAt: isoInstant(now) },
    ...{ actor: told.actor, purpose: told.purpose },
    facts: { application: kind, owner, ...(seal !== null && { seal }), ...told.facts },
  };
}
