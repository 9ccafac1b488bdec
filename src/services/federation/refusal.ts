import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { accessEvent, PUBLIC_ACTOR } from '../access/event.ts';
import type { FederationDependencies, ProviderName } from './ports.ts';

/** Why somebody who comes from a provider is not let in. */
const REASONS = {
  flow: bilingual(
    'the sign-in was not begun in this browser, took too long, or was ended already',
    '登录非本浏览器发起、已超时或已完成',
  ),
  account: bilingual('there is no account here that may sign in like this', '本系统没有可以这样登录的账号'),
  attributes: bilingual('the identity provider did not tell a real name and number', '身份认证平台未提供实名信息'),
  assurance: bilingual('the identity was not proved well enough at the identity provider', '身份认证等级不足'),
} as const;

/** What the journal is told: the same, or more than the caller is. */
export type FederationRefusal =
  keyof typeof REASONS | 'unknown' | 'disabled' | 'organisation-ended' | 'linked-elsewhere' | 'provider';

/**
 * Tells the journal of a refusal and gives its error. Whether there is an account, and how it stands, is told to nobody.
 * @param account id of the account concerned, null for none
 */
export async function federationRefused(
  deps: FederationDependencies,
  {
    provider,
    reason,
    account = null,
  }: { readonly provider: ProviderName; readonly reason: FederationRefusal; readonly account?: string | null },
): Promise<YinzhengError> {
  const subject = account === null ? (provider === 'staff' ? 'accounts' : 'holders') : `accounts/${account}`;
  const facts = { provider, reason };
  await deps.journal.record([accessEvent(deps, { kind: 'sign-in-refused', subject, actor: PUBLIC_ACTOR, facts })]);
  const told = reason in REASONS ? (reason as keyof typeof REASONS) : 'account';
  return new YinzhengError('IDENTITY_REFUSED', { reason: REASONS[told] });
}
