import type { z } from 'zod';
import type { GrantDecision, GrantRecord } from '../../../domain/grant/index.ts';
import type { grantSchema } from './schema.ts';

export function grantView(grant: GrantRecord): z.infer<typeof grantSchema> {
  const { _id: id, seal, owner, state, origin, documents, licenceTypes, validFrom, validTo, uses, approval, approvals } = grant;
  return {
    ...{ id, seal, owner, state, origin, documents, validFrom, validTo, uses, approval, approvals },
    ...{ users: [...grant.users], organisations: [...grant.organisations], systems: [...grant.systems] },
    ...{ approvers: [...grant.approvers], licenceTypes: licenceTypes === 'all' ? licenceTypes : [...licenceTypes] },
    ...{ proposed: decisionView(grant.proposed), decided: decisionOrNull(grant.decided), ended: decisionOrNull(grant.ended) },
  };
}

function decisionView({ by, at, reason }: GrantDecision): z.infer<typeof grantSchema>['proposed'] {
  return { by: by.person ?? by.client, at, reason };
}

function decisionOrNull(decision: GrantDecision | null): z.infer<typeof grantSchema>['decided'] {
  return decision && decisionView(decision);
}
