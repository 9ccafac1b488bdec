/** Which system calls, by what it sends with each request. */
import { fromHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { equalSecret } from '../../crypto/native/index.ts';
import type { Action } from '../../domain/access/index.ts';
import { clientActor, clientState, isKeyTaken, isScope, type ClientKey, type ClientRecord } from '../../domain/client/index.ts';
import { authenticateApiKey, type AuthenticatedSystem } from '../access/index.ts';
import { readApiKey, secretDigest } from '../access/secrets.ts';
import { readTransient } from '../transients/index.ts';
import { hasOrganisation } from './organisation.ts';
import { readToken, tokenId } from './issue-token.ts';
import type { OAuthDependencies } from './ports.ts';

/** What comes with a request besides its bearer credential. */
export interface Presented {
  /** Thumbprint of the certificate of the connection, as a trusted proxy tells it; null: none. */
  readonly thumbprint: string | null;
}

/**
 * The system of an access token `yt_…` or an API key `yz_…`, within its scopes and its quota.
 * @throws {YinzhengError} NOT_SIGNED_IN when it is unknown, over, or its system is not let in; RATE_LIMITED
 */
export async function authenticateBearer(
  deps: OAuthDependencies,
  text: string,
  presented: Presented,
): Promise<AuthenticatedSystem> {
  const token = readToken(text);
  if (token !== null) return byToken(deps, token, presented);
  const parts = readApiKey(text);
  const client = parts ? await deps.records.get('clients', parts.id) : null;
  if (!parts || !client) return byKeyOfBefore(deps, text);
  const digest = fromHex(secretDigest(parts.secret, deps.crypto));
  const key = client.keys.find(({ proof }) => proof.kind === 'secret' && equalSecret(fromHex(proof.digest), digest));
  return letIn(deps, client, { key, scopes: client.authorised?.scopes ?? [] });
}

/** An API key of no registered system has no quota of its own: it has that of an account. */
async function byKeyOfBefore(deps: OAuthDependencies, text: string): Promise<AuthenticatedSystem> {
  const system = await authenticateApiKey(deps, text);
  await deps.quota.take(`api-key/${system.actor.client}`, { perMinute: deps.sessionRules.perMinute, perDay: null });
  return system;
}

async function byToken(deps: OAuthDependencies, secret: string, { thumbprint }: Presented): Promise<AuthenticatedSystem> {
  const token = await readTransient(deps, tokenId(deps, secret), 'access-token');
  // A bound token is worth nothing to who does not have the certificate (RFC 8705 section 3).
  if (!token || (token.thumbprint !== null && token.thumbprint !== thumbprint)) throw new YinzhengError('NOT_SIGNED_IN');
  const client = await deps.records.get('clients', token.client);
  if (!client) throw new YinzhengError('NOT_SIGNED_IN');
  // What was authorised less since then is not in it any more.
  const scopes = token.scopes.filter(isScope).filter((scope) => client.authorised?.scopes.includes(scope));
  return letIn(deps, client, { key: client.keys.find(({ id }) => id === token.keyId), scopes });
}

/**
 * The system as an actor, when it and the key may be used now.
 * @throws {YinzhengError} NOT_SIGNED_IN, RATE_LIMITED
 */
export async function letIn(
  deps: Pick<OAuthDependencies, 'records' | 'clock' | 'quota'>,
  client: ClientRecord,
  { key, scopes }: { readonly key: ClientKey | undefined; readonly scopes: readonly Action[] },
): Promise<AuthenticatedSystem> {
  const now = deps.clock.now();
  if (!key || !isKeyTaken(key, now) || clientState(client, now) !== 'active' || client.authorised === null)
    throw new YinzhengError('NOT_SIGNED_IN');
  if (!(await hasOrganisation(deps, client))) throw new YinzhengError('NOT_SIGNED_IN');
  await deps.quota.take(`client/${client._id}`, client.authorised);
  return { kind: 'system', actor: clientActor(client, scopes), name: client.name };
}
