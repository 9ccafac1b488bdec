import type { z } from 'zod';
import type { ApprovalRecord } from '../../../domain/grant/index.ts';
import type { applicationSchema } from './schema.ts';

export function applicationView(record: ApprovalRecord): z.infer<typeof applicationSchema> {
  const { _id: id, grant, seal, owner, state, applicant, digests, requestedAt, expiresAt, approvals, decisions } = record;
  const { item, cause, caseNumber } = record.purpose;
  return {
    ...{ id, grant, seal, owner, state, applicant: record.applicantName, applicantOrganisation: applicant.organisation },
    ...{ digests: [...digests], purpose: { item, cause, caseNumber }, requestedAt, expiresAt, approvals },
    decisions: decisions.map(({ approver, decision, at, reason }) => ({ approver, decision, at, reason })),
  };
}
