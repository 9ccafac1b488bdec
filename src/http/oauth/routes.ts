import { z } from 'zod';
import { SYSTEM_ACTIONS } from '../../domain/access/index.ts';
import { JWS_ALGORITHMS, tokenEndpoint } from '../../services/oauth/index.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { defineRoute, json, type Route } from '../route.ts';
import type { OAuthServices } from './services.ts';
import { readForm } from './form.ts';

const MOST = 16_384;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const tokenSchema = z
  .object({
    access_token: z.string().describe('yt_…, for Authorization: Bearer'),
    token_type: z.literal('Bearer'),
    expires_in: z.number().int().describe('Seconds'),
    scope: z.string().describe('What it was given for, separated by spaces'),
  })
  .meta({ id: 'AccessToken' });

const metadataSchema = z.record(z.string(), z.unknown()).meta({ id: 'AuthorizationServerMetadata', description: 'RFC 8414' });

/** Tokens for systems, and what a client library has to know of them. */
export function oauthRoutes(oauth: OAuthServices, { mutualTls }: { readonly mutualTls: boolean }): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/oauth2/token',
      summary: 'An access token by client credentials (RFC 6749 section 4.4), the client proved by private_key_jwt (RFC 7523)',
      tag: 'oauth',
      limit: 'token',
      access: 'anonymous',
      body: { type: 'application/x-www-form-urlencoded', limit: MOST },
      input: {},
      answers: { 200: { description: 'The token, shown this once', schema: tokenSchema } },
      errors: ['BODY_MALFORMED', 'CLIENT_REFUSED', 'GRANT_UNSUPPORTED', 'SCOPE_REFUSED', 'RATE_LIMITED', 'STORE_UNAVAILABLE'],
      handle: async ({ document, certificate }) => {
        const form = readForm(document);
        const assertion = form.get('client_assertion') ?? null;
        if (assertion !== null && form.get('client_assertion_type') !== ASSERTION_TYPE)
          throw new YinzhengError('BODY_MALFORMED', {
            reason: bilingual(`client_assertion_type is ${ASSERTION_TYPE}`, `client_assertion_type 应为 ${ASSERTION_TYPE}`),
          });
        const { text, scopes, life } = await oauth.issueToken({
          grantType: form.get('grant_type') ?? '',
          clientId: form.get('client_id') ?? null,
          assertion,
          scope: form.get('scope') ?? null,
          certificate,
        });
        const token = { access_token: text, token_type: 'Bearer', expires_in: life / 1000, scope: scopes.join(' ') };
        return { ...json(200, token), headers: { Pragma: 'no-cache' } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/.well-known/oauth-authorization-server',
      summary: 'Metadata of the authorisation server (RFC 8414)',
      tag: 'oauth',
      limit: 'none',
      access: 'anonymous',
      body: 'none',
      input: {},
      answers: { 200: { description: 'The metadata', schema: metadataSchema } },
      errors: [],
      handle: () =>
        Promise.resolve(
          json(200, {
            issuer: oauth.issuer,
            token_endpoint: tokenEndpoint(oauth),
            grant_types_supported: ['client_credentials'],
            response_types_supported: [],
            scopes_supported: SYSTEM_ACTIONS,
            token_endpoint_auth_methods_supported: [
              'private_key_jwt',
              ...(mutualTls ? ['self_signed_tls_client_auth'] : []),
              ...(mutualTls && oauth.believesIssuers ? ['tls_client_auth'] : []),
            ],
            tls_client_certificate_bound_access_tokens: mutualTls,
            token_endpoint_auth_signing_alg_values_supported: JWS_ALGORITHMS,
            service_documentation: `${oauth.issuer}/openapi.json`,
          }),
        ),
    }),
  ];
}
