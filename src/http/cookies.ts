import type { Request, Response } from 'express';

/** The session cookie. Over https its `__Host-` name keeps subdomains from setting it. */
export function cookieName(secure: boolean): string {
  return secure ? '__Host-yinzheng' : 'yinzheng';
}

/** The session secret in a request's cookies, null without one. */
export function readSessionCookie(request: Request, secure: boolean): string | null {
  const wanted = cookieName(secure);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const split = part.indexOf('=');
    if (split > 0 && part.slice(0, split).trim() === wanted) return part.slice(split + 1).trim();
  }
  return null;
}

/** Sets the session cookie, or takes it away for null. It ends with the browser. */
export function writeSessionCookie(response: Response, secret: string | null, secure: boolean): void {
  const attributes = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
  if (secret === null) response.clearCookie(cookieName(secure), attributes);
  else response.cookie(cookieName(secure), secret, attributes);
}
