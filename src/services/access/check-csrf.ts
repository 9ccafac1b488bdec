import { utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { equalSecret } from '../../crypto/native/index.ts';
import type { AuthenticatedHolder, AuthenticatedPerson } from './authenticate.ts';
import { csrfToken } from './secrets.ts';

/**
 * Refuses a change in a session whose request does not carry the session's own token: another site can make a browser send the
 * cookie, but cannot know the token.
 * @throws {YinzhengError} CSRF_REFUSED
 */
export function checkCsrf(person: AuthenticatedPerson | AuthenticatedHolder, token: string): void {
  if (!equalSecret(utf8(token), utf8(csrfToken(person.secret)))) throw new YinzhengError('CSRF_REFUSED');
}
