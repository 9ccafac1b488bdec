import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { authorise } from '../access/authorise.ts';
import { base32, provisioningUri } from '../access/totp.ts';
import { randomId } from '../licences/random.ts';
import { accountOf } from './accounts.ts';
import type { ApproverCode, GrantDependencies } from './ports.ts';

/** An authenticator as it is shown, this once. */
export interface EnrolledApprover {
  readonly account: string;
  readonly userName: string;
  /** Base32. */
  readonly secret: string;
  /** The same for a QR code. */
  readonly uri: string;
}

/**
 * Enrols an approver: custody makes an authenticator for an account, and what was made for it before is good no more. `voucher` is another
 * approver; whoever has the machine needs none.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_INVALID where there is no such account, SEAL_USE_REFUSED, SECOND_FACTOR_REFUSED,
 * APPROVER_NOT_ENROLLED
 */
export async function enrolApprover(
  deps: GrantDependencies,
  actor: Actor,
  { name, voucher }: { readonly name: string; readonly voucher: ApproverCode | null },
): Promise<EnrolledApprover> {
  authorise(actor, 'grant:confirm', actor.organisation);
  const account = await accountOf(deps.records, name);
  const record = await deps.records.get('accounts', account);
  const secret = await deps.grants.enrolApprover(account, voucher);
  const at = isoInstant(deps.clock.now());
  const subject = `accounts/${account}`;
  await deps.journal.record([
    {
      ...{ id: `approvers/${randomId(deps.random)}`, kind: 'approver-enrolled', subject, effectiveAt: at, recordedAt: at, actor },
      ...{ purpose: null, facts: { voucher: voucher?.account ?? null } },
    },
  ]);
  const userName = record?.userName ?? '';
  return { account, userName, secret: base32(secret), uri: provisioningUri(secret, userName) };
}
