import type { z } from 'zod';
import { currentEdition, maskHolders } from '../../../domain/licence/index.ts';
import type { ApplicationAnswer } from '../../../services/licence-status/index.ts';
import type { applicationSchema } from './schema.ts';

export function applicationView({ licence, application }: ApplicationAnswer): z.infer<typeof applicationSchema> {
  const { id, kind, reason, documentNumber, effectiveAt, state, requestedAt, requester, decision } = application;
  return {
    ...{ id, identifier: currentEdition(licence).identifier, typeName: licence.typeName, issuer: licence.issuer.name },
    ...{ event: kind, reason: maskHolders(reason, licence.holders), documentNumber, effectiveAt, state, requestedAt },
    requester: requester.person ?? requester.client,
    ...{ decidedAt: decision?.at ?? null, note: decision?.note ? maskHolders(decision.note, licence.holders) : null },
  };
}
