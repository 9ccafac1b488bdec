import { YinzhengError } from '../../../base/errors/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { AccessServices } from './services.ts';
import type { FederationServices } from '../../oidc/services.ts';
import { API } from '../words.ts';
import {
  codeBody,
  confirmedSchema,
  enrolmentSchema,
  passwordBody,
  roleBody,
  sessionSchema,
  signedOutSchema,
  signInBody,
} from './schema.ts';
import type { Authenticated, AuthenticatedPerson, AuthenticatedSystem } from '../../../services/access/index.ts';
import { holderSessionView, sessionView } from './view.ts';

const path = `${API}/session`;
const tag = 'session';

export function sessionRoutes(access: AccessServices, federation: FederationServices): readonly Route[] {
  const view = (who: AuthenticatedPerson | AuthenticatedSystem) => sessionView(who, access.sessionRules);
  return [
    defineRoute({
      method: 'post',
      path,
      summary: 'Sign in (登录): sets the session cookie and tells the token that changes need',
      tag,
      limit: 'sign-in',
      access: 'anonymous',
      body: 'json',
      input: { json: signInBody },
      answers: { 201: { description: 'Signed in', schema: sessionSchema } },
      errors: ['SIGN_IN_REFUSED', 'DEMONSTRATION_REFUSED'],
      handle: async ({ json: { userName, password }, address, cookie, device }) => {
        const next = await access.signIn({ userName, password, address, previous: cookie, device });
        return { ...json(201, view(next)), session: next.secret, device: next.device };
      },
    }),
    defineRoute({
      method: 'get',
      path,
      summary: 'Who is signed in, and what they may do',
      tag,
      limit: 'none',
      access: 'signed-in',
      body: 'none',
      input: {},
      answers: { 200: { description: 'The session, or the system that calls', schema: sessionSchema } },
      errors: [],
      handle: async ({ who }) => {
        const caller = known(who);
        if (caller.kind !== 'holder') return json(200, view(caller));
        return json(200, holderSessionView(caller, await access.readHolder(caller), access.sessionRules));
      },
    }),
    defineRoute({
      method: 'post',
      path: `${path}/password`,
      summary: 'Change the own password (修改口令): all other sessions end, this one goes on under a new cookie',
      tag,
      limit: 'sign-in',
      access: 'signed-in',
      body: 'json',
      input: { json: passwordBody },
      answers: { 200: { description: 'The session as it goes on', schema: sessionSchema } },
      errors: ['PASSWORD_REFUSED', 'INPUT_INVALID', 'ACCOUNT_CHANGE_REFUSED', 'NOT_ALLOWED'],
      handle: async ({ who, json: change }) => {
        const next = await access.changePassword(person(who, 'session:change-password'), change);
        return { ...json(200, view(next)), session: next.secret };
      },
    }),
    defineRoute({
      method: 'post',
      path: `${path}/second-factor`,
      summary:
        'Prove the second factor (动态口令) by a code of the authenticator or a recovery code; the session goes on under a new cookie',
      tag,
      limit: 'sign-in',
      access: 'signed-in',
      body: 'json',
      input: { json: codeBody },
      answers: { 200: { description: 'The session as it goes on', schema: sessionSchema } },
      errors: ['SECOND_FACTOR_REFUSED', 'NOT_ALLOWED'],
      handle: async ({ who, json: { code } }) => {
        const next = await access.proveSecondFactor(person(who, 'session:second-factor'), code);
        return { ...json(200, view(next)), session: next.secret, device: next.device };
      },
    }),
    defineRoute({
      method: 'post',
      path: `${path}/second-factor/enrolment`,
      summary: 'Begin to enrol an authenticator (绑定身份验证器)',
      tag,
      limit: 'sign-in',
      access: 'signed-in',
      body: 'none',
      input: {},
      answers: { 201: { description: 'What to put into it, shown this once', schema: enrolmentSchema } },
      errors: ['ACCOUNT_CHANGE_REFUSED', 'PASSWORD_CHANGE_REQUIRED', 'SECOND_FACTOR_REQUIRED', 'NOT_ALLOWED'],
      handle: async ({ who }) => json(201, await access.enrolSecondFactor(person(who, 'session:second-factor'))),
    }),
    defineRoute({
      method: 'post',
      path: `${path}/second-factor/confirmation`,
      summary: 'End the enrolment by a first code; all other sessions end, this one goes on under a new cookie',
      tag,
      limit: 'sign-in',
      access: 'signed-in',
      body: 'json',
      input: { json: codeBody },
      answers: { 200: { description: 'The session as it goes on, and the recovery codes', schema: confirmedSchema } },
      errors: ['SECOND_FACTOR_REFUSED', 'ACCOUNT_CHANGE_REFUSED', 'PASSWORD_CHANGE_REQUIRED', 'NOT_ALLOWED'],
      handle: async ({ who, json: { code } }) => {
        const done = await access.confirmSecondFactor(person(who, 'session:second-factor'), code);
        const answer = json(200, { session: view(done.person), recoveryCodes: done.recoveryCodes });
        return { ...answer, session: done.person.secret };
      },
    }),
    defineRoute({
      method: 'post',
      path: `${path}/role`,
      summary: 'Go on in another role of the account (切换角色), under a new cookie',
      tag,
      limit: 'none',
      access: 'signed-in',
      body: 'json',
      input: { json: roleBody },
      answers: { 200: { description: 'The session as it goes on', schema: sessionSchema } },
      errors: ['NOT_ALLOWED'],
      handle: async ({ who, json: { role } }) => {
        const next = await access.takeRole(person(who, 'session:take-role'), role);
        return { ...json(200, view(next)), session: next.secret };
      },
    }),
    defineRoute({
      method: 'delete',
      path: `${API}/sessions`,
      summary: 'Sign out everywhere (全部退出): every session of the account, or of the holder, is over',
      tag,
      limit: 'none',
      access: 'signed-in',
      body: 'none',
      input: {},
      answers: { 204: { description: 'They are over' } },
      errors: ['NOT_ALLOWED'],
      handle: async ({ who }) => {
        const caller = known(who);
        if (caller.kind === 'holder') await access.signOutHolderEverywhere(caller);
        else await access.signOutEverywhere(person(caller, 'session:end-all'));
        return { status: 204, session: null };
      },
    }),
    defineRoute({
      method: 'delete',
      path,
      summary: 'Sign out (退出)',
      tag,
      limit: 'none',
      access: 'signed-in',
      body: 'none',
      input: {},
      answers: {
        204: { description: 'The session is over' },
        200: { description: 'It is over here, and can be ended at the identity provider too', schema: signedOutSchema },
      },
      errors: [],
      handle: async ({ who }) => {
        const caller = known(who);
        if (caller.kind === 'system') return { status: 204, session: null };
        await (caller.kind === 'person' ? access.signOut(caller) : access.signOutHolder(caller));
        const { identity } = caller.session;
        const signOutUrl = identity ? await federation.signOutUrl(identity.provider) : null;
        return signOutUrl === null ? { status: 204, session: null } : { ...json(200, { signOutUrl }), session: null };
      },
    }),
  ];
}

function known<T>(who: T | null): T {
  if (who === null) throw new YinzhengError('NOT_SIGNED_IN');
  return who;
}

/** The person that calls; systems have no session. */
function person(who: Authenticated | null, action: string): AuthenticatedPerson {
  const caller = known(who);
  if (caller.kind !== 'person') throw new YinzhengError('NOT_ALLOWED', { action });
  return caller;
}
