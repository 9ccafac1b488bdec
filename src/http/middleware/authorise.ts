import type { RequestHandler } from 'express';
import { authorise as requireAllowed, PUBLIC_ACTOR } from '../../services/access/index.ts';
import { contextOf } from '../context.ts';
import type { Access } from '../route.ts';

/** Refuses callers whose capacity has no such action at all; the use case judges the thing acted on. */
export function authorise(access: Access): RequestHandler {
  return (_request, response, next) => {
    if (access !== 'anonymous' && access !== 'public' && access !== 'signed-in') {
      const actor = contextOf(response).who?.actor ?? PUBLIC_ACTOR;
      requireAllowed(actor, access, actor.organisation);
    }
    next();
  };
}
