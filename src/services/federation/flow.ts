/** A sign-in under way: a secret in the browser's cookie, from which everything else follows, so that any server can end what another began. */
import { fromHex, toHex, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { hmacSm3 } from '../../crypto/native/index.ts';
import { newSecret } from '../access/secrets.ts';
import type { FederationDependencies, FlowTerms, IdentityProvider, ProviderName } from './ports.ts';

/** How long a sign-in may take, ms. */
export const FLOW_LIFE = 600_000;

/** A sign-in that has begun. */
export interface BegunFlow {
  /** Where the browser is sent. */
  readonly location: string;
  /** For the cookie of the flow. */
  readonly flow: string;
}

/** A sign-in that came back. */
export interface ReturnedFlow {
  readonly terms: FlowTerms;
  readonly begunAt: Instant;
}

/**
 * Begins a sign-in at a provider.
 * @throws {YinzhengError} ROUTE_NOT_FOUND when there is no such provider, IDENTITY_PROVIDER_UNAVAILABLE
 */
export async function beginFederation(deps: FederationDependencies, name: ProviderName): Promise<BegunFlow> {
  const provider = providerOf(deps, name);
  const flow = `${newSecret(deps.random)}.${deps.clock.now()}`;
  return { location: await provider.begin(termsOf(name, flow)), flow };
}

/** The provider of a name. @throws {YinzhengError} ROUTE_NOT_FOUND when there is none */
export function providerOf({ providers }: Pick<FederationDependencies, 'providers'>, name: ProviderName): IdentityProvider {
  const provider = providers[name];
  if (!provider) throw new YinzhengError('ROUTE_NOT_FOUND');
  return provider;
}

/** The flow of a cookie, null when it is none or has taken too long. */
export function readFlow(name: ProviderName, flow: string | null, now: Instant): ReturnedFlow | null {
  const [, time] = /^[0-9a-f]{64}\.(\d{1,15})$/.exec(flow ?? '') ?? [];
  if (flow === null || time === undefined) return null;
  const begunAt = Number(time);
  return begunAt > now || now >= begunAt + FLOW_LIFE ? null : { terms: termsOf(name, flow), begunAt };
}

/** The provider's name is in them: what one answers is no answer of another (mix-up). */
function termsOf(name: ProviderName, flow: string): FlowTerms {
  const secret = fromHex(flow.slice(0, 64));
  const derived = (what: string) => toHex(hmacSm3(secret, utf8(`yinzheng sign-in 1\n${name}\n${flow.slice(65)}\n${what}`)));
  return { state: derived('state'), nonce: derived('nonce'), verifier: derived('verifier') };
}
