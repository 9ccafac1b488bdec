import { z } from 'zod';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { PROVIDER_NAMES } from '../../services/federation/index.ts';
import { readForm } from '../oauth/form.ts';
import { defineRoute, type Route } from '../route.ts';
import type { FederationServices } from './services.ts';

const MOST = 32_768;
const shared = { tag: 'session', limit: 'sign-in', access: 'anonymous' } as const;
const params = z.object({ provider: z.enum(PROVIDER_NAMES) });
const parameter = z.string().min(1).max(4096).optional();

/** What a provider sends back; what else it sends is passed over. */
const answerQuery = z.object({
  code: parameter,
  state: parameter,
  iss: parameter,
  error: parameter,
  error_description: parameter,
});

/** Signing in at identity providers (统一身份认证), and their notices of what ended there. */
export function federationRoutes(federation: FederationServices): readonly Route[] {
  return [
    defineRoute({
      ...shared,
      method: 'get',
      path: '/oidc/{provider}/sign-in',
      summary: 'Begin to sign in at an identity provider: staff with an account here, or holders',
      limit: 'token',
      body: 'none',
      input: { params },
      answers: { 303: { description: 'To the provider' } },
      errors: ['ROUTE_NOT_FOUND', 'IDENTITY_PROVIDER_UNAVAILABLE'],
      handle: async ({ params: { provider } }) => {
        const { location, flow } = await federation.begin(provider);
        return { status: 303, headers: { Location: location }, flow };
      },
    }),
    defineRoute({
      ...shared,
      method: 'get',
      path: '/oidc/{provider}/callback',
      summary: 'Come back from an identity provider: sets the session cookie',
      body: 'none',
      input: { params, query: answerQuery },
      answers: { 303: { description: 'Signed in, to the page' } },
      errors: ['ROUTE_NOT_FOUND', 'IDENTITY_REFUSED', 'IDENTITY_PROVIDER_UNAVAILABLE', 'STORE_UNAVAILABLE'],
      handle: async ({ params: { provider }, query, flow, cookie }) => {
        const answer = Object.fromEntries(
          Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined),
        );
        const entered = await federation.finish(provider, { answer, flow, previous: cookie });
        // A holder is led to what is his.
        const location = provider === 'holders' ? `${federation.home}#my` : federation.home;
        return { status: 303, headers: { Location: location }, session: entered.secret, flow: null };
      },
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: '/oidc/{provider}/backchannel-logout',
      summary: 'A provider says that sessions ended there (OpenID Connect Back-Channel Logout): they end here',
      limit: 'token',
      body: { type: 'application/x-www-form-urlencoded', limit: MOST },
      input: { params },
      answers: { 200: { description: 'They are over' } },
      errors: ['ROUTE_NOT_FOUND', 'BODY_MALFORMED', 'IDENTITY_REFUSED', 'IDENTITY_PROVIDER_UNAVAILABLE', 'STORE_UNAVAILABLE'],
      handle: async ({ params: { provider }, document }) => {
        const token = readForm(document).get('logout_token');
        if (token === undefined)
          throw new YinzhengError('BODY_MALFORMED', { reason: bilingual('logout_token is missing', '缺少 logout_token') });
        await federation.endByNotice(provider, token);
        return { status: 200 };
      },
    }),
  ];
}
