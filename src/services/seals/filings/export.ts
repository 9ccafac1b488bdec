import { addDays, type LocalDate } from '../../../base/time.ts';
import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import type { Actor } from '../../../domain/access/index.ts';
import type { FiledSeal, SealRecord } from '../../../domain/seal/index.ts';
import { reachOf } from '../../organisations/index.ts';
import type { RecordStore } from '../../storage/index.ts';

/** Most seals of one page, and of one import: each carries its SESeal, and all are read at once. */
export const MAX_FILED = 20;

/** Longest period of one export, days. */
export const MAX_FILING_DAYS = 366;

/** Seals of which something was filed in a period, both days included, and where a page begins. */
export interface FilingQuery {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of filed seals; `next` continues it, null at the end. */
export interface FilingPage {
  readonly items: readonly FiledSeal[];
  readonly next: string | null;
}

/**
 * The seals within the actor's scope of which something was filed in a period, day by day, each with all versions and all filings: what the
 * system above is told. A seal of which something was filed on several days is told on each.
 * @throws {YinzhengError} NOT_ALLOWED, INPUT_INVALID for a period that is none or too long
 */
export async function exportFilings(records: RecordStore, actor: Actor, query: FilingQuery): Promise<FilingPage> {
  const { from, to } = query;
  if (to < from || to > addDays(from, MAX_FILING_DAYS - 1))
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(`a period of 1 to ${MAX_FILING_DAYS} days is expected`, `期间应为 1 至 ${MAX_FILING_DAYS} 天`),
    });
  const { includes } = await reachOf(records, actor, 'seal:read');
  const limit = Math.max(1, Math.min(query.limit, MAX_FILED));
  const found: { readonly seal: FiledSeal; readonly at: string }[] = [];
  let [day = from, code] = query.after?.split('.', 2) ?? [];
  if (day < from || day > to) [day, code] = [from, undefined];
  for (; day <= to && found.length <= limit; [day, code] = [addDays(day as LocalDate, 1), undefined]) {
    for (let after = code; found.length <= limit;) {
      const page = { index: 'filedOn', equals: day, limit: limit + 1, ...(after !== undefined && { after }) } as const;
      const seals = await records.find('seals', page);
      for (const record of seals) {
        if (!(await includes(record.owner))) continue;
        const owner = await records.get('organisations', record.owner);
        if (owner) found.push({ seal: filedSeal(record, owner.name), at: `${day}.${record._id}` });
      }
      after = seals.at(-1)?._id;
      if (seals.length <= limit) break;
    }
  }
  const items = found.slice(0, limit);
  return { items: items.map(({ seal }) => seal), next: found.length > limit ? (items.at(-1)?.at ?? null) : null };
}

/** A seal as other systems are told of it: who did what stays here. */
function filedSeal({ _id: code, name, owner, kind, versions, filings = [] }: SealRecord, ownerName: string): FiledSeal {
  return {
    ...{ code, name, owner, ownerName, kind },
    versions: versions.map(({ number, state, validFrom, validTo, sealDigest: digest, seal }) => ({
      ...{ number, state, validFrom, validTo, digest, seal },
    })),
    filings: filings.map(({ number, step, version, from, to, since, at, cause, caseNumber }) => ({
      ...{ number, step, version, from, to, since, at, cause, caseNumber },
    })),
  };
}
