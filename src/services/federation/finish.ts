import { toHex, utf8 } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Authenticated } from '../access/index.ts';
import { claimOnce } from '../transients/index.ts';
import { enterHolder } from './enter-holder.ts';
import { enterStaff } from './enter-staff.ts';
import { FLOW_LIFE, providerOf, readFlow } from './flow.ts';
import type { FederationDependencies, ProviderName } from './ports.ts';
import { federationRefused } from './refusal.ts';

/** What comes back from a provider. */
export interface FederationReturn {
  /** Parameters of the redirect. */
  readonly answer: Readonly<Record<string, string>>;
  /** Cookie of the flow, null without one. */
  readonly flow: string | null;
  /** Secret of a session that the browser still has: it ends. */
  readonly previous: string | null;
}

/** Somebody in a session. */
export type Entered = Exclude<Authenticated, { readonly kind: 'system' }>;

/**
 * Ends a sign-in at a provider in a new session: of the account that the provider's claim names, or of a holder.
 * @throws {YinzhengError} IDENTITY_REFUSED, IDENTITY_PROVIDER_UNAVAILABLE, ROUTE_NOT_FOUND when there is no such provider
 */
export async function finishFederation(
  deps: FederationDependencies,
  name: ProviderName,
  back: FederationReturn,
): Promise<Entered> {
  const provider = providerOf(deps, name);
  const flow = readFlow(name, back.flow, deps.clock.now());
  const { state } = back.answer;
  if (!flow || state !== flow.terms.state) throw await federationRefused(deps, { provider: name, reason: 'flow' });
  const value = toHex(deps.crypto.digest('sm3', utf8(`sign-in\n${state}`)));
  if (!(await claimOnce(deps, { value, until: flow.begunAt + FLOW_LIFE })))
    throw await federationRefused(deps, { provider: name, reason: 'flow' });
  const proved = await provider.finish(back.answer, flow.terms).catch(async (error: unknown) => {
    if (isYinzhengError(error, 'IDENTITY_REFUSED')) await federationRefused(deps, { provider: name, reason: 'provider' });
    throw error;
  });
  const entering = { proved, previous: back.previous };
  return name === 'staff' ? enterStaff(deps, entering) : enterHolder(deps, { ...entering, assurances: provider.assurances });
}
