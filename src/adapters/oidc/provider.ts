/** An OpenID provider over HTTP: discovery, authorisation code with PKCE, ID tokens verified by the provider's keys. */
import { readFile } from 'node:fs/promises';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  clockTolerance,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  type Configuration,
} from 'openid-client';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { FlowTerms, IdentityProvider, ProvedIdentity } from '../../services/federation/index.ts';
import type { Clock } from '../../services/platform.ts';
import { readAttributes } from './claims.ts';
import type { ProviderFile } from './file.ts';
import { createNoticeReader } from './notice.ts';
import { createSm2TokenReader, isSm2Algorithm, type Sm2TokenReader } from './sm2-tokens.ts';

/** By how much clocks may differ, s. */
const CLOCK_TOLERANCE = 60;
/** How long the provider may take to answer, s. */
const TIMEOUT = 10;
/** How long what was discovered is good for, ms. */
const DISCOVERED_FOR = 3_600_000;

/** What a provider is made with. */
export interface ProviderOptions {
  readonly file: ProviderFile;
  /** Address that the browser comes back to. */
  readonly redirectUri: string;
  /** Address that the browser comes to after it signed out there. */
  readonly afterSignOut: string;
  readonly clock: Clock;
}

/** Errors of the network: the provider cannot be reached, or answers with nothing that could be an answer. */
const UNAVAILABLE = ['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_ABORT'];

/** An OpenID provider. Nothing is asked of it before somebody signs in. */
export function createOpenIdProvider({ file, redirectUri, afterSignOut, clock }: ProviderOptions): IdentityProvider {
  let known: { readonly configuration: Promise<Configuration>; readonly until: number } | null = null;
  const configured = (): Promise<Configuration> => {
    if (known && clock.now() < known.until) return known.configuration;
    const configuration = discover(file);
    const entry = { configuration, until: clock.now() + DISCOVERED_FOR };
    known = entry;
    configuration.catch(() => {
      if (known === entry) known = null;
    });
    return configuration;
  };
  const sm2 = createSm2TokenReader(clock);
  const notices = createNoticeReader({ file, clock, configured, sm2 });
  return {
    assurances: file.assurances,
    begin: async ({ state, nonce, verifier }) => {
      const parameters = {
        ...{ redirect_uri: redirectUri, scope: file.scopes.join(' '), state, nonce },
        ...{ code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
      };
      return buildAuthorizationUrl(await configured(), parameters).href;
    },
    finish: async (answer, terms) => {
      const configuration = await configured();
      const url = new URL(redirectUri);
      for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
      try {
        return await exchange(configuration, { file, url, terms, sm2 });
      } catch (error) {
        throw refusalOf(error);
      }
    },
    signOutUrl: async () => {
      const configuration = await configured();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
      return buildEndSessionUrl(configuration, { post_logout_redirect_uri: afterSignOut }).href;
    },
    readNotice: notices,
  };
}

async function discover(file: ProviderFile): Promise<Configuration> {
  const { issuer, clientId, clientSecretFile, clientAuthentication, signingAlgorithm } = file;
  const secret = clientSecretFile === undefined ? null : ((await readFile(clientSecretFile, 'utf8')).split('\n')[0] ?? '').trim();
  const authentication =
    secret === null
      ? None()
      : clientAuthentication === 'client_secret_post'
        ? ClientSecretPost(secret)
        : ClientSecretBasic(secret);
  const metadata = { id_token_signed_response_alg: signingAlgorithm, [clockTolerance]: CLOCK_TOLERANCE };
  const insecure = issuer.startsWith('http:');
  try {
    return await discovery(new URL(issuer), clientId, metadata, authentication, {
      timeout: TIMEOUT,
      execute: [
        // Without it an ID token from the token endpoint would be believed for the connection alone; one by SM2 is verified after it is judged.
        ...(isSm2Algorithm(signingAlgorithm) ? [] : [enableNonRepudiationChecks]),
        // Only for a provider on this machine, in demonstration mode: the file is refused otherwise.
        // eslint-disable-next-line @typescript-eslint/no-deprecated
        ...(insecure ? [allowInsecureRequests] : []),
      ],
    });
  } catch (cause) {
    throw new YinzhengError('IDENTITY_PROVIDER_UNAVAILABLE', {}, { cause });
  }
}

interface Exchange {
  readonly file: ProviderFile;
  readonly url: URL;
  readonly terms: FlowTerms;
  readonly sm2: Sm2TokenReader;
}

async function exchange(configuration: Configuration, { file, url, terms, sm2 }: Exchange): Promise<ProvedIdentity> {
  const tokens = await authorizationCodeGrant(configuration, url, {
    ...{ expectedState: terms.state, expectedNonce: terms.nonce, pkceCodeVerifier: terms.verifier, idTokenExpected: true },
  });
  const claims = tokens.claims();
  if (!claims) throw refused();
  if (isSm2Algorithm(file.signingAlgorithm)) {
    const { jwks_uri: address } = configuration.serverMetadata();
    const keys = address === undefined ? null : { address, algorithm: file.signingAlgorithm };
    if (!keys || (await sm2(tokens.id_token ?? '', keys)) === null) throw refused();
  }
  const more = file.userInfo ? await fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
  const { sid } = claims;
  return {
    issuer: claims.iss,
    subject: claims.sub,
    sessionId: typeof sid === 'string' ? sid : null,
    // What is in the ID token is signed, and comes first.
    attributes: readAttributes({ ...more, ...claims }, file.claims),
  };
}

function refusalOf(error: unknown): YinzhengError {
  if (isYinzhengError(error)) return error;
  const { code, cause, status } = error as { readonly code?: unknown; readonly cause?: unknown; readonly status?: unknown };
  const isNetwork = error instanceof TypeError && error.message === 'fetch failed';
  const isDown = UNAVAILABLE.includes(String(code)) && !(cause instanceof Response && cause.status < 500);
  if (isNetwork || isDown || (typeof status === 'number' && status >= 500))
    return new YinzhengError('IDENTITY_PROVIDER_UNAVAILABLE', {}, { cause: error });
  return refused(error);
}

function refused(cause?: unknown): YinzhengError {
  const reason = bilingual('its answer is not as it must be', '其应答不符合要求');
  return new YinzhengError('IDENTITY_REFUSED', { reason }, { cause });
}
