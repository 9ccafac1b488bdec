/** Confirming a proposed grant, or refusing it: always by another account than the one that proposed it. */
import { bilingual } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { GrantRecord, GrantTerms } from '../../domain/grant/index.ts';
import { changeGrant, GRANT_STATE_WORDS, notPossible } from './change.ts';
import type { ApproverCode, GrantDependencies } from './ports.ts';

/** Who decides: account or, at the command line, whoever has the machine. */
export function nameOf({ person, client }: Actor): string {
  return person ?? client;
}

/** The terms of a grant without what else its record says. */
export function termsOf(record: GrantRecord): GrantTerms {
  const { seal, owner, users, organisations, systems, documents, licenceTypes } = record;
  const { validFrom, validTo, uses, approval, approvers, approvals } = record;
  return {
    ...{ seal, owner, users, organisations, systems, documents, licenceTypes },
    ...{ validFrom, validTo, uses, approval, approvers, approvals },
  };
}

/**
 * Puts a proposed grant into force. It enters custody's own ledger first, for which custody wants a code of the confirming person's
 * authenticator. Interrupted, the same call brings it to its end.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_NOT_FOUND, GRANT_NOT_POSSIBLE, SECOND_FACTOR_REFUSED, APPROVER_NOT_ENROLLED, SEAL_USE_REFUSED
 */
export function confirmGrant(
  deps: GrantDependencies,
  actor: Actor,
  { id, code, account }: { readonly id: string; readonly code: string | null; readonly account?: string | undefined },
): Promise<GrantRecord> {
  const person = account ?? nameOf(actor);
  return changeGrant(deps, actor, { action: 'grant:confirm', id }, async (grant) => {
    if (grant.state === 'in-force') return null;
    refuseOwn(grant, person);
    await enterOnce(deps, grant, { account: person, code });
    const decided = { by: actor, at: isoInstant(deps.clock.now()), reason: null };
    return { next: { ...grant, state: 'in-force', decided }, told: { kind: 'grant-confirmed' } };
  });
}

/**
 * Refuses a proposed grant.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_NOT_FOUND, GRANT_NOT_POSSIBLE
 */
export function refuseGrant(
  deps: GrantDependencies,
  actor: Actor,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<GrantRecord> {
  return changeGrant(deps, actor, { action: 'grant:confirm', id }, (grant) => {
    if (grant.state === 'refused') return null;
    refuseOwn(grant, nameOf(actor));
    const decided = { by: actor, at: isoInstant(deps.clock.now()), reason };
    return { next: { ...grant, state: 'refused', decided }, told: { kind: 'grant-refused', reason } };
  });
}

function refuseOwn(grant: GrantRecord, person: string): void {
  if (grant.state !== 'proposed') throw notPossible(GRANT_STATE_WORDS[grant.state]);
  if (nameOf(grant.proposed.by) === person)
    throw notPossible(bilingual('another account decides about what you proposed', '须由其他账号确认，不得自己确认自己的提议'));
}

async function enterOnce({ grants }: GrantDependencies, record: GrantRecord, confirmed: ApproverCode): Promise<void> {
  const entered = (await grants.standing()).grants.some(({ grant }) => grant === record._id);
  if (entered) return;
  const proposer = nameOf(record.proposed.by);
  await grants.enter({ kind: 'grant', grant: record._id, terms: termsOf(record), proposer, confirmed });
}
