/** Who asks for a token: a system proves itself by an assertion that it signs (RFC 7523), or by its certificate (RFC 8705). */
import { fromBase64, toHex, utf8 } from '../../base/bytes.ts';
import { clientActor, clientState, isKeyTaken, type ClientKey, type ClientRecord } from '../../domain/client/index.ts';
import { accessEvent, PUBLIC_ACTOR } from '../access/event.ts';
import { claimOnce } from '../transients/index.ts';
import { hasOrganisation } from './organisation.ts';
import { judgeAssertion } from './assertion.ts';
import { readJws, verifyJws, type ReadJws } from './jws.ts';
import type { OAuthDependencies } from './ports.ts';
import { clientNotLetIn, type RefusalReason } from './refusal.ts';

/** What a system shows. */
export interface ShownProof {
  /** Claimed id; null: that in the assertion. */
  readonly clientId: string | null;
  /** Signed JWT; null: none. */
  readonly assertion: string | null;
  /** Thumbprint of the certificate of the connection (`x5t#S256`), as a trusted proxy tells it; null: none. */
  readonly thumbprint: string | null;
}

/** A system that proved itself, and by which key. */
export interface ProvedClient {
  readonly client: ClientRecord;
  readonly key: ClientKey;
  readonly method: 'private_key_jwt' | 'self_signed_tls_client_auth';
}

/**
 * Lets a system prove itself. A refusal is told to the journal with its reason, and to the caller as far as he proved to be somebody.
 * @throws {YinzhengError} CLIENT_REFUSED
 */
export async function authenticateClient(deps: OAuthDependencies, shown: ShownProof): Promise<ProvedClient> {
  const jws = shown.assertion === null ? null : readJws(shown.assertion);
  if (shown.assertion !== null && !jws) throw await refused(deps, null, 'malformed');
  const claimed = shown.clientId ?? (typeof jws?.claims['sub'] === 'string' ? jws.claims['sub'] : '');
  const client = /^[0-9a-f]{16}$/.test(claimed) ? await deps.records.get('clients', claimed) : null;
  if (!client) throw await refused(deps, null, 'unknown');
  const now = deps.clock.now();
  if (clientState(client, now) !== 'active' || !(await hasOrganisation(deps, client)))
    throw await refused(deps, client, 'standing');
  const taken = client.keys.filter((key) => isKeyTaken(key, now));
  const found = jws ? await byAssertion(deps, client, { jws, taken }) : byCertificate(taken, shown.thumbprint);
  if (typeof found === 'string') throw await refused(deps, client, found);
  return { client, key: found, method: jws ? 'private_key_jwt' : 'self_signed_tls_client_auth' };
}

async function byAssertion(
  deps: OAuthDependencies,
  { _id: clientId }: ClientRecord,
  { jws, taken }: { readonly jws: ReadJws; readonly taken: readonly ClientKey[] },
): Promise<ClientKey | RefusalReason> {
  const candidates = jws.keyId === null ? taken : taken.filter(({ id }) => id === jws.keyId);
  if (candidates.length === 0) return 'key';
  const key = await signerOf(deps, jws, candidates);
  if (!key) return 'signature';
  const facts = judgeAssertion(jws.claims, { clientId, now: deps.clock.now(), issuer: deps.issuer });
  if (typeof facts === 'string') return facts;
  const value = toHex(deps.crypto.digest('sm3', utf8(`assertion\n${clientId}\n${facts.identifier}`)));
  return (await claimOnce(deps, { value, until: facts.over })) ? key : 'replayed';
}

async function signerOf(deps: OAuthDependencies, jws: ReadJws, keys: readonly ClientKey[]): Promise<ClientKey | null> {
  for (const key of keys) {
    const { proof } = key;
    if (proof.kind === 'secret') continue;
    if (await verifyJws(deps.crypto, jws, { keyType: proof.keyType, spki: fromBase64(proof.publicKey) })) return key;
  }
  return null;
}

function byCertificate(taken: readonly ClientKey[], thumbprint: string | null): ClientKey | RefusalReason {
  const key = taken.find(({ proof }) => proof.kind === 'certificate' && proof.thumbprint === thumbprint);
  return key ?? 'key';
}

async function refused(deps: OAuthDependencies, client: ClientRecord | null, reason: RefusalReason) {
  const subject = client ? `clients/${client._id}` : 'clients';
  // Who does not prove to be the system does not act as it.
  const proved = client && ['issuer', 'audience', 'expired', 'early', 'identifier', 'replayed'].includes(reason);
  const actor = proved ? clientActor(client, []) : PUBLIC_ACTOR;
  await deps.journal.record([accessEvent(deps, { kind: 'sign-in-refused', subject, actor, facts: { reason } })]);
  return clientNotLetIn(reason);
}
