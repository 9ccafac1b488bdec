/** Sealing again, with another seal, what was sealed with one whose key is in other hands. */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { currentEdition, type LicenceRecord } from '../../domain/licence/index.ts';
import { sealInUse } from '../../domain/seal/index.ts';
import { admitUse } from '../grants/index.ts';
import { complete, prepareFace } from '../licences/complete.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { findMaterial } from '../licences/material.ts';
import { newIntent, writeIntent } from '../licences/reserve.ts';
import { findSealInScope } from '../seals/find-seal.ts';
import { usableVersion } from '../seals/usable-version.ts';
import { refuseRevoked } from '../stamping/refuse-revoked.ts';
import type { SealCompromiseRecord } from '../storage/index.ts';

const ATTEMPTS = 5;

/**
 * Orders that every licence sealed with a compromised seal since then is sealed again with another one; it is done in the background, goes on
 * after a crash, and each licence gets a new file beside the old one. The other one may be the seal itself, when it was made again since.
 * @throws {YinzhengError} SEAL_NOT_FOUND, NOT_ALLOWED, SEAL_NOT_IN_USE of the other one, SEAL_STEP_REFUSED when no compromise was reported,
 * VERSION_CONFLICT
 */
export async function orderReseal(
  {
    records,
    journal,
    clock,
  }: Pick<LicenceDependencies, 'journal' | 'clock'> & { readonly records: LicenceDependencies['store']['records'] },
  actor: Actor,
  { seal, by, purpose }: { readonly seal: string; readonly by: string; readonly purpose: Purpose },
): Promise<SealCompromiseRecord> {
  const found = await findSealInScope(records, actor, { action: 'seal:stop', code: seal });
  const other = await records.get('seals', by);
  if (other?.owner !== found.owner) throw new YinzhengError('SEAL_NOT_FOUND');
  usableVersion(other, clock.now());
  for (let attempt = 1; ; attempt++) {
    const record = await records.get('seal-compromises', seal);
    if (!record)
      throw new YinzhengError('SEAL_STEP_REFUSED', {
        step: 'reseal',
        reason: bilingual('no compromise of it was reported', '该印章未报告密钥失控'),
      });
    if (record.reseal?.seal === by && !record.reseal.done) return record;
    const at = isoInstant(clock.now());
    const version = record.version + 1;
    const event: DomainEvent = {
      ...{ id: `seal-compromises/${seal}/${version}`, kind: 'seal-reseal-ordered', subject: `seals/${seal}` },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose, facts: { seal, by } },
    };
    const reseal = { seal: by, actor, purpose, after: '', resealed: 0, failed: [], done: false };
    const next = { ...record, version, reseal, work: true, outbox: [...record.outbox, event], pending: true };
    try {
      await records.replace('seal-compromises', next);
      journal.poke();
      return next;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= ATTEMPTS) throw error;
    }
  }
}

/**
 * Seals a published licence again with another seal, its newest edition, under a new stamping; one that is so already is left. Rejects as
 * issuing does, and with VERSION_CONFLICT when somebody else has the licence in hand.
 */
export async function resealLicence(
  deps: LicenceDependencies,
  licence: LicenceRecord,
  { seal: code, actor, purpose }: { readonly seal: string; readonly actor: Actor; readonly purpose: Purpose },
): Promise<'resealed' | 'so-already'> {
  // Its newest edition is about to be another one.
  if (licence.coming) throw new YinzhengError('VERSION_CONFLICT');
  const edition = currentEdition(licence);
  const stamped = await deps.store.records.get('stampings', edition.intent.stamping);
  const by = await deps.store.records.get('seals', code);
  // A seal that was made again has another key under the same code.
  const isIts = edition.intent.seal === code && edition.intent.sealVersion === (by && sealInUse(by)?.number);
  if (isIts && stamped?.state === 'done') return 'so-already';
  const found = await findMaterial(deps, {
    organisation: licence.issuer.code,
    type: licence.typeCode,
    at: deps.clock.now(),
    seal: code,
    made: edition,
  });
  const { seal, sealVersion } = found;
  await refuseRevoked(deps, { seal, version: sealVersion, actor, purpose });
  const asked = { seal: code, sealVersion: sealVersion.number, owner: seal.owner, kind: `licence:${licence.typeCode}` } as const;
  const { claim: use } = await admitUse({ ...deps, records: deps.store.records }, { ...asked, actor, purpose });
  const material = { ...found, use, by: { actor, purpose } };
  const renewed = { ...edition, intent: newIntent(deps, material) };
  const next = { ...licence, version: licence.version + 1, editions: [...licence.editions.slice(0, -1), renewed] };
  const prepared = await prepareFace(deps, next, material);
  await deps.store.records.replace('licences', next);
  await writeIntent(deps, next, material);
  await complete(deps, { licence: next, material, prepared });
  return 'resealed';
}
