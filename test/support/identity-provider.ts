/** A real OpenID provider (oidc-provider) that listens on this machine, and browsers that sign in at it. */
import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';
import request, { type Response } from 'supertest';
import type { OpenApp } from './http.ts';

/** People of the provider: claims by their subject. */
export type People = Record<string, Record<string, string>>;

/** What happens to the token response on its way: the provider is real, the tokens that it gives may be replaced. */
export type Altering = (idToken: string) => string | Promise<string>;

export interface IdentityServer {
  readonly issuer: string;
  readonly people: People;
  /** Who is signed in when the provider asks. */
  subject: string;
  altering: Altering | null;
  /** Keys that the provider publishes besides its own, as JWK. */
  readonly published: object[];
  /** What the answer of the provider says before it goes out; null: as it is. */
  status: number | null;
  /** Signs claims with the provider's own key. */
  sign(claims: Record<string, unknown>, header?: { readonly alg?: string; readonly typ?: string }): Promise<string>;
  readonly key: KeyObject;
  close(): Promise<void>;
}

export const CLIENT_ID = 'yinzheng';
export const CLIENT_SECRET = randomBytes(24).toString('hex');
const KEY_ID = 'provider-key';
const TOKEN_PATH = '/token';
const KEYS_PATH = '/jwks';

/** Opens a provider with one client, which comes back to `redirectUri`. */
export async function openIdentityServer({
  redirectUri,
  afterSignOut,
}: {
  readonly redirectUri: string;
  readonly afterSignOut: string;
}): Promise<IdentityServer> {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people: People = {};
  const provider = new Provider(issuer, configurationOf({ people, key, redirectUri, afterSignOut }));
  const handle = provider.callback();
  const opened: IdentityServer = {
    ...{ issuer, people, subject: '', altering: null, status: null, key, published: [] },
    sign: (claims, header = {}) => new SignJWT(claims).setProtectedHeader({ kid: KEY_ID, alg: 'RS256', ...header }).sign(key),
    close: () => closeServer(server),
  };
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    void answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  return opened;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (opened.status !== null) {
      outgoing.writeHead(opened.status).end('x');
      return;
    }
    if (incoming.url?.startsWith('/interaction/')) {
      const result = { login: { accountId: opened.subject } };
      await provider.interactionFinished(incoming, outgoing, result, { mergeWithLastSubmission: false });
      return;
    }
    const { altering: alter, published } = opened;
    if (incoming.url === TOKEN_PATH && alter)
      alterResponse(outgoing, async (told) => ({ ...told, id_token: await alter(String(told['id_token'])) }));
    if (incoming.url === KEYS_PATH && published.length > 0)
      alterResponse(outgoing, (told) => ({ ...told, keys: [...(told['keys'] as object[]), ...published] }));
    await handle(incoming, outgoing);
  }
}

function configurationOf({
  people,
  key,
  redirectUri,
  afterSignOut,
}: {
  readonly people: People;
  readonly key: KeyObject;
  readonly redirectUri: string;
  readonly afterSignOut: string;
}): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [afterSignOut],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [{ ...key.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'id_no', 'uscc', 'org_name', 'level'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    loadExistingGrant: async (context) => {
      const { client, session, provider } = context.oidc;
      const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  };
}

type Answer = Record<string, unknown>;

/** Replaces what a JSON response has. */
function alterResponse(outgoing: ServerResponse, alter: (told: Answer) => Answer | Promise<Answer>): void {
  const end = outgoing.end.bind(outgoing);
  outgoing.end = ((body: unknown) => {
    void Promise.resolve(alter(JSON.parse(String(body)) as Answer)).then((answer) => {
      const text = JSON.stringify(answer);
      outgoing.setHeader('Content-Length', Buffer.byteLength(text));
      end(text);
    });
    return outgoing;
  }) as typeof outgoing.end;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** A browser at the point where the provider sends it back. */
export interface ComingBack {
  /** Path and query at this service. */
  readonly path: string;
  /** Cookie of the sign-in under way. */
  readonly cookie: string;
}

/** Begins to sign in, and goes through the provider until it sends the browser back. */
export async function throughProvider(app: OpenApp, name: string): Promise<ComingBack> {
  const begun = await request(app.server).get(`/oidc/${name}/sign-in`).expect(303);
  const cookie = (begun.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '';
  const jar = new Map<string, string>();
  let location = begun.get('Location') ?? '';
  for (let hop = 0; hop < 8 && location.startsWith('http://127.0.0.1'); hop++) {
    const answer = await fetch(location, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([key, value]) => `${key}=${value}`).join('; ') },
    });
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const split = pair.indexOf('=');
      jar.set(pair.slice(0, split), pair.slice(split + 1));
    }
    location = new URL(answer.headers.get('location') ?? 'about:blank', location).href;
  }
  const back = new URL(location);
  assert.equal(back.protocol, 'https:', location);
  return { path: `${back.pathname}${back.search}`, cookie };
}

/** Comes back to this service with what the provider said. */
export function comeBack(app: OpenApp, { path, cookie }: ComingBack): Promise<Response> {
  return Promise.resolve(request(app.server).get(path).set('Cookie', cookie));
}

/** The session cookie that an answer sets. */
export function sessionCookie(response: Response): string {
  const set = (response.get('Set-Cookie') ?? []).find((value) => value.startsWith('yinzheng=')) ?? '';
  return set.split(';')[0] ?? '';
}
