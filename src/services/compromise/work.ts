/** The work that follows a compromise, done in the background: holders are noted, licences sealed again. It goes on where it was cut off. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { tellHolders } from '../inbox/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { MAX_PAGE, type NoticeRecord, type SealCompromiseRecord } from '../storage/index.ts';
import { resealLicence } from './reseal.ts';
import { stampedSince, type StampedSince } from './since.ts';

/** Stampings that are looked at before it is written down how far the work is. */
const PORTION = 25;
/** Licences that could not be sealed again are named up to this many. */
const MOST_NAMED = 1_000;

/** Does a portion of the work of every compromise; resolves to whether there is more. Rejects with STORE_UNAVAILABLE. */
export async function workOnCompromises(deps: LicenceDependencies): Promise<boolean> {
  const { records } = deps.store;
  let more = false;
  for (const record of await records.find('seal-compromises', { index: 'work', equals: true, limit: MAX_PAGE })) {
    const noting = record.noting.done ? record.noting : await note(deps, record);
    const reseal = record.reseal && !record.reseal.done ? await reseals(deps, record) : record.reseal;
    const work = !noting.done || (reseal !== null && !reseal.done);
    more ||= work;
    try {
      await records.replace('seal-compromises', { ...record, version: record.version + 1, noting, reseal, work });
    } catch (error) {
      // Another server was as fast, or the relay was: what was done is found done.
      if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
      more = true;
    }
  }
  return more;
}

async function note(deps: LicenceDependencies, record: SealCompromiseRecord): Promise<SealCompromiseRecord['noting']> {
  const { after, documents, holders } = record.noting;
  const order = { seal: record._id, since: Date.parse(record.since), after, limit: PORTION };
  const { items, next } = await stampedSince(deps.store.records, order);
  let noted = 0;
  for (const item of items) noted += await noteHolders(deps, record, item);
  return { after: next ?? after, documents: documents + items.length, holders: holders + noted, done: next === null };
}

/** One notice for each holder of a licence; the holder is named by the licence, not by the notice. */
async function noteHolders(
  { store, clock, engine }: LicenceDependencies,
  { _id: seal, since, reportedAt }: SealCompromiseRecord,
  { stamping, licence, evidence, recordedAt }: StampedSince,
): Promise<number> {
  if (!licence) return 0;
  const told = { kind: 'seal-compromised', at: reportedAt, cause: `seals/${seal}/compromise/${licence._id}` } as const;
  if (licence.state === 'published' && !licence.destroyed) await tellHolders({ store, crypto: engine.crypto }, licence, told);
  let noted = 0;
  for (const holder of licence.holders.keys()) {
    const notice: NoticeRecord = {
      ...{ _id: `${seal}/${stamping._id}/${holder}`, schema: 1, version: 1, kind: 'seal-compromised', seal, since },
      ...{ organisation: licence.issuer.code, licence: licence._id, holder, stamping: stamping._id, evidence },
      ...{ recordedAt, notedAt: isoInstant(clock.now()) },
    };
    try {
      await store.records.insert('notices', notice);
      noted++;
    } catch (error) {
      if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    }
  }
  return noted;
}

async function reseals(deps: LicenceDependencies, record: SealCompromiseRecord): Promise<SealCompromiseRecord['reseal']> {
  const { reseal } = record;
  if (!reseal) return null;
  const order = { seal: record._id, since: Date.parse(record.since), after: reseal.after, limit: PORTION };
  const { items, next } = await stampedSince(deps.store.records, order);
  let { resealed } = reseal;
  const failed = [...reseal.failed];
  for (const { licence } of items) {
    if (licence?.state !== 'published') continue;
    try {
      // As it is now: the portion may have been begun before.
      const current = (await deps.store.records.get('licences', licence._id)) ?? licence;
      if ((await resealLicence(deps, current, reseal)) === 'resealed') resealed++;
    } catch (error) {
      if (isYinzhengError(error, 'STORE_UNAVAILABLE', 'SIGNER_UNAVAILABLE', 'SERVICE_BUSY')) throw error;
      if (failed.length < MOST_NAMED && !failed.includes(licence._id)) failed.push(licence._id);
    }
  }
  return { ...reseal, after: next ?? reseal.after, resealed, failed, done: next === null };
}
