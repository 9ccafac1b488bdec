/** Accepting, refusing and answering objections: the issuing body, and whoever it was passed on to. */
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { plainCode } from '../../domain/holder/index.ts';
import { holdersOf } from '../../domain/licence/index.ts';
import { takeStep, type ObjectionOutcome, type ObjectionRecord } from '../../domain/objection/index.ts';
import { changeRecord } from '../holders/change.ts';
import { findByIdentifier } from '../licences/find.ts';
import { findConcerned, shown, type ShownObjection } from './find.ts';
import { factsOf, invalidObjection } from './make.ts';
import { MISSING } from './own.ts';
import type { ObjectionKeeping } from './ports.ts';

/** What a body does with an objection. */
export type ObjectionDecision =
  | { readonly step: 'accept'; readonly id: string; readonly note: string | null }
  | { readonly step: 'refuse'; readonly id: string; readonly note: string }
  | {
      readonly step: 'answer';
      readonly id: string;
      readonly outcome: ObjectionOutcome;
      readonly reason: string;
      /** Identifier of the edition that takes the place of what was wrong; needed where content or holder were wrong, or a licence was missing. */
      readonly correctedBy: string | null;
    };

const EVENT_OF = { accept: 'objection-accepted', refuse: 'objection-refused', answer: 'objection-answered' } as const;

/**
 * Takes a step with an objection that the actor's organisation has to answer, or had before it was passed on.
 * @throws {YinzhengError} NOT_ALLOWED, OBJECTION_NOT_FOUND, OBJECTION_NOT_POSSIBLE, OBJECTION_INVALID for a correction that is none, IDENTIFIER_INVALID
 */
export async function decideObjection(
  deps: ObjectionKeeping,
  actor: Actor,
  decision: ObjectionDecision,
): Promise<ShownObjection> {
  const { id, step } = decision;
  const found = await findConcerned(deps, actor, { action: 'objection:answer', id });
  if (step === 'answer') await checkCorrection(deps, found, decision);
  const organisation = actor.organisation ?? '';
  const changed = await changeRecord(deps, { collection: 'objections', id, actor, missing: MISSING }, (objection) => {
    const at = isoInstant(deps.clock.now());
    const note = decision.step === 'answer' ? null : decision.note;
    const fields = takeStep(objection, { step, at, organisation, note });
    const facts = factsOf(objection);
    if (decision.step !== 'answer') return { fields, event: { kind: EVENT_OF[step], facts } };
    const { outcome, reason, correctedBy } = decision;
    return {
      fields: { ...fields, answer: { outcome, reason, correctedBy, organisation, at } },
      event: { kind: EVENT_OF.answer, facts: { ...facts, answer: outcome, correctedBy } },
    };
  });
  return shown(deps, changed);
}

async function checkCorrection(
  { records }: Pick<ObjectionKeeping, 'records'>,
  { subject, cause, person, filedAt }: ObjectionRecord,
  { outcome, correctedBy }: Extract<ObjectionDecision, { readonly step: 'answer' }>,
): Promise<void> {
  if (outcome === 'upheld') {
    if (correctedBy !== null)
      throw invalidObjection('what stays as it is was not issued again', '维持原状的答复不应填写更正后的证照');
    return;
  }
  const needed = subject.kind === 'missing' || cause === 'wrong-content' || cause === 'wrong-holder';
  if (correctedBy === null) {
    if (needed) throw invalidObjection('name the edition that corrects it', '请填写更正后的证照标识');
    return;
  }
  const found = await findByIdentifier(records, correctedBy);
  if (!found) throw invalidObjection('there is no licence of this identifier', '没有该标识的证照');
  const { licence, edition } = found;
  const sameLicence = licence._id === subject.licence?.id;
  const later = edition.recordedAt >= filedAt && edition.identifier !== subject.licence?.identifier;
  const ofPerson = person !== null && holdersOf(licence, edition).some(({ code }) => plainCode(code) === plainCode(person.code));
  const fits =
    subject.kind === 'missing'
      ? licence.typeCode === subject.type?.code && ofPerson
      : later && (sameLicence || licence.typeCode === subject.type?.code);
  if (!fits)
    throw invalidObjection(
      'that is no later edition of the licence, nor one of its type for whom it concerns',
      '该证照不是被异议证照的后续版本，也不是应持证主体的同类证照',
    );
}
