import type { RequestHandler } from 'express';
import { authorise as requireAllowed, PUBLIC_ACTOR, requirementError, requirementOf } from '../../services/access/index.ts';
import { contextOf } from '../context.ts';
import type { Access } from '../route.ts';

/** Refuses callers whose capacity has no such action at all; the use case judges the thing acted on. */
export function authorise(access: Access): RequestHandler {
  return (_request, response, next) => {
    if (access !== 'anonymous' && access !== 'public' && access !== 'signed-in') {
      const { who } = contextOf(response);
      // Their capacity allows nothing until then; they are told what to do about it.
      const requirement = who?.kind === 'person' ? requirementOf(who.account, who.session) : null;
      if (requirement !== null) throw requirementError(requirement);
      const actor = who?.actor ?? PUBLIC_ACTOR;
      requireAllowed(actor, access, actor.organisation);
    }
    next();
  };
}
