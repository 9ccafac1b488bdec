import { YinzhengError } from '../../../base/errors/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { AccessServices } from '../../services.ts';
import { API } from '../words.ts';
import { passwordBody, sessionSchema, signInBody } from './schema.ts';
import { sessionView } from './view.ts';

const path = `${API}/session`;
const tag = 'session';

export function sessionRoutes(access: AccessServices): readonly Route[] {
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
      handle: async ({ json: { userName, password }, address, cookie }) => {
        const person = await access.signIn({ userName, password, address, previous: cookie });
        return { ...json(201, sessionView(person)), session: person.secret };
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
      answers: { 200: { description: 'The session, or the system behind an API key', schema: sessionSchema } },
      errors: [],
      handle: ({ who }) => Promise.resolve(json(200, sessionView(known(who)))),
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
        const person = known(who);
        if (person.kind !== 'person') throw new YinzhengError('NOT_ALLOWED', { action: 'session:change-password' });
        const next = await access.changePassword(person, change);
        return { ...json(200, sessionView(next)), session: next.secret };
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
      answers: { 204: { description: 'The session is over' } },
      errors: [],
      handle: async ({ who }) => {
        const person = known(who);
        if (person.kind === 'person') await access.signOut(person);
        return { status: 204, session: null };
      },
    }),
  ];
}

function known<T>(who: T | null): T {
  if (who === null) throw new YinzhengError('NOT_SIGNED_IN');
  return who;
}
