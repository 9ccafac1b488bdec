/** Signing in at an identity provider (统一身份认证): what this service needs of one, and of itself. */
import type { Instant } from '../../base/time.ts';
import type { AccessDependencies } from '../access/index.ts';

/** Whom a provider is for. */
export type ProviderName = 'staff' | 'holders';

/** The names of providers. */
export const PROVIDER_NAMES = ['staff', 'holders'] as const satisfies readonly ProviderName[];

/** What a sign-in is begun and ended with; all of it derived from a secret that the browser keeps. */
export interface FlowTerms {
  readonly state: string;
  readonly nonce: string;
  /** PKCE code verifier (RFC 7636). */
  readonly verifier: string;
}

/** Attributes of a person as the provider's claims say them, by configuration; null where it does not. */
export interface IdentityAttributes {
  /** User name of a staff account. */
  readonly account: string | null;
  readonly name: string | null;
  /** 公民身份号码, GB 11643. */
  readonly citizenNumber: string | null;
  /** Unified social credit code, where the person acts for an enterprise. */
  readonly creditCode: string | null;
  /** Name of that enterprise. */
  readonly organisation: string | null;
  /** How well the person was identified, in the provider's words. */
  readonly assurance: string | null;
}

/** Who somebody is, as a provider says under its signature. */
export interface ProvedIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** Session at the provider, null where it tells none. */
  readonly sessionId: string | null;
  readonly attributes: IdentityAttributes;
}

/** What a provider says of a session of its own that ended (OpenID Connect Back-Channel Logout 1.0). */
export interface LogoutNotice {
  readonly issuer: string;
  /** At least one of both. */
  readonly subject: string | null;
  readonly sessionId: string | null;
  readonly identifier: string;
  /** Since when the notice is refused for its age, ms. */
  readonly over: Instant;
}

/** An OpenID provider. Adapter: `adapters/oidc`. All methods reject with IDENTITY_PROVIDER_UNAVAILABLE when it does not answer. */
export interface IdentityProvider {
  /** Levels of assurance that do; empty: any. */
  readonly assurances: readonly string[];
  /** Where the browser is sent. */
  begin(terms: FlowTerms): Promise<string>;
  /**
   * Exchanges what came back for an identity. Rejects with IDENTITY_REFUSED for whatever is not as it must be.
   * @param answer parameters of the redirect
   */
  finish(answer: Readonly<Record<string, string>>, terms: FlowTerms): Promise<ProvedIdentity>;
  /** Where the browser is sent to end the session there; null when the provider has no such place. */
  signOutUrl(): Promise<string | null>;
  /** Reads a logout token. Rejects with IDENTITY_REFUSED. */
  readNotice(token: string): Promise<LogoutNotice>;
}

/** What signing in at providers takes. */
export interface FederationDependencies extends AccessDependencies {
  readonly providers: Readonly<Partial<Record<ProviderName, IdentityProvider>>>;
}
