/** May this document of a batch be stamped now? The one place where a batch asks, before each document and again before its key is used. */
import { YinzhengError } from '../../../base/errors/index.ts';
import type { Instant } from '../../../base/time.ts';
import type { Action, Actor } from '../../../domain/access/index.ts';
import { clientState } from '../../../domain/client/index.ts';
import { rolesOf, stateOf } from '../../access/account.ts';
import type { LicenceDependencies } from '../../licences/ports.ts';
import { custodyKey } from '../../seals/usable-version.ts';
import type { RecordStore, StampBatchRecord } from '../../storage/index.ts';
import { findCertifier } from '../prepare.ts';
import type { SealUse } from '../intended.ts';
import { findSeal } from '../stamp.ts';
import type { StampOrder } from './model.ts';

/**
 * The seal that a document of a batch is to be stamped with, as it is at this moment: whoever began the batch must still be who he was then,
 * and the seal in use and its key in custody, and there must be a key to certify with where that is wanted.
 * @throws {YinzhengError} NOT_ALLOWED, SEAL_NOT_FOUND, SEAL_NOT_IN_USE, SEAL_CERTIFICATE_REVOKED, SEAL_USE_REFUSED, SEAL_KEY_ELSEWHERE,
 * DEMONSTRATION_REFUSED, SIGNATURE_KEY_MISSING, SIGNATURE_KEY_UNUSABLE
 */
export async function authoriseItem(
  deps: LicenceDependencies,
  { actor, approval, certifyAs: form }: Pick<StampBatchRecord, 'actor' | 'approval' | 'certifyAs'>,
  { seal, purpose, digest }: Pick<StampOrder, 'seal' | 'purpose'> & { readonly digest: string },
): Promise<Pick<SealUse, 'seal' | 'version' | 'signingTime' | 'claim' | 'approvers'>> {
  await refuseLeaver(deps.store.records, actor, { action: 'document:stamp', now: deps.clock.now() });
  const found = await findSeal(deps, actor, { code: seal, purpose, approval, digest });
  custodyKey(found.version);
  if (form !== undefined) await findCertifier(deps, { ...found, actor, form });
  return found;
}

/**
 * Refuses work in the name of a person who was locked out, left, or lost the role since, and of a system whose key was taken away.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function refuseLeaver(
  records: RecordStore,
  { person, client, capacity, organisation }: Actor,
  { action, now }: { readonly action: Action; readonly now: Instant },
): Promise<void> {
  if (person === null) {
    const [key, system] = await Promise.all([records.get('api-keys', client), records.get('clients', client)]);
    const isShut = key?.disabled === true || (system !== null && clientState(system, now) !== 'active');
    if (isShut) throw new YinzhengError('NOT_ALLOWED', { action });
    return;
  }
  const account = await records.get('accounts', person);
  const isThere =
    account !== null &&
    stateOf(account) === 'active' &&
    account.organisation === organisation &&
    rolesOf(account).some((role) => role === capacity);
  if (!isThere) throw new YinzhengError('NOT_ALLOWED', { action });
}
