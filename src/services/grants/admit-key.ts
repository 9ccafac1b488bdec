import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { KEY_SUBJECT, whyNotCovered, type GrantRecord, type UseKind } from '../../domain/grant/index.ts';
import { randomId } from '../licences/random.ts';
import { grantsOfSeal } from './find.ts';
import type { GrantDependencies, UseClaim } from './ports.ts';

/** A use of a key that signs documents without a seal. */
export interface KeyUseOrder {
  readonly keyId: string;
  readonly kind: UseKind;
  readonly actor: Actor;
  readonly purpose: Purpose | null;
}

/** Keys one after another in whose place the last is. */
const MOST_KEYS = 64;

/** The grants of a key that signs documents, and of those whose place it took, the latest key's first. Rejects with STORE_UNAVAILABLE. */
export async function grantsOfKey(
  records: Pick<GrantDependencies['records'], 'get' | 'find'>,
  keyId: string,
): Promise<readonly GrantRecord[]> {
  const grants: GrantRecord[] = [];
  let key: string | undefined = keyId;
  for (let step = 0; step < MOST_KEYS && key !== undefined; step++) {
    grants.push(...(await grantsOfSeal(records, `${KEY_SUBJECT}${key}`)));
    key = (await records.get('signature-keys', key))?.former;
  }
  return grants;
}

/**
 * The grant by which an actor may use a key that signs documents, as custody is told of it and checks it again. Denied where none covers the
 * use, and the journal is told of that.
 * @throws {YinzhengError} SEAL_USE_REFUSED
 */
export async function admitKeyUse(
  deps: Pick<GrantDependencies, 'records' | 'journal' | 'clock' | 'random'>,
  { keyId, kind, actor, purpose }: KeyUseOrder,
): Promise<UseClaim> {
  const grants = (await grantsOfKey(deps.records, keyId)).filter(({ state }) => state === 'in-force');
  const { person, organisation, client } = actor;
  const now = deps.clock.now();
  const asked = { kind, applicant: { person, organisation, client }, at: now };
  const covering = grants.filter((grant) => whyNotCovered(grant, { ...asked, seal: grant.seal }) === null);
  const grant = covering.find(({ uses }) => uses === null) ?? covering[0];
  if (grant) return { grant: grant._id, kind, person, organisation, client, approval: null, digest: null };
  const reason = bilingual('no grant of the key covers it', '没有该密钥的相应授权');
  const at = isoInstant(now);
  await deps.journal.record([
    {
      ...{ id: `signature-keys/${keyId}/refused/${randomId(deps.random)}`, kind: 'seal-use-refused' },
      ...{ subject: `signature-keys/${keyId}`, effectiveAt: at, recordedAt: at, actor, purpose },
      facts: { key: keyId, use: kind, reason: reason.en },
    },
  ]);
  throw new YinzhengError('SEAL_USE_REFUSED', { reason });
}
