/** Who asks for a token: a system proves itself by an assertion that it signs (RFC 7523), or by its certificate (RFC 8705). */
import { fromBase64, toHex, utf8 } from '../../base/bytes.ts';
import { clientActor, clientState, isKeyTaken, type ClientKey, type ClientRecord } from '../../domain/client/index.ts';
import { accessEvent, PUBLIC_ACTOR } from '../access/event.ts';
import { claimOnce } from '../transients/index.ts';
import { hasOrganisation } from './organisation.ts';
import { judgeAssertion } from './assertion.ts';
import { readJws, verifyJws, type ReadJws } from './jws.ts';
import type { SetKey } from './key-set.ts';
import type { OAuthDependencies } from './ports.ts';
import { provenSubjects, type PresentedCertificate } from './tls-subject.ts';
import { clientNotLetIn, type RefusalReason } from './refusal.ts';

/** What a system shows. */
export interface ShownProof {
  /** Claimed id; null: that in the assertion. */
  readonly clientId: string | null;
  /** Signed JWT; null: none. */
  readonly assertion: string | null;
  /** Certificate of the connection, as a trusted proxy tells it; null: none. */
  readonly certificate: PresentedCertificate | null;
}

/** A system that proved itself, and by which key. */
export interface ProvedClient {
  readonly client: ClientRecord;
  readonly key: ClientKey;
  readonly method: 'private_key_jwt' | 'self_signed_tls_client_auth' | 'tls_client_auth';
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
  const found = jws ? await byAssertion(deps, client, { jws, taken }) : await byCertificate(deps, taken, shown.certificate);
  if (typeof found === 'string') throw await refused(deps, client, found);
  const ofCertificate = found.proof.kind === 'tls-subject' ? 'tls_client_auth' : 'self_signed_tls_client_auth';
  return { client, key: found, method: jws ? 'private_key_jwt' : ofCertificate };
}

async function byAssertion(
  deps: OAuthDependencies,
  { _id: clientId }: ClientRecord,
  { jws, taken }: { readonly jws: ReadJws; readonly taken: readonly ClientKey[] },
): Promise<ClientKey | RefusalReason> {
  // Keys that the system publishes have names of their own.
  const candidates = taken.filter(({ id, proof }) => jws.keyId === null || proof.kind === 'key-set' || id === jws.keyId);
  if (candidates.length === 0) return 'key';
  const key = await signerOf(deps, jws, candidates);
  if (typeof key === 'string') return key;
  const facts = judgeAssertion(jws.claims, { clientId, now: deps.clock.now(), issuer: deps.issuer });
  if (typeof facts === 'string') return facts;
  const value = toHex(deps.crypto.digest('sm3', utf8(`assertion\n${clientId}\n${facts.identifier}`)));
  return (await claimOnce(deps, { value, until: facts.over })) ? key : 'replayed';
}

async function signerOf(
  deps: OAuthDependencies,
  jws: ReadJws,
  keys: readonly ClientKey[],
): Promise<ClientKey | 'signature' | 'key-set'> {
  let isMissing = false;
  // What is here is looked at before anything is fetched.
  for (const key of [...keys].sort((left, right) => Number(isSet(left)) - Number(isSet(right)))) {
    const published = await keysOf(deps, key, jws);
    if (published === null) isMissing = true;
    for (const one of published ?? []) if (await verifyJws(deps.crypto, jws, one)) return key;
  }
  return isMissing ? 'key-set' : 'signature';
}

function isSet({ proof }: ClientKey): boolean {
  return proof.kind === 'key-set';
}

/** The public keys that a key of a system stands for; null where they cannot be had. */
async function keysOf(
  { keySets }: OAuthDependencies,
  { proof }: ClientKey,
  { keyId, algorithm }: ReadJws,
): Promise<readonly Pick<SetKey, 'keyType' | 'spki'>[] | null> {
  switch (proof.kind) {
    case 'public-key':
    case 'certificate':
      return [{ keyType: proof.keyType, spki: fromBase64(proof.publicKey) }];
    case 'key-set': {
      const keys = (await keySets?.find(proof.url, keyId)) ?? null;
      return keys && keys.filter((key) => key.algorithm === null || key.algorithm === algorithm);
    }
    default:
      return [];
  }
}

async function byCertificate(
  deps: OAuthDependencies,
  taken: readonly ClientKey[],
  presented: PresentedCertificate | null,
): Promise<ClientKey | RefusalReason> {
  if (!presented) return 'key';
  const own = taken.find(({ proof }) => proof.kind === 'certificate' && proof.thumbprint === presented.thumbprint);
  if (own) return own;
  if (!taken.some(({ proof }) => proof.kind === 'tls-subject')) return 'key';
  const names = await provenSubjects(deps, presented);
  return taken.find(({ proof }) => proof.kind === 'tls-subject' && names.includes(proof.subject)) ?? 'key';
}

async function refused(deps: OAuthDependencies, client: ClientRecord | null, reason: RefusalReason) {
  const subject = client ? `clients/${client._id}` : 'clients';
  // Who does not prove to be the system does not act as it.
  const proved = client && ['issuer', 'audience', 'expired', 'early', 'identifier', 'replayed'].includes(reason);
  const actor = proved ? clientActor(client, []) : PUBLIC_ACTOR;
  await deps.journal.record([accessEvent(deps, { kind: 'sign-in-refused', subject, actor, facts: { reason } })]);
  return clientNotLetIn(reason);
}
