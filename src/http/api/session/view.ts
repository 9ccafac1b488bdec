import type { z } from 'zod';
import { actionsOf } from '../../../domain/access/index.ts';
import { csrfToken, IDLE_TIME, requirementOf, rolesOf, type Authenticated } from '../../../services/access/index.ts';
import type { sessionSchema } from './schema.ts';

export function sessionView(who: Authenticated): z.infer<typeof sessionSchema> {
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
    idleSeconds: IDLE_TIME / 1000,
  };
}
