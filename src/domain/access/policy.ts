/** Who may do what: a table, denying what it does not name. Scope is the actor's own organisation. */
import type { Action, Actor } from './model.ts';

type Rule = 'own-organisation' | 'anywhere';

const TABLE: Readonly<Record<Actor['capacity'], Readonly<Partial<Record<Action, Rule>>>>> = {
  issuer: {
    'licence:issue': 'own-organisation',
    'licence:read': 'own-organisation',
    'licence:download': 'own-organisation',
    'licence:change-status': 'own-organisation',
    'licence:verify': 'anywhere',
    'licence-type:read': 'anywhere',
    'seal:read': 'own-organisation',
    'organisation:read': 'anywhere',
    'session:end': 'anywhere',
  },
  'seal-user': {
    'document:stamp': 'own-organisation',
    'document:sign': 'own-organisation',
    'evidence-record:make': 'anywhere',
    'signature-key:read': 'own-organisation',
    'seal:read': 'own-organisation',
    'licence:verify': 'anywhere',
    'licence-type:read': 'anywhere',
    'organisation:read': 'anywhere',
    'session:end': 'anywhere',
  },
  verifier: {
    'licence:verify': 'anywhere',
    'licence-type:read': 'anywhere',
    'organisation:read': 'anywhere',
    'session:end': 'anywhere',
  },
  auditor: {
    'journal:read': 'anywhere',
    'account:read': 'anywhere',
    'signature-key:read': 'anywhere',
    'organisation:read': 'anywhere',
    'session:end': 'anywhere',
  },
  administrator: {
    'account:read': 'anywhere',
    'account:manage': 'anywhere',
    'signature-key:read': 'anywhere',
    'signature-key:manage': 'anywhere',
    'organisation:read': 'anywhere',
    'licence-type:read': 'anywhere',
    'session:end': 'anywhere',
  },
  'security-administrator': {
    'account:read': 'anywhere',
    'account:authorise': 'anywhere',
    'organisation:read': 'anywhere',
    'session:end': 'anywhere',
  },
  operator: { 'account:read': 'anywhere', 'account:manage': 'anywhere', 'account:authorise': 'anywhere' },
  system: {
    'licence:issue': 'own-organisation',
    'licence:read': 'own-organisation',
    'licence:download': 'own-organisation',
    'licence:change-status': 'own-organisation',
    'licence:verify': 'anywhere',
    'licence-type:read': 'anywhere',
    'seal:read': 'own-organisation',
    'document:stamp': 'own-organisation',
    'document:sign': 'own-organisation',
    'evidence-record:make': 'anywhere',
    'signature-key:read': 'own-organisation',
    'organisation:read': 'anywhere',
  },
  public: { 'licence:verify': 'anywhere' },
};

/**
 * True when the actor may do the action on something of an organisation.
 * @param organisation unified social credit code of the owner; null when the thing belongs to none
 */
export function mayDo(actor: Actor, action: Action, organisation: string | null = null): boolean {
  const rule = TABLE[actor.capacity][action];
  if (rule === undefined) return false;
  return rule === 'anywhere' || (actor.organisation !== null && actor.organisation === organisation);
}

/** The actions an actor's capacity has at all, for clients that show or hide what can be done. */
export function actionsOf(actor: Actor): readonly Action[] {
  return Object.keys(TABLE[actor.capacity]) as Action[];
}
