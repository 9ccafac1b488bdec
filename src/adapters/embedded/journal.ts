/** The journal in lmdb: JSON under its sequence, and the ids of its events. */
import type { Transaction } from 'lmdb';
import { YinzhengError } from '../../base/errors/index.ts';
import { EMPTY_HEAD, type JournalEntry, type JournalHead } from '../../domain/journal/index.ts';
import { checkRecordId, isRecordId, MAX_APPEND_BYTES, pageLimit, type JournalStore } from '../../services/storage/index.ts';
import type { Environment } from './environment.ts';
import { sequenceKey, sequenceOf } from './keys.ts';
import { parseStored, reading } from './reading.ts';
import type { Writer } from './writer.ts';

/** Reads of the journal, of the newest state or of a read transaction. */
export function createJournalReader(environment: Environment, transaction?: Transaction): Pick<JournalStore, 'head' | 'read'> {
  const view = transaction ? { transaction } : {};
  return {
    head: () => reading(environment, () => headOf(environment, transaction)),
    read: (from, limit) =>
      reading(environment, () => {
        const start = sequenceKey(Math.max(1, Math.trunc(from)));
        return [...environment.journal.getRange({ start, limit: pageLimit(limit), ...view })].map(({ value }) =>
          parseEntry(value),
        );
      }),
  };
}

/** The journal of an environment. */
export function createJournalStore(environment: Environment, writer: Writer): JournalStore {
  const { journal, events } = environment;
  return {
    ...createJournalReader(environment),

    async append(entries) {
      if (entries.length === 0) return;
      const rows = entries.map((entry) => {
        checkRecordId(entry.event.id);
        return {
          entry,
          key: sequenceKey(entry.sequence),
          id: Buffer.from(entry.event.id),
          stored: Buffer.from(JSON.stringify(entry)),
        };
      });
      const size = rows.reduce((sum, { stored }) => sum + stored.length, 0);
      if (size > MAX_APPEND_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_APPEND_BYTES });
      await writer.write(() => {
        let head = headOf(environment);
        const added = new Set<string>();
        for (const { entry, id } of rows) {
          const continues = entry.sequence === head.sequence + 1 && entry.previous === head.hash;
          if (!continues || added.has(entry.event.id) || events.get(id)) throw new YinzhengError('VERSION_CONFLICT');
          added.add(entry.event.id);
          head = { sequence: entry.sequence, hash: entry.hash };
        }
        for (const { key, id, stored } of rows) {
          void journal.put(key, stored);
          void events.put(id, key);
        }
      });
    },

    known: (eventIds) =>
      reading(environment, () => new Set(eventIds.filter((id) => isRecordId(id) && events.get(Buffer.from(id)) !== undefined))),
  };
}

function headOf(environment: Environment, transaction?: Transaction): JournalHead {
  const view = transaction ? { transaction } : {};
  for (const { key, value } of environment.journal.getRange({ reverse: true, limit: 1, ...view })) {
    return { sequence: sequenceOf(key), hash: parseEntry(value).hash };
  }
  return EMPTY_HEAD;
}

function parseEntry(stored: Buffer): JournalEntry {
  return parseStored(stored, 'journal') as JournalEntry;
}
