import type { Request, Response } from 'express';
import { DEVICE_LIFE } from '../services/access/index.ts';
import { FLOW_LIFE } from '../services/federation/index.ts';

/** The session cookie. Over https its `__Host-` name keeps subdomains from setting it. */
export function cookieName(secure: boolean): string {
  return secure ? '__Host-yinzheng' : 'yinzheng';
}

/** The cookie of a sign-in at an identity provider that is under way. */
function flowName(secure: boolean): string {
  return `${cookieName(secure)}-flow`;
}

/** The session secret in a request's cookies, null without one. */
export function readSessionCookie(request: Request, secure: boolean): string | null {
  return readCookie(request, cookieName(secure));
}

/** What the cookie of a sign-in under way holds, null without one. */
export function readFlowCookie(request: Request, secure: boolean): string | null {
  return readCookie(request, flowName(secure));
}

/** Sets the cookie of a sign-in under way, or takes it away for null. */
export function writeFlowCookie(response: Response, flow: string | null, secure: boolean): void {
  // The answer of the provider comes from another site, by a link that is followed: lax lets it through.
  const attributes = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
  if (flow === null) response.clearCookie(flowName(secure), attributes);
  else response.cookie(flowName(secure), flow, { ...attributes, maxAge: FLOW_LIFE });
}

/** What the device was given when somebody signed in on it before, null without it. */
export function readDeviceCookie(request: Request, secure: boolean): string | null {
  return readCookie(request, deviceName(secure));
}

/** Sets the cookie by which the device is known again. It opens nothing. */
export function writeDeviceCookie(response: Response, device: string, secure: boolean): void {
  response.cookie(deviceName(secure), device, { httpOnly: true, sameSite: 'strict', secure, path: '/', maxAge: DEVICE_LIFE });
}

function deviceName(secure: boolean): string {
  return `${cookieName(secure)}-device`;
}

function readCookie(request: Request, wanted: string): string | null {
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
