/** Making a list of what is due to be destroyed (销毁清册). */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, localDateAt, type LocalDate } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { currentEdition, type LicenceRecord } from '../../domain/licence/index.ts';
import {
  licenceDue,
  recordDue,
  ruleId,
  type DestructionItem,
  type DestructionList,
  type RetentionRule,
} from '../../domain/retention/index.ts';
import { randomId } from '../licences/random.ts';
import { findInScope } from '../organisations/index.ts';
import { MAX_PAGE, type RecordStore, type SigningRecord, type StampingRecord } from '../storage/index.ts';
import type { RetentionDependencies } from './ports.ts';
import { eventOf } from './write.ts';

/** Most things on a list: people have to look through it. */
export const MOST_ITEMS = 2_000;
const PAGE = 500;
const FINAL: ReadonlySet<string> = new Set(['done', 'failed']);

/** The rules that hold, by id. */
export async function rulesNow(records: RecordStore): Promise<ReadonlyMap<string, RetentionRule>> {
  return new Map((await records.list('retention-rules', { limit: MAX_PAGE })).map((rule) => [rule._id, rule]));
}

/** Why a licence is due, null when it is not: it is held, was destroyed, has no rule, or its term is not over. */
export function dueLicence(
  licence: LicenceRecord,
  rules: ReadonlyMap<string, RetentionRule>,
  today: LocalDate,
): DestructionItem | null {
  if (licence.hold || licence.destroyed || licence.state === 'reserved') return null;
  const { typeCode: type } = licence;
  const rule = rules.get(ruleId({ kind: 'licences', type })) ?? rules.get(ruleId({ kind: 'licences', type: null }));
  const due = rule ? licenceDue(licence, rule) : null;
  if (!rule || due === null || due > today) return null;
  const { identifier } = currentEdition(licence);
  return { collection: 'licences', id: licence._id, identifier, type, rule: rule._id, due };
}

/** Why the record of a use is due, null when it is not. Those of a licence are kept as long as the licence. */
export function dueUse(
  collection: 'stampings' | 'signings',
  record: StampingRecord | SigningRecord,
  { rules, today }: { readonly rules: ReadonlyMap<string, RetentionRule>; readonly today: LocalDate },
): DestructionItem | null {
  if (record.destroyedBy !== undefined || record.subject?.startsWith('licences/') || !FINAL.has(record.state)) return null;
  const rule = rules.get(ruleId({ kind: collection, type: null }));
  const due = rule ? recordDue(record.recordedAt, rule) : null;
  if (!rule || due === null || due > today) return null;
  return { collection, id: record._id, identifier: null, type: null, rule: rule._id, due };
}

/**
 * Makes a list of what of an organisation is due, {@link MOST_ITEMS} at most; nothing is destroyed before two others have agreed.
 * @throws {YinzhengError} NOT_ALLOWED, ORGANISATION_NOT_FOUND, DESTRUCTION_REFUSED when nothing is due
 */
export async function makeDestructionList(
  deps: RetentionDependencies,
  actor: Actor,
  { organisation, purpose }: { readonly organisation: string; readonly purpose: Purpose },
): Promise<DestructionList> {
  const { records } = deps.store;
  await findInScope(records, actor, { action: 'retention:propose', code: organisation });
  const now = deps.clock.now();
  const items: DestructionItem[] = [];
  for await (const item of dueOf(records, organisation, localDateAt(now))) if (items.push(item) === MOST_ITEMS) break;
  if (items.length === 0)
    throw new YinzhengError('DESTRUCTION_REFUSED', {
      reason: bilingual('nothing of this organisation is due', '该机构没有到期可销毁的记录'),
    });
  const id = randomId(deps.random);
  const facts = { organisation, items: items.length };
  const list: DestructionList = {
    ...{ _id: id, schema: 1, version: 1, organisation, state: 'made', madeAt: isoInstant(now), madeBy: actor, purpose },
    ...{ items, decisions: [], outcome: null, pending: true },
    outbox: [
      eventOf(
        deps,
        { collection: 'destruction-lists', id, version: 1 },
        { kind: 'destruction-list-made', actor, purpose, facts },
      ),
    ],
  };
  await records.insert('destruction-lists', list);
  deps.journal.poke();
  return list;
}

async function* dueOf(records: RecordStore, organisation: string, today: LocalDate): AsyncIterable<DestructionItem> {
  const rules = await rulesNow(records);
  for (let after: string | undefined; ;) {
    const query = { index: 'issuer', equals: organisation, limit: PAGE } as const;
    const page: readonly LicenceRecord[] = await records.find('licences', after === undefined ? query : { ...query, after });
    for (const licence of page) {
      const item = dueLicence(licence, rules, today);
      if (item) yield item;
    }
    after = page.at(-1)?._id;
    if (after === undefined || page.length < PAGE) break;
  }
  for (const collection of ['stampings', 'signings'] as const) {
    if (!rules.has(ruleId({ kind: collection, type: null }))) continue;
    for (let after: string | undefined; ;) {
      const page: readonly (StampingRecord | SigningRecord)[] = await records.list(collection, {
        limit: PAGE,
        ...(after !== undefined && { after }),
      });
      for (const record of page) {
        const item = record.organisation === organisation ? dueUse(collection, record, { rules, today }) : null;
        if (item) yield item;
      }
      after = page.at(-1)?._id;
      if (after === undefined || page.length < PAGE) break;
    }
  }
}
