import { defineRoute, json, type Route } from '../../route.ts';
import type { SigningServices } from '../signatures/services.ts';
import { API } from '../words.ts';
import { assignmentBody, signatureKeyList, signatureKeyParams, signatureKeySchema, signatureKeysQuery } from './schema.ts';
import { signatureKeyView } from './view.ts';

const path = `${API}/signature-keys`;
const tag = 'signature-keys';

/** Which keys in custody sign documents for which organisation. */
export function signatureKeyRoutes(signing: SigningServices): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path,
      summary: 'Keys that sign documents without a seal (数字签名密钥), of the caller’s organisation or of all',
      tag,
      limit: 'none',
      access: 'signature-key:read',
      body: 'none',
      input: { query: signatureKeysQuery },
      answers: { 200: { description: 'The keys assigned now', schema: signatureKeyList } },
      errors: [],
      handle: async ({ actor, query }) =>
        json(200, { items: (await signing.keys(actor, query.organisation)).map(signatureKeyView) }),
    }),
    defineRoute({
      method: 'post',
      path,
      summary: 'Let a key in custody sign documents for an organisation; again for the same one changes nothing but the padding',
      tag,
      limit: 'none',
      access: 'signature-key:manage',
      body: 'json',
      input: { json: assignmentBody },
      answers: { 201: { description: 'Assigned', schema: signatureKeySchema } },
      errors: ['SIGNATURE_KEY_UNUSABLE', 'ORGANISATION_NOT_FOUND', 'ORGANISATION_ENDED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: { key, organisation, padding } }) =>
        json(201, signatureKeyView(await signing.assignKey(actor, { keyId: key, organisation, padding }))),
    }),
    defineRoute({
      method: 'delete',
      path: `${path}/{key}`,
      summary: 'Let a key sign for its organisation no more; what was signed stays signed, and its certificate is not revoked',
      tag,
      limit: 'none',
      access: 'signature-key:manage',
      body: 'none',
      input: { params: signatureKeyParams },
      answers: { 204: { description: 'Withdrawn' } },
      errors: ['SIGNATURE_KEY_NOT_ASSIGNED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => {
        await signing.withdrawKey(actor, params.key);
        return { status: 204 };
      },
    }),
  ];
}
