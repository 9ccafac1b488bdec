import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Express, Request, RequestHandler, Response } from 'express';
import { isYinzhengError, YinzhengError } from '../base/errors/index.ts';
import { PUBLIC_ACTOR } from '../services/access/index.ts';
import type { UploadRules } from './body/collector.ts';
import { readDocuments, type Received, type ReceivedFile } from './body/document.ts';
import { checkEnvelopeDigest, readEnvelope } from './body/envelope.ts';
import { readJson } from './body/json.ts';
import { readMessage } from './body/message.ts';
import { contextOf } from './context.ts';
import {
  readDeviceCookie,
  readFlowCookie,
  readSessionCookie,
  writeDeviceCookie,
  writeFlowCookie,
  writeSessionCookie,
} from './cookies.ts';
import { authenticate } from './middleware/authenticate.ts';
import { authorise } from './middleware/authorise.ts';
import { digestBody } from './proof/body-digest.ts';
import type { CertificateReader } from './proof/certificate.ts';
import { MOST_FILES, type Answer, type Caller, type LimitName, type Route } from './route.ts';
import type { AccessServices } from './api/session/services.ts';

export interface MountRules {
  /** Null where there are no accounts: then every route is for everybody, unknown. */
  readonly access: AccessServices | null;
  readonly limits: Readonly<Record<LimitName, RequestHandler>>;
  readonly uploads: UploadRules;
  readonly cookieSecure: boolean;
  readonly certificate: CertificateReader;
}

/** Puts routes into an app, each as the chain that its declaration says, and answers other methods of their paths with 405. */
export function mountRoutes(app: Express, routes: readonly Route[], rules: MountRules): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const group = routes.filter((route) => route.path === path);
    const pattern = path.replace(/\{(\w+)\}/g, ':$1');
    for (const route of group) {
      app[route.method](
        pattern,
        named(path, { looksAtCredentials: route.access !== 'anonymous' }),
        rules.limits[route.limit],
        ...envelopeOf(route, rules.uploads),
        ...whoCalls(route, rules),
        answer(route, rules),
      );
    }
    app.all(pattern, named(path, { looksAtCredentials: false }), otherMethod(group));
  }
}

/** Who calls, and whether he may; nobody is found out where nobody could be. */
function whoCalls(route: Route, { access: services, cookieSecure: secure, certificate }: MountRules): readonly RequestHandler[] {
  if (services) return [authenticate(route.access, { services, secure, certificate }), authorise(route, services)];
  if (route.access !== 'anonymous') throw new TypeError(`${route.method} ${route.path} needs accounts`);
  return [];
}

/** A message with a head is read first: who calls may be said in it. */
function envelopeOf({ body }: Route, uploads: UploadRules): readonly RequestHandler[] {
  return typeof body === 'object' && 'envelope' in body ? [readEnvelope(body, uploads)] : [];
}

function named(path: string, { looksAtCredentials }: { readonly looksAtCredentials: boolean }): RequestHandler {
  return (_request, response, next) => {
    const context = contextOf(response);
    context.route = path;
    context.looksAtCredentials = looksAtCredentials;
    next();
  };
}

function answer(route: Route, rules: MountRules): RequestHandler {
  return async (request, response) => {
    const { bodyDigest, envelope } = contextOf(response);
    checkEnvelopeDigest(envelope, bodyDigest);
    const checkBody = route.body === 'none' || envelope ? () => undefined : digestBody(request, bodyDigest);
    const json = envelope ? envelope.json : route.body === 'json' ? await readJson(request, response) : undefined;
    if (route.body === 'json') checkBody();
    const handle = route.check({ params: request.params, query: request.query, json });
    const documents = await receive(route, request, response, rules.uploads);
    if (route.body !== 'json') checkBody();
    const caller = callerOf(route, { request, response, secure: rules.cookieSecure });
    await send(response, await handle(caller, documents), rules.cookieSecure);
  };
}

async function receive(
  { body }: Route,
  request: Request,
  response: Response,
  uploads: UploadRules,
): Promise<readonly ReceivedFile[]> {
  if (body === 'none' || body === 'json' || (typeof body === 'object' && 'envelope' in body)) return [];
  const received = await (typeof body === 'string'
    ? readDocuments(request, response, { ...uploads, files: body === 'document' ? 1 : MOST_FILES })
    : message(request, response, { ...body, budget: uploads.budget }));
  if (response.closed) received.release();
  else contextOf(response).releases.push(received.release);
  return received.files;
}

async function message(request: Request, response: Response, rules: Parameters<typeof readMessage>[2]): Promise<Received> {
  const collector = await readMessage(request, response, rules);
  return { files: [{ name: '', bytes: collector.bytes() }], release: collector.release };
}

function callerOf(
  { access }: Route,
  { request, response, secure }: { readonly request: Request; readonly response: Response; readonly secure: boolean },
): Caller {
  const { who, certificate } = contextOf(response);
  // A holder does as everybody what everybody may do: who he is is nobody's business then.
  const isEverybody = access === 'public' && who?.kind === 'holder';
  return {
    who,
    actor: who === null || isEverybody ? PUBLIC_ACTOR : who.actor,
    address: request.ip ?? 'unknown',
    cookie: readSessionCookie(request, secure),
    flow: readFlowCookie(request, secure),
    device: readDeviceCookie(request, secure),
    certificate,
  };
}

async function send(
  response: Response,
  { status, content, headers = {}, session, flow, device }: Answer,
  secure: boolean,
): Promise<void> {
  if (flow !== undefined) writeFlowCookie(response, flow, secure);
  if (session !== undefined) writeSessionCookie(response, session, secure);
  if (device !== undefined && device !== null) writeDeviceCookie(response, device, secure);
  response.status(status).set('Cache-Control', 'no-store').set(headers);
  switch (content?.kind) {
    case undefined:
      response.end();
      break;
    case 'json':
      response.json(content.value);
      break;
    case 'text':
      response.type(content.type).send(content.text);
      break;
    case 'bytes':
      response.type(content.type).send(bufferOf(content.bytes));
      break;
    case 'file':
      response.attachment(content.name).type(content.type).send(bufferOf(content.bytes));
      break;
    case 'stream':
      response.attachment(content.name).type(content.type);
      await sendPieces(response, content.chunks);
  }
}

/** Sends piece by piece, as fast as they are taken; who goes away in the middle ends the making of them. */
async function sendPieces(response: Response, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  try {
    await pipeline(Readable.from(chunks, { objectMode: false }), response);
  } catch (error) {
    if (!isYinzhengError(error)) response.destroy();
    else throw error;
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function otherMethod(group: readonly Route[]): RequestHandler {
  const allowed = [...new Set(group.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])))].join(
    ', ',
  );
  return (request, response) => {
    response.set('Allow', allowed);
    if (request.method !== 'OPTIONS') throw new YinzhengError('METHOD_NOT_ALLOWED', { allowed });
    response.status(204).end();
  };
}
