import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { currentEdition, type LicenceRecord } from '../../domain/licence/index.ts';
import { abandon, failStamping } from './abandon.ts';
import { complete } from './complete.ts';
import type { LicenceDependencies } from './ports.ts';
import { findMaterial, intendedStamping } from './reserve.ts';
import { randomId } from './random.ts';

const PAGE = 100;

/** What a settlement did. */
export interface Settlement {
  readonly completed: number;
  readonly abandoned: number;
  readonly unknownStampings: number;
}

/**
 * Settles what a crash left: stampings without a result become `outcome-unknown`, reserved licences are made again under a new
 * stamping, or abandoned when they can no longer be made. Run before the service answers.
 */
export async function settleReservations(deps: LicenceDependencies): Promise<Settlement> {
  const { records } = deps.store;
  let completed = 0;
  let abandoned = 0;
  let unknownStampings = 0;
  for (;;) {
    const intended = await records.find('stampings', { index: 'state', equals: 'intended', limit: PAGE });
    for (const stamping of intended) await failStamping(deps, stamping._id, 'OUTCOME_UNKNOWN');
    unknownStampings += intended.length;
    if (intended.length < PAGE) break;
  }
  for (;;) {
    const reserved = await records.find('licences', { index: 'state', equals: 'reserved', limit: PAGE });
    for (const licence of reserved) {
      if (await settleReservation(deps, licence)) completed++;
      else abandoned++;
    }
    if (reserved.length < PAGE) break;
  }
  return { completed, abandoned, unknownStampings };
}

/** Makes one reserved licence again under a new stamping; false when it had to be abandoned. */
export async function settleReservation(deps: LicenceDependencies, licence: LicenceRecord): Promise<boolean> {
  const { records } = deps.store;
  const now = deps.clock.now();
  let current = licence;
  try {
    await failStamping(deps, currentEdition(licence).intent.stamping, 'OUTCOME_UNKNOWN');
    const material = await findMaterial(deps, licence.issuer.code, licence.typeCode, now);
    const edition = currentEdition(licence);
    const renewed = {
      ...edition,
      intent: {
        stamping: randomId(deps.random),
        seal: material.seal._id,
        sealVersion: material.sealVersion.number,
        signingTime: isoInstant(Math.floor(now / 1000) * 1000),
      },
    };
    current = { ...licence, version: licence.version + 1, editions: [...licence.editions.slice(0, -1), renewed] };
    await claimAgain(deps, current);
    await records.replace('licences', current);
    await records.insert(
      'stampings',
      intendedStamping({ licence: current, edition: renewed, organisation: material.seal.owner, recordedAt: isoInstant(now) }),
    );
    await complete(deps, current, material);
    return true;
  } catch (error) {
    if (!isYinzhengError(error) || error.code === 'STORE_UNAVAILABLE') throw error;
    await abandon(deps, {
      caseKey: licence.caseKey,
      licence: (await records.get('licences', licence._id)) ?? current,
      failure: error.code,
    });
    return false;
  }
}

/** The crash may have come between the licence and its claims. */
async function claimAgain(deps: LicenceDependencies, licence: LicenceRecord): Promise<void> {
  const { identifier, verificationCode } = currentEdition(licence);
  for (const value of [`identifier:${identifier}`, `code:${verificationCode}`]) {
    const claim = await deps.store.records.get('claims', value);
    if (!claim) {
      await deps.store.records.insert('claims', {
        _id: value,
        schema: 1,
        version: 1,
        owner: licence._id,
        claimedAt: isoInstant(deps.clock.now()),
      });
    }
  }
}
