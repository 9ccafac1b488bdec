import type { z } from 'zod';
import type { StampingRecord } from '../../../services/storage/index.ts';
import type { stampingSchema } from './schema.ts';

export function stampingView(record: StampingRecord): z.infer<typeof stampingSchema> {
  const { _id: id, seal, sealVersion, organisation, state: result, failure, subject, digestBefore, digestAfter, actor } = record;
  const { item, cause, caseNumber } = record.purpose;
  return {
    ...{ id, seal, sealVersion, organisation, result, failure, subject, digestBefore, digestAfter },
    reason: record.reason ? { ...record.reason } : null,
    ...{ plan: record.plan ?? null, planStep: record.planStep ?? null },
    places: (record.places ?? []).map(({ page, x, y }) => ({ page, x, y })),
    applicant: record.applicant ?? actor.person ?? actor.client,
    applicantOrganisation: actor.organisation,
    ...{ approvers: [...(record.approvers ?? [])], grant: record.grant ?? null, approval: record.approval ?? null },
    purpose: { item, cause, caseNumber },
    ...{ signingTime: record.signingTime, recordedAt: record.recordedAt, evidence: record.evidence ?? null },
  };
}
