/** Who may do what: a table, denying what it does not name. */
import type { Action, Actor } from './model.ts';

/**
 * Where an action is allowed: in the actor's own organisation, whatever his data scope; in it and in his data scope where his account has one;
 * in his data scope, else in the own organisation and in those beneath its place in the trees of areas and lines, or in all for an actor who
 * belongs to none; anywhere, of what belongs to no organisation.
 */
export type Rule = 'own-organisation' | 'own-and-scope' | 'beneath' | 'anywhere';

const TABLE: Readonly<Record<Actor['capacity'], Readonly<Partial<Record<Action, Rule>>>>> = {
  issuer: {
    'collecting:read': 'own-and-scope',
    'directory-error:read': 'own-and-scope',
    'directory-error:resolve': 'own-organisation',
    'statistics:read': 'own-and-scope',
    'quality:read': 'own-and-scope',
    'quality:handle': 'own-organisation',
    'retention:read': 'own-and-scope',
    'retention:hold': 'own-organisation',
    'retention:propose': 'own-organisation',
    'retention:review': 'own-organisation',
    'retention:refuse': 'own-organisation',
    'grant:read': 'own-and-scope',
    'licence:issue': 'own-organisation',
    'licence:read': 'own-and-scope',
    'licence:download': 'own-organisation',
    'licence:change-status': 'own-organisation',
    'presentation:see': 'anywhere',
    'share:use': 'own-organisation',
    'licence-demand:read': 'own-organisation',
    'licence-demand:answer': 'own-organisation',
    'objection:file': 'own-organisation',
    'objection:read': 'own-organisation',
    'objection:answer': 'own-organisation',
    'working-calendar:read': 'anywhere',
    'duty:check': 'own-organisation',
    'licence:verify': 'anywhere',
    'licence-type:read': 'anywhere',
    'seal:read': 'own-and-scope',
    'organisation:read': 'own-and-scope',
    'session:end': 'anywhere',
  },
  'seal-user': {
    'grant:read': 'own-and-scope',
    'seal-use:request': 'own-organisation',
    'seal-use:read': 'own-and-scope',
    'seal-use:approve': 'own-organisation',
    'stamping:read': 'own-and-scope',
    'countersigning:read': 'own-and-scope',
    'document:stamp': 'own-organisation',
    'document:sign': 'own-organisation',
    'evidence-record:make': 'anywhere',
    'signature-key:read': 'own-and-scope',
    'seal:read': 'own-and-scope',
    'licence:verify': 'anywhere',
    'licence-type:read': 'anywhere',
    'organisation:read': 'own-and-scope',
    'session:end': 'anywhere',
  },
  'seal-keeper': {
    'grant:read': 'own-and-scope',
    'grant:propose': 'own-organisation',
    'grant:confirm': 'own-organisation',
    'grant:end': 'own-organisation',
    'seal-use:read': 'own-and-scope',
    'seal-use:approve': 'own-organisation',
    'stamping:read': 'own-and-scope',
    'countersigning:read': 'own-and-scope',
    'seal:read': 'own-and-scope',
    'seal:apply': 'own-organisation',
    'seal:stop': 'own-organisation',
    'licence-type:read': 'anywhere',
    'organisation:read': 'own-and-scope',
    'session:end': 'anywhere',
  },
  'seal-approver': {
    'seal:read': 'beneath',
    'seal:approve': 'beneath',
    'seal:stop': 'beneath',
    'seal:resume': 'beneath',
    'licence-type:read': 'anywhere',
    'organisation:read': 'beneath',
    'session:end': 'anywhere',
  },
  'seal-maker': {
    'seal:read': 'beneath',
    'seal:make': 'beneath',
    'seal:stop': 'beneath',
    'licence-type:read': 'anywhere',
    'organisation:read': 'beneath',
    'session:end': 'anywhere',
  },
  'catalogue-editor': {
    'licence-type:read': 'anywhere',
    'catalogue:read': 'beneath',
    'catalogue:edit': 'own-organisation',
    'organisation:read': 'beneath',
    'session:end': 'anywhere',
  },
  'catalogue-approver': {
    'licence-type:read': 'anywhere',
    'catalogue:read': 'beneath',
    'catalogue:approve': 'beneath',
    'organisation:read': 'beneath',
    'session:end': 'anywhere',
  },
  verifier: {
    'holder-link:decide': 'anywhere',
    'representation:decide': 'anywhere',
    'objection:file': 'own-organisation',
    'objection:read': 'own-organisation',
    'working-calendar:read': 'anywhere',
    'presentation:see': 'anywhere',
    'duty:check': 'own-organisation',
    'share:use': 'own-organisation',
    'licence:verify': 'anywhere',
    'licence-type:read': 'anywhere',
    'organisation:read': 'own-and-scope',
    'session:end': 'anywhere',
  },
  auditor: {
    'collecting:read': 'beneath',
    'webhook:read': 'beneath',
    'directory-error:read': 'beneath',
    'evidence:export': 'beneath',
    'archive:receive': 'beneath',
    'statistics:read': 'beneath',
    'quality:read': 'beneath',
    'retention:read': 'beneath',
    'alarm:read': 'beneath',
    'grant:read': 'beneath',
    'stamping:read': 'beneath',
    'countersigning:read': 'beneath',
    'journal:read': 'beneath',
    'account:read': 'beneath',
    'client:read': 'beneath',
    'signature-key:read': 'beneath',
    'organisation:read': 'beneath',
    'session:end': 'anywhere',
  },
  administrator: {
    'collecting:read': 'beneath',
    'collecting:manage': 'beneath',
    'webhook:read': 'beneath',
    'webhook:manage': 'beneath',
    'directory-error:read': 'beneath',
    'retention:read': 'beneath',
    'retention:manage': 'beneath',
    'account:read': 'beneath',
    'account:manage': 'beneath',
    'client:read': 'beneath',
    'client:manage': 'beneath',
    'signature-key:read': 'beneath',
    'signature-key:manage': 'beneath',
    'organisation:read': 'beneath',
    'organisation:manage': 'beneath',
    'working-calendar:read': 'anywhere',
    'working-calendar:record': 'anywhere',
    'licence-type:read': 'anywhere',
    'session:end': 'anywhere',
  },
  'security-administrator': {
    'retention:read': 'beneath',
    'retention:approve': 'beneath',
    'retention:refuse': 'beneath',
    'alarm:read': 'beneath',
    'account:read': 'beneath',
    'account:authorise': 'beneath',
    'client:read': 'beneath',
    'client:authorise': 'beneath',
    'organisation:read': 'beneath',
    'session:end': 'anywhere',
  },
  operator: {
    'collecting:read': 'beneath',
    'collecting:push': 'beneath',
    'collecting:manage': 'beneath',
    'webhook:read': 'beneath',
    'webhook:manage': 'beneath',
    'directory-error:read': 'beneath',
    'directory-error:resolve': 'beneath',
    'evidence:export': 'beneath',
    'archive:receive': 'beneath',
    'statistics:read': 'anywhere',
    'retention:read': 'beneath',
    'retention:manage': 'beneath',
    'retention:propose': 'beneath',
    'alarm:read': 'anywhere',
    'grant:read': 'anywhere',
    'grant:propose': 'anywhere',
    'grant:confirm': 'anywhere',
    'grant:end': 'anywhere',
    'seal-use:read': 'anywhere',
    'stamping:read': 'anywhere',
    'countersigning:read': 'anywhere',
    'seal:resume': 'beneath',
    'licence-type:read': 'anywhere',
    'catalogue:read': 'beneath',
    'catalogue:edit': 'beneath',
    'catalogue:approve': 'beneath',
    'account:read': 'anywhere',
    'account:manage': 'anywhere',
    'account:authorise': 'anywhere',
    'client:read': 'beneath',
    'client:manage': 'beneath',
    'client:authorise': 'beneath',
    'organisation:read': 'beneath',
    'organisation:manage': 'beneath',
    'seal:read': 'beneath',
    'seal:make': 'beneath',
    'seal:stop': 'beneath',
  },
  system: {
    'collecting:read': 'own-organisation',
    'collecting:push': 'own-organisation',
    'grant:read': 'own-organisation',
    'seal-use:request': 'own-organisation',
    'seal-use:read': 'own-organisation',
    'licence:issue': 'own-organisation',
    'licence:read': 'own-organisation',
    'licence:download': 'own-organisation',
    'licence:change-status': 'own-organisation',
    'presentation:see': 'anywhere',
    'duty:check': 'own-organisation',
    'share:use': 'own-organisation',
    'licence:verify': 'anywhere',
    'licence-type:read': 'anywhere',
    'seal:read': 'own-organisation',
    'countersigning:read': 'own-organisation',
    'document:stamp': 'own-organisation',
    'document:sign': 'own-organisation',
    'evidence-record:make': 'anywhere',
    'signature-key:read': 'own-organisation',
    'organisation:read': 'own-organisation',
    // What is shared with it, and of whom, is in its terms.
    'licence:share': 'anywhere',
    'webhook:read': 'own-organisation',
    'webhook:manage': 'own-organisation',
  },
  // Of what is his own, whoever issued it. What everybody may do he does as everybody.
  holder: {
    'holding:read': 'anywhere',
    'holding:download': 'anywhere',
    'holding:present': 'anywhere',
    'holding:share': 'anywhere',
    'holding:object': 'anywhere',
    'holder-link:ask': 'anywhere',
    'representation:ask': 'anywhere',
  },
  public: { 'licence:verify': 'anywhere' },
};

/** What the table says of an actor's action, undefined where it says nothing or the actor was not let in for it. */
export function ruleOf(actor: Actor, action: Action): Rule | undefined {
  const { capacity, scopes } = actor;
  return scopes === undefined || scopes.includes(action) ? TABLE[capacity][action] : undefined;
}

/** Every action that a system can be let in for. */
export const SYSTEM_ACTIONS: readonly Action[] = Object.keys(TABLE.system) as Action[];

/**
 * True when the actor may do the action on something of an organisation. Of what is beneath or in a data scope, it knows the actor's own
 * organisation only: for the rest there are scopes.
 * @param organisation unified social credit code of the owner; null when the thing belongs to none
 */
export function mayDo(actor: Actor, action: Action, organisation: string | null = null): boolean {
  const rule = ruleOf(actor, action);
  const { dataScope } = actor;
  if (rule === undefined) return false;
  if (rule === 'anywhere') return true;
  if (actor.organisation !== null) return actor.organisation === organisation;
  if (dataScope === undefined) return rule === 'beneath';
  return organisation === null && rule !== 'own-organisation';
}

/** The actions an actor's capacity has at all, for clients that show or hide what can be done. */
export function actionsOf(actor: Actor): readonly Action[] {
  return (Object.keys(TABLE[actor.capacity]) as Action[]).filter((action) => ruleOf(actor, action) !== undefined);
}
