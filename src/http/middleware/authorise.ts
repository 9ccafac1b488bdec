import type { RequestHandler } from 'express';
import { YinzhengError } from '../../base/errors/index.ts';
import { authorise as requireAllowed, PUBLIC_ACTOR, stateOf } from '../../services/access/index.ts';
import { contextOf } from '../context.ts';
import type { Access } from '../route.ts';

/** Refuses callers whose capacity has no such action at all; the use case judges the thing acted on. */
export function authorise(access: Access): RequestHandler {
  return (_request, response, next) => {
    if (access !== 'anonymous' && access !== 'public' && access !== 'signed-in') {
      const { who } = contextOf(response);
      // Their capacity allows nothing until then; they are told what to do about it.
      if (who?.kind === 'person' && stateOf(who.account) === 'initial') throw new YinzhengError('PASSWORD_CHANGE_REQUIRED');
      const actor = who?.actor ?? PUBLIC_ACTOR;
      requireAllowed(actor, access, actor.organisation);
    }
    next();
  };
}
