import type { ErrorCode } from '../../../base/errors/index.ts';
import type { ClientRecord } from '../../../domain/client/index.ts';
import { defineRoute, json, type Answer, type Route } from '../../route.ts';
import type { ClientServices } from './services.ts';
import { API } from '../words.ts';
import {
  addedKeySchema,
  apiKeyList,
  apiKeyParams,
  apiKeySchema,
  clientChangeBody,
  clientKeyParams,
  clientList,
  clientOrderBody,
  clientOrderQuery,
  clientParams,
  clientSchema,
  newClientBody,
  newClientKeyBody,
  pageQuery,
} from './schema.ts';
import { apiKeyView, clientView } from './view.ts';

const path = `${API}/clients`;
const one = `${path}/{client}`;
const shared = { tag: 'clients', limit: 'none' } as const;
const ordering = { ...shared, method: 'post', body: 'json', input: { params: clientParams, json: clientOrderBody } } as const;
const CHANGING: readonly ErrorCode[] = ['CLIENT_NOT_FOUND', 'CLIENT_CHANGE_REFUSED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'];

/** Systems (应用系统): made and given keys by system administrators, let in and blocked by security administrators. */
export function clientRoutes(clients: ClientServices): readonly Route[] {
  const shown = (status: number, record: ClientRecord): Answer => json(status, clientView(record, clients.now()));
  const answers = { 200: { description: 'The system', schema: clientSchema } };
  return [
    defineRoute({
      ...shared,
      method: 'get',
      path,
      summary: 'Systems (应用系统) within the caller’s scope, closed ones too',
      access: 'client:read',
      body: 'none',
      input: { query: pageQuery },
      answers: { 200: { description: 'A page of them', schema: clientList } },
      errors: [],
      handle: async ({ actor, query }) => {
        const { items, next } = await clients.list(actor, { after: query.cursor, limit: query.limit });
        return json(200, { items: items.map((item) => clientView(item, clients.now())), next });
      },
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path,
      summary: 'Record a system; it is let in when a security administrator has authorised it',
      access: 'client:manage',
      body: 'json',
      input: { json: newClientBody },
      answers: { 201: { description: 'Recorded', schema: clientSchema } },
      errors: ['CLIENT_INVALID', 'ORGANISATION_NOT_FOUND', 'ORGANISATION_ENDED', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: order }) => {
        const made = await clients.make(actor, order);
        return { ...shown(201, made), headers: { Location: `${path}/${made._id}` } };
      },
    }),
    defineRoute({
      ...shared,
      method: 'get',
      path: one,
      summary: 'One system; one outside the caller’s scope is not found',
      access: 'client:read',
      body: 'none',
      input: { params: clientParams },
      answers,
      errors: ['CLIENT_NOT_FOUND'],
      handle: async ({ actor, params }) => shown(200, await clients.get(actor, params.client)),
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${one}/changes`,
      summary: 'Ask other terms for a system; those authorised before are in force until these are',
      access: 'client:manage',
      body: 'json',
      input: { params: clientParams, json: clientChangeBody },
      answers,
      errors: [...CHANGING, 'CLIENT_INVALID'],
      handle: async ({ actor, params, json: change }) =>
        shown(200, await clients.change(actor, { ...change, id: params.client })),
    }),
    defineRoute({
      ...ordering,
      path: `${one}/authorisation`,
      summary: 'Authorise what is asked for a system, and its keys that wait (授权)',
      access: 'client:authorise',
      stepUp: true,
      answers,
      errors: CHANGING,
      handle: async ({ actor, params, json: { revision } }) =>
        shown(200, await clients.authorise(actor, { id: params.client, revision })),
    }),
    defineRoute({
      ...ordering,
      path: `${one}/block`,
      summary: 'Block a system (停用): its keys and tokens are worth nothing at once',
      access: 'client:authorise',
      answers,
      errors: CHANGING,
      handle: async ({ actor, params, json: { revision } }) =>
        shown(200, await clients.block(actor, { id: params.client, revision })),
    }),
    defineRoute({
      ...ordering,
      path: `${one}/unblock`,
      summary: 'Let a blocked system in again (启用)',
      access: 'client:authorise',
      answers,
      errors: CHANGING,
      handle: async ({ actor, params, json: { revision } }) =>
        shown(200, await clients.unblock(actor, { id: params.client, revision })),
    }),
    defineRoute({
      ...ordering,
      path: `${one}/closure`,
      summary: 'Close a system for good (注销)',
      access: 'client:manage',
      answers,
      errors: CHANGING,
      handle: async ({ actor, params, json: { revision } }) =>
        shown(200, await clients.close(actor, { id: params.client, revision })),
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${one}/keys`,
      summary: 'Add a key to a system: a public key, a certificate, or an API key to be made; it waits to be authorised',
      access: 'client:manage',
      body: 'json',
      input: { params: clientParams, json: newClientKeyBody },
      answers: { 201: { description: 'Added', schema: addedKeySchema } },
      errors: [...CHANGING, 'CLIENT_INVALID'],
      handle: async ({ actor, params, json: { revision, id: keyId, from, until, key: given } }) => {
        const added = await clients.addKey(actor, { id: params.client, revision, keyId, from, until, given });
        return json(201, { client: clientView(added.client, clients.now()), keyId: added.key.id, secret: added.secret });
      },
    }),
    defineRoute({
      ...shared,
      method: 'delete',
      path: `${one}/keys/{key}`,
      summary: 'End a key of a system at once, and what was had by it',
      access: 'client:manage',
      body: 'none',
      input: { params: clientKeyParams, query: clientOrderQuery },
      answers,
      errors: [...CHANGING, 'CLIENT_KEY_NOT_FOUND'],
      handle: async ({ actor, params, query: { revision } }) =>
        shown(200, await clients.endKey(actor, { id: params.client, revision, keyId: params.key })),
    }),
    defineRoute({
      ...shared,
      method: 'get',
      path: `${API}/api-keys`,
      summary: 'API keys (接口密钥) that belong to no registered system; never their secrets',
      access: 'client:read',
      body: 'none',
      input: { query: pageQuery },
      answers: { 200: { description: 'A page of them', schema: apiKeyList } },
      errors: [],
      handle: async ({ actor, query }) => {
        const { items, next } = await clients.apiKeys(actor, { after: query.cursor, limit: query.limit });
        return json(200, { items: items.map(apiKeyView), next });
      },
    }),
    defineRoute({
      ...shared,
      method: 'delete',
      path: `${API}/api-keys/{key}`,
      summary: 'End such an API key for good',
      access: 'client:manage',
      body: 'none',
      input: { params: apiKeyParams },
      answers: { 200: { description: 'The key', schema: apiKeySchema } },
      errors: ['API_KEY_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, apiKeyView(await clients.endApiKey(actor, params.key))),
    }),
  ];
}
