/** Access tokens by client credentials (RFC 6749 section 4.4). */
import { YinzhengError } from '../../base/errors/index.ts';
import { clientActor, isScope, type ClientKey, type ClientRecord } from '../../domain/client/index.ts';
import type { Action } from '../../domain/access/index.ts';
import { accessEvent } from '../access/event.ts';
import { newSecret, secretDigest } from '../access/secrets.ts';
import { transient } from '../transients/index.ts';
import { authenticateClient, type ShownProof } from './authenticate-client.ts';
import type { OAuthDependencies } from './ports.ts';

/** How long a token is good for, ms. */
export const TOKEN_LIFE = 600_000;
const PREFIX = 'yt_';

/** A request for a token. */
export interface TokenOrder extends ShownProof {
  readonly grantType: string;
  /** Scopes wanted, separated by spaces; null: all that are authorised. */
  readonly scope: string | null;
}

/** A token as given, for the one time that it is shown. */
export interface IssuedToken {
  readonly text: string;
  readonly scopes: readonly Action[];
  /** ms. */
  readonly life: number;
}

/**
 * Gives a system that proves itself a token for some of its scopes. The store keeps its digest.
 * @throws {YinzhengError} GRANT_UNSUPPORTED, CLIENT_REFUSED, SCOPE_REFUSED, RATE_LIMITED
 */
export async function issueToken(deps: OAuthDependencies, order: TokenOrder): Promise<IssuedToken> {
  if (order.grantType !== 'client_credentials') throw new YinzhengError('GRANT_UNSUPPORTED');
  const { client, key, method } = await authenticateClient(deps, order);
  const scopes = scopesOf(order.scope, (client.authorised ?? client.asked).scopes);
  const thumbprint = order.certificate?.thumbprint ?? null;
  const isOwn = client.keys.some(({ proof }) => proof.kind === 'certificate' && proof.thumbprint === thumbprint);
  const bound = isOwn || method === 'tls_client_auth';
  return giveToken(deps, client, { key, method, scopes, thumbprint: bound ? thumbprint : null });
}

/** Gives a system a token that it proved to deserve, within its quota. @throws {YinzhengError} RATE_LIMITED */
export async function giveToken(
  deps: OAuthDependencies,
  client: ClientRecord,
  by: {
    readonly key: ClientKey;
    readonly method: string;
    readonly scopes: readonly Action[];
    /** Of the certificate that it is bound to; null: none. */
    readonly thumbprint: string | null;
  },
): Promise<IssuedToken> {
  const { key, method, scopes, thumbprint } = by;
  await deps.quota.take(`client/${client._id}`, client.authorised ?? client.asked);
  const secret = newSecret(deps.random);
  const until = deps.clock.now() + TOKEN_LIFE;
  await deps.records.insert(
    'transients',
    transient(tokenId(deps, secret), until, {
      ...{ kind: 'access-token', client: client._id, scopes, keyId: key.id, thumbprint },
    }),
  );
  const facts = { method, keyId: key.id, scopes };
  const actor = clientActor(client, scopes);
  await deps.journal.record([accessEvent(deps, { kind: 'signed-in', subject: `clients/${client._id}`, actor, facts })]);
  return { text: `${PREFIX}${secret}`, scopes, life: TOKEN_LIFE };
}

/** The secret of a token's text, null when it is none. */
export function readToken(text: string): string | null {
  return /^yt_([0-9a-f]{64})$/.exec(text)?.[1] ?? null;
}

/** Id of the record of a token. */
export function tokenId({ crypto }: Pick<OAuthDependencies, 'crypto'>, secret: string): string {
  return `token:${secretDigest(secret, crypto)}`;
}

function scopesOf(asked: string | null, authorised: readonly Action[]): readonly Action[] {
  if (asked === null || asked === '') return authorised;
  const wanted = [...new Set(asked.split(' '))];
  const given = wanted.filter(isScope).filter((scope) => authorised.includes(scope));
  if (given.length < wanted.length) throw new YinzhengError('SCOPE_REFUSED');
  return given;
}
