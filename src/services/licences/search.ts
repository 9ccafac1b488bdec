import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { currentEdition, maskPurpose, statusOf } from '../../domain/licence/index.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import { reachOf, type Reaching } from '../organisations/index.ts';
import { MAX_PAGE, type LicencePage } from './list.ts';
import { momentsOf, type Moment } from './moment.ts';
import type { LicenceDependencies } from './ports.ts';
import { randomId } from './random.ts';

const PAGE = 200;
/** Most licences of others that are passed over in one search. */
const MOST_PASSED = 5_000;

/** Whose licences are looked for: by the whole number, or the whole name, of a holder. */
export interface LicenceSearch extends Moment {
  readonly code?: string | undefined;
  readonly name?: string | undefined;
  readonly purpose: Purpose;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/**
 * Licences of the actor's organisation, or within his scope, that a holder has, a page at a time, to be shown masked. The search is recorded with its purpose, and
 * the person as a pseudonym, before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, INPUT_INVALID unless it is by number or by name
 */
export async function searchLicences(
  deps: Pick<LicenceDependencies, 'store' | 'clock' | 'random' | 'journal'>,
  actor: Actor,
  search: LicenceSearch,
): Promise<LicencePage> {
  const { code, name, purpose } = search;
  const { includes } = await reachOf(deps.store.records, actor, 'licence:read');
  if ((code === undefined) === (name === undefined))
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual('by number or by name', '须按号码或名称之一查询') });
  const now = deps.clock.now();
  const found = await findPage(deps, includes, { ...search, now });
  const at = isoInstant(now);
  const holder = { code: code ?? name ?? '', name: name ?? code ?? '' };
  // The reason may name the person otherwise than the question does.
  const holders = [holder, ...found.items.flatMap(({ licence }) => licence.holders)];
  await deps.journal.record([
    {
      ...{
        id: `reads/${randomId(deps.random)}`,
        kind: 'licences-searched',
        subject: 'licences',
        effectiveAt: at,
        recordedAt: at,
      },
      ...{ actor, purpose: maskPurpose(purpose, holders) },
      facts: {
        ...{ by: code === undefined ? 'name' : 'number', count: found.items.length },
        ...personsTold(deps.journal, code === undefined ? personsOf(found, name ?? '') : [holder]),
      },
    },
  ]);
  return found;
}

/** Those of the name among the holders that were found, each number once. */
function personsOf({ items }: LicencePage, name: string): readonly { readonly code: string }[] {
  const codes = items.flatMap(({ licence }) => licence.holders.filter((holder) => holder.name === name).map(({ code }) => code));
  return [...new Set(codes)].map((code) => ({ code }));
}

async function findPage(
  deps: Pick<LicenceDependencies, 'store'>,
  includes: Reaching['includes'],
  search: LicenceSearch & { readonly now: Instant },
): Promise<LicencePage> {
  const { code, name, after, now } = search;
  const moments = momentsOf(search, now);
  const limit = Math.max(1, Math.min(search.limit ?? 20, MAX_PAGE));
  const query =
    code === undefined
      ? ({ index: 'holderName', equals: name ?? '' } as const)
      : ({ index: 'holderCode', equals: code } as const);
  const items: LicencePage['items'][number][] = [];
  let last = after;
  for (let passed = 0; passed < MOST_PASSED;) {
    const page = await deps.store.records.find('licences', { ...query, limit: PAGE, ...(last !== undefined && { after: last }) });
    for (const licence of page) {
      last = licence._id;
      passed++;
      if (licence.state !== 'published' || licence.destroyed || !(await includes(licence.issuer.code))) continue;
      const edition = currentEdition(licence);
      items.push({ licence, edition, status: statusOf(licence, edition, moments) });
      if (items.length === limit) return { items, next: licence._id };
    }
    if (page.length < PAGE) return { items, next: null };
  }
  return { items, next: last ?? null };
}
