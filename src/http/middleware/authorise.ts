import type { RequestHandler } from 'express';
import { authorise as requireAllowed, PUBLIC_ACTOR, requirementError, requirementOf } from '../../services/access/index.ts';
import { contextOf } from '../context.ts';
import type { Route } from '../route.ts';
import type { AccessServices } from '../api/session/services.ts';

/** Refuses callers whose capacity has no such action at all; the use case judges the thing acted on. */
export function authorise({ access, stepUp }: Pick<Route, 'access' | 'stepUp'>, services: AccessServices): RequestHandler {
  return (_request, response, next) => {
    if (access !== 'anonymous' && access !== 'public' && access !== 'signed-in') {
      const { who } = contextOf(response);
      // Their capacity allows nothing until then; they are told what to do about it.
      const requirement = who?.kind === 'person' ? requirementOf(who.account, who.session) : null;
      if (requirement !== null) throw requirementError(requirement);
      const actor = who?.actor ?? PUBLIC_ACTOR;
      requireAllowed(actor, access, actor.organisation);
      if (stepUp && who) services.checkStepUp(who);
    }
    next();
  };
}
