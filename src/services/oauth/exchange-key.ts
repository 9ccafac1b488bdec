import { fromHex } from '../../base/bytes.ts';
import { equalSecret } from '../../crypto/native/index.ts';
import { clientActor, clientState, isKeyTaken } from '../../domain/client/index.ts';
import { accessEvent, PUBLIC_ACTOR } from '../access/event.ts';
import { readApiKey, secretDigest } from '../access/secrets.ts';
import { giveToken, type IssuedToken } from './issue-token.ts';
import { hasOrganisation } from './organisation.ts';
import type { OAuthDependencies } from './ports.ts';
import { clientNotLetIn } from './refusal.ts';

/**
 * A token for a registered system that shows its API key, so that the key itself need not go along with each question. A refusal is told to the journal.
 * @throws {YinzhengError} CLIENT_REFUSED, RATE_LIMITED
 */
export async function exchangeApiKey(
  deps: OAuthDependencies,
  { accessKey, clientId }: { readonly accessKey: string; readonly clientId: string | null },
): Promise<IssuedToken> {
  const parts = readApiKey(accessKey);
  const client = parts ? await deps.records.get('clients', parts.id) : null;
  const now = deps.clock.now();
  const digest = parts && fromHex(secretDigest(parts.secret, deps.crypto));
  const key = client?.keys.find(({ proof }) => proof.kind === 'secret' && digest && equalSecret(fromHex(proof.digest), digest));
  const stands =
    client && key && isKeyTaken(key, now) && clientState(client, now) === 'active' && (await hasOrganisation(deps, client));
  if (!client || !key || !stands || (clientId !== null && clientId !== client._id)) {
    const reason = client ? (key ? 'standing' : 'key') : 'unknown';
    const subject = client ? `clients/${client._id}` : 'clients';
    const actor = client && key ? clientActor(client, []) : PUBLIC_ACTOR;
    await deps.journal.record([accessEvent(deps, { kind: 'sign-in-refused', subject, actor, facts: { reason } })]);
    throw clientNotLetIn(reason);
  }
  const { scopes } = client.authorised ?? client.asked;
  return giveToken(deps, client, { key, method: 'api_key', scopes, thumbprint: null });
}
