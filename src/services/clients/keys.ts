/** Keys of systems: several at once with terms of their own, so that they are changed without a gap. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { ClientKey, ClientRecord } from '../../domain/client/index.ts';
import { writeApiKey } from '../access/secrets.ts';
import type { ClientDependencies } from './ports.ts';
import { readProof, type GivenProof } from './proof.ts';
import { clientInvalid } from './terms.ts';
import { changeClientRecord, type ClientOrder } from './write.ts';

/** Keys of one system, ended ones too: their names are not given again. */
const MOST_KEYS = 100;
/** Keys that have not ended. */
const MOST_IN_USE = 10;

/** A key to be added. */
export interface NewClientKey extends ClientOrder {
  readonly given: GivenProof;
  /** `kid`; made from the key when absent. */
  readonly keyId?: string | undefined;
  /** ms; now, and no end or that of the certificate, when absent. */
  readonly from?: Instant | undefined;
  readonly until?: Instant | undefined;
}

/** A key as added; `secret` is the text of an API key, shown once and kept nowhere. */
export interface AddedClientKey {
  readonly client: ClientRecord;
  readonly key: ClientKey;
  readonly secret: string | null;
}

/**
 * Adds a key; it is taken when a security administrator has authorised it.
 * @throws {YinzhengError} NOT_ALLOWED, CLIENT_NOT_FOUND, CLIENT_CHANGE_REFUSED, CLIENT_INVALID, VERSION_CONFLICT
 */
export async function addClientKey(deps: ClientDependencies, actor: Actor, order: NewClientKey): Promise<AddedClientKey> {
  const { proof, name, secret, notAfter } = readProof(deps, order.given);
  const now = deps.clock.now();
  const from = order.from ?? now;
  const until = order.until ?? notAfter;
  if (until !== null && (until <= from || until <= now)) throw clientInvalid(bilingual('its term is over', '密钥期限已过'));
  if (notAfter !== null && until !== null && until > notAfter)
    throw clientInvalid(bilingual('its term goes beyond the certificate', '密钥期限超出证书有效期'));
  if (proof.kind === 'certificate') await refuseShared(deps, order.id, { index: 'thumbprint', equals: proof.thumbprint });
  if (proof.kind === 'tls-subject') await refuseShared(deps, order.id, { index: 'tlsSubject', equals: proof.subject });
  const key: ClientKey = {
    ...{ id: order.keyId ?? name, proof, from: isoInstant(from), until: until === null ? null : isoInstant(until) },
    ...{ addedAt: isoInstant(now), authorisedAt: null, endedAt: null },
  };
  const client = await changeClientRecord(deps, { actor, action: 'client:manage', order }, ({ keys }) => {
    if (keys.some(({ id }) => id === key.id))
      throw clientInvalid(bilingual('the system has, or had, a key of this name', '该系统已有或曾有同名密钥'));
    if (keys.length >= MOST_KEYS || keys.filter(({ endedAt }) => endedAt === null).length >= MOST_IN_USE)
      throw clientInvalid(bilingual('the system has too many keys', '该系统的密钥过多'));
    const facts = { keyId: key.id, kind: proof.kind, keyFrom: key.from, keyUntil: key.until };
    return { fields: { keys: [...keys, key] }, event: { kind: 'client-key-added', facts } };
  });
  return { client, key, secret: secret === null ? null : writeApiKey(client._id, secret) };
}

/**
 * Ends a key at once; what was had by it ends too.
 * @throws {YinzhengError} NOT_ALLOWED, CLIENT_NOT_FOUND, CLIENT_KEY_NOT_FOUND, CLIENT_CHANGE_REFUSED, VERSION_CONFLICT
 */
export async function endClientKey(
  deps: ClientDependencies,
  actor: Actor,
  order: ClientOrder & { readonly keyId: string },
): Promise<ClientRecord> {
  const endedAt = isoInstant(deps.clock.now());
  return changeClientRecord(deps, { actor, action: 'client:manage', order }, ({ keys }) => {
    const found = keys.find(({ id }) => id === order.keyId);
    if (!found) throw new YinzhengError('CLIENT_KEY_NOT_FOUND');
    if (found.endedAt !== null) return null;
    return {
      fields: { keys: keys.map((key) => (key === found ? { ...key, endedAt } : key)) },
      event: { kind: 'client-key-ended', facts: { keyId: found.id } },
    };
  });
}

/** A certificate says who calls: it belongs to one system. */
async function refuseShared(
  { records }: Pick<ClientDependencies, 'records'>,
  id: string,
  which: { readonly index: 'thumbprint' | 'tlsSubject'; readonly equals: string },
): Promise<void> {
  const others = await records.find('clients', { ...which, limit: 100 });
  if (others.some(({ _id, closedAt }) => _id !== id && closedAt === undefined))
    throw clientInvalid(bilingual('another system has this certificate', '该证书已登记于其他系统'));
}
