import type { z } from 'zod';
import { actionsOf } from '../../../domain/access/index.ts';
import {
  csrfToken,
  requirementOf,
  rolesOf,
  type AuthenticatedHolder,
  type AuthenticatedPerson,
  type AuthenticatedSystem,
  type SessionRules,
} from '../../../services/access/index.ts';
import type { HolderAttributes } from '../../../services/federation/index.ts';
import type { sessionSchema } from './schema.ts';

export function sessionView(who: AuthenticatedPerson | AuthenticatedSystem, rules: SessionRules): z.infer<typeof sessionSchema> {
  const { organisation, capacity: role } = who.actor;
  const shared = { organisation, role, actions: [...actionsOf(who.actor)] };
  if (who.kind === 'system') {
    const none = { userName: null, required: null, csrfToken: null, expiresAt: null, idleSeconds: null };
    return { kind: 'system', name: who.name, ...shared, roles: [role], ...none };
  }
  const { account, session, secret } = who;
  return {
    kind: 'person',
    name: account.displayName,
    userName: account.userName,
    ...shared,
    roles: [...rolesOf(account)],
    required: requirementOf(account, session),
    csrfToken: csrfToken(secret),
    expiresAt: session.expiresAt,
    idleSeconds: rules.idle / 1000,
  };
}

/** The session of a holder, with his own name; of his numbers nothing. */
export function holderSessionView(
  { actor, session, secret }: AuthenticatedHolder,
  { name }: Pick<HolderAttributes, 'name'>,
  rules: SessionRules,
): z.infer<typeof sessionSchema> {
  return {
    ...{ kind: 'holder', name, userName: null, organisation: null, role: actor.capacity, roles: [], required: null },
    ...{ actions: [...actionsOf(actor)], csrfToken: csrfToken(secret) },
    ...{ expiresAt: session.expiresAt, idleSeconds: rules.idle / 1000 },
  };
}
