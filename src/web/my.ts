/** What a holder who is signed in asks of the server, with his session. */
import { problemOf, ProblemError } from './problem.ts';

/** Who is signed in. */
export interface Session {
  readonly kind: string;
  readonly name: string;
  readonly csrfToken: string | null;
}

/** A licence of the holder in a list. */
export interface MyLicence {
  readonly identifier: string;
  readonly typeName: string;
  readonly issuer: { readonly name: string };
  readonly validFrom: string;
  readonly validTo: string;
  readonly status: { readonly value: string };
  readonly demonstration: boolean;
}

/** A code that is shown. */
export interface Showing {
  readonly id: string;
  readonly digits: string;
  readonly expiresAt: string;
  readonly qr: string;
  readonly state: string;
}

/** A use of a licence. */
export interface Use {
  readonly id: string;
  readonly at: string;
  readonly user: { readonly kind: string; readonly organisation: string | null };
  readonly purpose: { readonly item: string; readonly cause: string } | null;
  readonly licence: { readonly typeName: string } | null;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
}

const API = '/api/v1';

/** Where a holder signs in. */
export const SIGN_IN = '/oidc/holders/sign-in';

/** The session of the browser, null where nobody is signed in or it is no holder. Rejects with ProblemError. */
export async function readSession(): Promise<Session | null> {
  try {
    const session = await call<Session>('GET', '/session', null);
    return session.kind === 'holder' ? session : null;
  } catch (error) {
    if (error instanceof ProblemError && ['NOT_SIGNED_IN', 'ROUTE_NOT_FOUND'].includes(error.problem.code ?? '')) return null;
    throw error;
  }
}

/** What the page asks in a session; everything rejects with ProblemError. */
export interface My {
  licences(cursor: string | null): Promise<Page<MyLicence>>;
  /** Names of the face fields of a licence. */
  fields(identifier: string): Promise<readonly string[]>;
  /** When the presentation password was chosen; null before. */
  password(): Promise<string | null>;
  choosePassword(next: string): Promise<void>;
  show(order: { readonly identifier: string; readonly fields: readonly string[]; readonly password: string }): Promise<Showing>;
  /** How what is shown stands now. */
  showing(id: string): Promise<string>;
  withdraw(id: string): Promise<void>;
  uses(): Promise<Page<Use>>;
  signOut(): Promise<void>;
}

/** The questions of a session. */
export function mine({ csrfToken }: Session): My {
  const get = <T>(path: string): Promise<T> => call<T>('GET', path, csrfToken);
  const post = <T>(path: string, body: object): Promise<T> => call<T>('POST', path, csrfToken, body);
  return {
    licences: (cursor) => get(`/my/licences?limit=50${cursor === null ? '' : `&cursor=${cursor}`}`),
    fields: async (identifier) => {
      const { fields } = await get<{ readonly fields: Readonly<Record<string, string>> }>(`/my/licences/${identifier}`);
      return Object.keys(fields);
    },
    password: async () => (await get<{ readonly setAt: string | null }>('/my/presentation-password')).setAt,
    choosePassword: async (next) => {
      await post('/my/presentation-password', { next });
    },
    show: (order) => post('/my/presentations', order),
    showing: async (id) => {
      const { items } = await get<Page<Showing>>('/my/presentations');
      return items.find((item) => item.id === id)?.state ?? 'over';
    },
    withdraw: async (id) => {
      await call('DELETE', `/my/presentations/${id}`, csrfToken);
    },
    uses: () => get('/my/uses'),
    signOut: async () => {
      await call('DELETE', '/session', csrfToken);
    },
  };
}

async function call<T>(method: string, path: string, csrfToken: string | null, body?: object): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`${API}${path}`, {
      ...{ method, credentials: 'same-origin', cache: 'no-store' },
      headers: {
        Accept: 'application/json',
        ...(body && { 'Content-Type': 'application/json' }),
        ...(csrfToken !== null && method !== 'GET' && { 'X-CSRF-Token': csrfToken }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ProblemError('offline');
  }
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}
