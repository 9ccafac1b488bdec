import { z } from 'zod';
import { STATUS_EVENTS } from '../../../domain/licence/index.ts';
import { identifierParams, instant } from '../words.ts';

const id = z.string().regex(/^[0-9a-f]{32}$/);

export const applicationParams = z.object({ ...identifierParams.shape, application: id });

export const applicationsQuery = z.object({
  cursor: id.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const decisionBody = z
  .strictObject({ note: z.string().trim().min(1).max(500).optional() })
  .meta({ id: 'StatusApplicationDecision' });

export const applicationSchema = z
  .object({
    id,
    identifier: z.string(),
    typeName: z.string(),
    issuer: z.string(),
    event: z.enum(STATUS_EVENTS),
    reason: z.string().describe('Holders masked'),
    documentNumber: z.string(),
    effectiveAt: instant.nullable().describe('Null: from when it is approved'),
    state: z.enum(['open', 'approved', 'refused', 'withdrawn']),
    requestedAt: instant,
    requester: z.string().describe('Account, or key of a system'),
    decidedAt: instant.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'StatusApplication' });

export const applicationList = z.object({ items: z.array(applicationSchema), next: z.string().nullable() });
