/** The feed of changes, made from the journal: what it tells of licences becomes a change, under the number of its entry. */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { JournalEntry } from '../../domain/journal/index.ts';
import { currentEdition } from '../../domain/licence/index.ts';
import type { SharingChange } from '../../domain/sharing/index.ts';
import type { LicenceChangeRecord, Store } from '../storage/index.ts';
import { changeId, feedPlace } from './feed.ts';
import { CHANGES_PLACE } from './place.ts';

const PAGE = 500;
/** Pages of one round: others want to read too. */
const MOST_PAGES = 100;
const LICENCE = /^licences\/(.+)$/;

const CHANGE_OF: Readonly<Record<string, SharingChange>> = {
  'licence-issued': 'issued',
  'licence-edition-issued': 'issued',
  'licence-status-changed': 'status-changed',
  'licence-resealed': 'resealed',
  'licence-destroyed': 'destroyed',
  'directory-error-resolved': 'reported-again',
};

/**
 * Brings what is new in the journal into the feed; resolves to the number of changes. Several servers may do so at once: what each writes is the
 * same, and nobody moves the place beyond what is there. Rejects with STORE_UNAVAILABLE; the next round goes on.
 */
export async function followChanges({ records, journal }: Pick<Store, 'records' | 'journal'>): Promise<number> {
  let found = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const place = await feedPlace(records);
    const entries = await journal.read(place + 1, PAGE);
    const last = entries.at(-1);
    if (!last) break;
    for (const entry of entries) {
      const change = await changeOf(records, entry);
      if (!change) continue;
      found++;
      try {
        await records.insert('licence-changes', change);
      } catch (error) {
        if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
      }
    }
    await moveOn(records, last.sequence);
    if (entries.length < PAGE) break;
  }
  return found;
}

async function changeOf(records: Store['records'], { sequence, event }: JournalEntry): Promise<LicenceChangeRecord | null> {
  const change = CHANGE_OF[event.kind];
  const told = event.kind === 'directory-error-resolved' ? String(event.facts['licence']) : LICENCE.exec(event.subject)?.[1];
  if (change === undefined || told === undefined) return null;
  const licence = await records.get('licences', told);
  if (!licence) return null;
  const { identifier } = event.facts;
  const edition = licence.editions.find((one) => one.identifier === identifier) ?? currentEdition(licence);
  return {
    ...{ _id: changeId(sequence), schema: 1, version: 1, change, licence: told },
    ...{ identifier: edition.identifier, edition: edition.number, typeCode: licence.typeCode, issuer: licence.issuer.code },
    ...{ effectiveAt: event.effectiveAt, recordedAt: event.recordedAt },
  };
}

/** Says how far the feed goes, unless another server is further. */
async function moveOn(records: Store['records'], sequence: number): Promise<void> {
  const known = await records.get('settings', CHANGES_PLACE);
  if (Number(known?.value['sequence'] ?? 0) >= sequence) return;
  const record = { _id: CHANGES_PLACE, schema: 1, version: (known?.version ?? 0) + 1, value: { sequence } } as const;
  try {
    await (known ? records.replace('settings', record) : records.insert('settings', record));
  } catch (error) {
    // Another server was first; it went as far, or will.
    if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) throw error;
  }
}
