import type { ErrorCode } from '../../../base/errors/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { AccountServices } from './services.ts';
import { confirmationBody } from '../seal-grants/schema.ts';
import { API } from '../words.ts';
import {
  accountList,
  accountMoveBody,
  accountParams,
  accountQuery,
  accountSchema,
  accountWithPassword,
  dataScopeBody,
  newAccountBody,
  rolesBody,
} from './schema.ts';
import { accountView } from './view.ts';

const path = `${API}/accounts`;
const one = `${path}/{account}`;
const shared = { tag: 'accounts', limit: 'none' } as const;
const CHANGING: readonly ErrorCode[] = ['ACCOUNT_NOT_FOUND', 'ACCOUNT_CHANGE_REFUSED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'];

/** Accounts: made, given passwords and closed by system administrators, given roles and locked by security administrators. */
export function accountRoutes(accounts: AccountServices): readonly Route[] {
  return [
    defineRoute({
      ...shared,
      method: 'get',
      path,
      summary: 'Accounts (账号), closed ones too',
      access: 'account:read',
      body: 'none',
      input: { query: accountQuery },
      answers: { 200: { description: 'A page of them', schema: accountList } },
      errors: [],
      handle: async ({ actor, query }) => {
        const { items, next } = await accounts.list(actor, { after: query.cursor, limit: query.limit });
        return json(200, { items: items.map(accountView), next });
      },
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path,
      summary: 'Make an account, without roles: a security administrator gives them',
      access: 'account:manage',
      body: 'json',
      input: { json: newAccountBody },
      answers: { 201: { description: 'Made', schema: accountWithPassword } },
      errors: [
        ...(['INPUT_INVALID', 'ALREADY_EXISTS', 'STORE_UNAVAILABLE'] as const),
        ...(['ORGANISATION_NOT_FOUND', 'ORGANISATION_INVALID', 'ACCOUNT_CHANGE_REFUSED'] as const),
      ],
      handle: async ({ actor, json: body }) => {
        const made = await accounts.create(actor, { ...body, password: null, roles: [], demonstration: false });
        return json(201, { account: accountView(made.account), initialPassword: made.password });
      },
    }),
    defineRoute({
      ...shared,
      method: 'get',
      path: one,
      summary: 'One account',
      access: 'account:read',
      body: 'none',
      input: { params: accountParams },
      answers: { 200: { description: 'The account', schema: accountSchema } },
      errors: ['ACCOUNT_NOT_FOUND'],
      handle: async ({ actor, params }) => json(200, accountView(await accounts.get(actor, params.account))),
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${one}/roles`,
      summary: 'Give an account these roles and no other (授权); its sessions end',
      access: 'account:authorise',
      stepUp: true,
      body: 'json',
      input: { params: accountParams, json: rolesBody },
      answers: { 200: { description: 'The account', schema: accountSchema } },
      errors: [...CHANGING, 'ROLES_INCOMPATIBLE'],
      handle: async ({ actor, params, json: { roles } }) =>
        json(200, accountView(await accounts.changeRoles(actor, { id: params.account, roles }))),
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${one}/data-scope`,
      summary: 'Say how far an account reaches (数据范围): own organisation, an area, a line of business; its sessions end',
      access: 'account:authorise',
      stepUp: true,
      body: 'json',
      input: { params: accountParams, json: dataScopeBody },
      answers: { 200: { description: 'The account', schema: accountSchema } },
      errors: [...CHANGING, 'ORGANISATION_INVALID'],
      handle: async ({ actor, params, json: { dataScope } }) =>
        json(200, accountView(await accounts.changeDataScope(actor, { id: params.account, dataScope }))),
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${one}/lock`,
      summary: 'Lock an account (锁定); its sessions end',
      access: 'account:authorise',
      body: 'none',
      input: { params: accountParams },
      answers: { 200: { description: 'The account', schema: accountSchema } },
      errors: CHANGING,
      handle: async ({ actor, params }) => json(200, accountView(await accounts.lock(actor, params.account))),
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${one}/unlock`,
      summary: 'Unlock an account (解锁); custody judges the code itself',
      access: 'account:authorise',
      body: 'json',
      input: { params: accountParams, json: confirmationBody },
      answers: { 200: { description: 'The account', schema: accountSchema } },
      errors: [
        ...CHANGING,
        ...([
          'SECOND_FACTOR_REFUSED',
          'APPROVER_NOT_ENROLLED',
          'SEAL_USE_REFUSED',
          'RATE_LIMITED',
          'SIGNER_UNAVAILABLE',
        ] as const),
      ],
      handle: async ({ actor, params, json: { code } }) =>
        json(200, accountView(await accounts.unlock(actor, { id: params.account, code }))),
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${one}/password`,
      summary: 'Reset a password (重置口令); the sessions end, and the new one has to be changed at the next sign-in',
      access: 'account:manage',
      body: 'none',
      input: { params: accountParams },
      answers: { 200: { description: 'The account with its new initial password', schema: accountWithPassword } },
      errors: CHANGING,
      handle: async ({ actor, params }) => {
        const { account, password } = await accounts.resetPassword(actor, params.account);
        return json(200, { account: accountView(account), initialPassword: password });
      },
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${one}/organisation`,
      summary:
        'Give an account to another organisation (调动), such as a successor; its sessions end, and it has no roles there yet',
      access: 'account:manage',
      body: 'json',
      input: { params: accountParams, json: accountMoveBody },
      answers: { 200: { description: 'The account', schema: accountSchema } },
      errors: [...CHANGING, 'ORGANISATION_NOT_FOUND', 'ORGANISATION_ENDED'],
      handle: async ({ actor, params, json: { organisation } }) =>
        json(200, accountView(await accounts.move(actor, { id: params.account, organisation }))),
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${one}/closure`,
      summary: 'Close the account of somebody who left (注销账号), for good; its sessions end',
      access: 'account:manage',
      body: 'none',
      input: { params: accountParams },
      answers: { 200: { description: 'The account', schema: accountSchema } },
      errors: CHANGING,
      handle: async ({ actor, params }) => json(200, accountView(await accounts.close(actor, params.account))),
    }),
    defineRoute({
      ...shared,
      method: 'delete',
      path: `${one}/second-factor`,
      summary: 'Take a lost authenticator away (解绑身份验证器); its sessions end',
      access: 'account:authorise',
      stepUp: true,
      body: 'none',
      input: { params: accountParams },
      answers: { 200: { description: 'The account', schema: accountSchema } },
      errors: CHANGING,
      handle: async ({ actor, params }) => json(200, accountView(await accounts.removeSecondFactor(actor, params.account))),
    }),
    defineRoute({
      ...shared,
      method: 'delete',
      path: `${one}/identity`,
      summary: 'Take away who the account is at the identity provider (解绑统一身份); it is bound anew at the next sign-in there',
      access: 'account:authorise',
      body: 'none',
      input: { params: accountParams },
      answers: { 200: { description: 'The account', schema: accountSchema } },
      errors: CHANGING,
      handle: async ({ actor, params }) => json(200, accountView(await accounts.unlinkIdentity(actor, params.account))),
    }),
  ];
}
