import type { z } from 'zod';
import { isoInstant } from '../../../base/time.ts';
import {
  actsInForce,
  attachmentsOf,
  currentEdition,
  effectOf,
  firstIssueDate,
  holdersOf,
  livesOf,
  maskCode,
  maskHolders,
  maskName,
  originalFile,
  outcomesOf,
  possibleEditions,
  possibleEvents,
  possiblePaperSteps,
  reviewStanding,
  statusOf,
  type AttachmentFile,
  type LicenceEdition,
  type StatusAnswer,
  type LicenceReview,
} from '../../../domain/licence/index.ts';
import type { LicenceAnswer, PapersDuePage } from '../../../services/licences/index.ts';
import type { licenceSchema, licenceSummarySchema, papersDueList, reviewList } from './schema.ts';

/** A licence whole, for who has said what it is read for, or has just given what is in it. */
export function licenceView(answer: LicenceAnswer): z.infer<typeof licenceSchema> {
  const { licence, edition } = answer;
  const { asOf } = answer.status;
  const original = originalFile(edition);
  return {
    ...shared(answer),
    responsible: { code: licence.responsible.code, name: licence.responsible.name },
    edition: edition.number,
    verificationCode: edition.verificationCode,
    firstIssueDate: firstIssueDate(licence),
    act: edition.act?.kind ?? null,
    actReason: edition.order?.reason ?? null,
    actDocumentNumber: edition.act?.documentNumber ?? null,
    editions: licence.editions.map((each) => editionView(answer, each)),
    possibleActs: edition === currentEdition(licence) ? [...possibleEditions(licence, asOf)] : [],
    annualReview: reviewStanding(licence, asOf),
    reviews: (licence.reviews ?? []).map(reviewView),
    associated: (edition.associated ?? []).map(({ identifier, relation }) => ({ identifier, relation })),
    attachments: attachmentsOf(licence).map(attachmentView),
    papers: (licence.papers ?? []).map((paper) => ({
      ...{ serial: paper.serial, edition: paper.edition, state: paper.state },
      possibleSteps: [...possiblePaperSteps(paper)],
      steps: paper.steps.map(({ step, by, at, note }) => ({ step, by, at, note })),
    })),
    holders: holdersOf(licence, edition).map(({ name, codeType, code }) => ({ name, codeType, code })),
    fields: { ...edition.fields },
    file: original
      ? { format: original.format, size: original.size, sm3: original.digest, evidence: original.evidence ?? 'SES' }
      : null,
    evidencePending: licence.evidencePending === true,
    events: livesOf(licence)
      .flatMap(outcomesOf)
      .map((outcome) => {
        const { kind, reason, documentNumber, effectiveAt, recordedAt } = outcome.event;
        return { event: kind, reason, documentNumber, effectiveAt, recordedAt, ...effectOf(outcome, asOf) };
      }),
    possibleEvents: [...possibleEvents(actsInForce(licence), asOf)],
    recordedAt: edition.recordedAt,
  };
}

function editionView({ licence, status: { asOf, knownAt } }: LicenceAnswer, edition: LicenceEdition) {
  const { number, identifier, act, issueDate, validFrom, validTo, recordedAt } = edition;
  const status = statusOf(licence, edition, { asOf, knownAt });
  return {
    ...{ edition: number, identifier, act: act?.kind ?? null, issueDate, validFrom, validTo, recordedAt },
    status: statusView(status),
  };
}

/** An attachment, as who knows the licence may see it. */
export function attachmentView({ attachment, name = '', format, size, digest: sm3, recordedAt }: AttachmentFile) {
  return { ...attachment, name, format, size, sm3, recordedAt };
}

function reviewView({ dueOn, result, reviewedOn, documentNumber, note, recordedAt }: LicenceReview) {
  return { dueOn, result, reviewedOn, documentNumber, note, recordedAt };
}

const HIDDEN = '***';

/** A licence after an act, for which nobody said what it is read for: persons and face masked. */
export function maskedLicenceView(answer: LicenceAnswer): z.infer<typeof licenceSchema> {
  const view = licenceView(answer);
  return {
    ...view,
    licenceNumber: maskCode(view.licenceNumber),
    holders: view.holders.map(({ name, codeType, code }) => ({ name: maskName(name), codeType, code: maskCode(code) })),
    fields: Object.fromEntries(Object.keys(view.fields).map((name) => [name, HIDDEN])),
    reviews: view.reviews.map((review) => ({
      ...review,
      note: review.note === null ? null : maskHolders(review.note, view.holders),
    })),
    attachments: view.attachments.map((file) => ({ ...file, name: HIDDEN })),
    papers: view.papers.map((paper) => ({
      ...paper,
      steps: paper.steps.map((step) => ({ ...step, note: step.note === null ? null : maskHolders(step.note, view.holders) })),
    })),
    actReason: view.actReason === null ? null : maskHolders(view.actReason, view.holders),
    events: view.events.map((event) => ({ ...event, reason: maskHolders(event.reason, view.holders) })),
  };
}

/** A licence in a list: its holders, and its number, which may be a holder's, masked. */
export function licenceSummaryView(answer: LicenceAnswer): z.infer<typeof licenceSummarySchema> {
  const summary = shared(answer);
  return {
    ...summary,
    licenceNumber: maskCode(summary.licenceNumber),
    holdersMasked: holdersOf(answer.licence, answer.edition).map(({ name }) => maskName(name)),
  };
}

/** A licence in a list of those whose papers should be back. */
export function paperDueView(item: PapersDuePage['items'][number]): z.infer<typeof papersDueList>['items'][number] {
  return { ...licenceSummaryView(item), papers: item.papers.map(({ serial, edition, state }) => ({ serial, edition, state })) };
}

/** A licence in a list of those to be reviewed. */
export function reviewedLicenceView(answer: LicenceAnswer): z.infer<typeof reviewList>['items'][number] {
  return { ...licenceSummaryView(answer), annualReview: reviewStanding(answer.licence, answer.status.asOf) };
}

function shared({ licence, edition, status }: LicenceAnswer) {
  return {
    identifier: edition.identifier,
    typeCode: licence.typeCode,
    typeName: licence.typeName,
    issuer: { code: licence.issuer.code, name: licence.issuer.name },
    licenceNumber: edition.licenceNumber,
    issueDate: edition.issueDate,
    validFrom: edition.validFrom,
    validTo: edition.validTo,
    status: statusView(status),
    demonstration: licence.demonstration,
  };
}

function statusView({ status, since, asOf, knownAt }: StatusAnswer) {
  return { value: status, since: isoInstant(since), asOf: isoInstant(asOf), knownAt: isoInstant(knownAt) };
}
