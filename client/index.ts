/**
 * A typed client of the HTTP interface, for Node.js and browsers: paths, parameters, bodies and answers are those of the OpenAPI
 * description, checked when a program is compiled. `npm run client` makes the types.
 *
 *     const client = createClient('https://licence.example', { token: 'yz_…' });
 *     const types = await answerOf(client.GET('/api/v1/licence-types'));
 */
import createFetchClient, { type Client as FetchClient, type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema.ts';

/** Calls of every path, by method: `client.POST('/api/v1/licences', { body })`. */
export type Client = FetchClient<paths>;

/** Problem details (RFC 9457) in two languages. */
export type Problem = components['schemas']['Problem'];

/** How a client proves who asks: a system by an API key or access token, or by one had for each request; a person by a session. */
export type Credentials =
  { readonly token: string | (() => Promise<string>) } | { readonly cookie: string; readonly csrfToken: string } | null;

/** What a server answers instead of what was asked for. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detailEn}`);
    this.problem = problem;
  }
}

/** A client of the server at an address, such as `https://licence.example`. */
export function createClient(baseUrl: string, credentials: Credentials = null): Client {
  const client = createFetchClient<paths>({ baseUrl });
  if (credentials) client.use(proof(credentials));
  return client;
}

/**
 * Signs a person in and gives a client of the session. Where a password has to be changed or a second factor is asked for, further calls
 * are refused with a problem that says so.
 * @throws {ProblemError} what the server answers
 */
export async function signIn(baseUrl: string, userName: string, password: string): Promise<Client> {
  const { data, error, response } = await createClient(baseUrl).POST('/api/v1/session', { body: { userName, password } });
  if (!data) throw new ProblemError(error);
  const cookie = response.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '');
  return createClient(baseUrl, { cookie: cookie.join('; '), csrfToken: data.csrfToken ?? '' });
}

/**
 * The body of an answer.
 * @throws {ProblemError} where the server answers with a problem
 */
export async function answerOf<T>(
  call: Promise<{ readonly data?: T; readonly error?: unknown; readonly response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ProblemError(error as Problem);
  return data as T;
}

function proof(credentials: NonNullable<Credentials>): Middleware {
  return {
    async onRequest({ request }) {
      if ('token' in credentials) {
        const { token } = credentials;
        request.headers.set('authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
      } else {
        request.headers.set('cookie', credentials.cookie);
        request.headers.set('x-csrf-token', credentials.csrfToken);
      }
      return request;
    },
  };
}
