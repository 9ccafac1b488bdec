/** The licences of a holder, under whichever of his numbers they were issued. */
import { YinzhengError } from '../../base/errors/index.ts';
import { holds, identifiersOf, plainCode, type HolderIdentifier, type HolderRecord } from '../../domain/holder/index.ts';
import { currentEdition, holdersOf, statusOf, type LicenceEdition, type LicenceRecord } from '../../domain/licence/index.ts';
import type { LicenceAnswer } from '../licences/index.ts';
import { findByIdentifier, noLicence, type FoundLicence } from '../licences/find.ts';
import type { RecordStore } from '../storage/index.ts';
import type { Clock } from '../platform.ts';

/** Most links of one holder. */
export const MOST_LINKS = 20;
/** Licences of one number that are read in one go. */
const PAGE = 100;
/** Most licences that are passed over for one page. */
const MOST_PASSED = 5_000;

type Reading = { readonly records: Pick<RecordStore, 'get' | 'find'> };

/** The numbers of a holder, those linked included. */
export async function numbersOf({ records }: Reading, holder: HolderRecord): Promise<readonly HolderIdentifier[]> {
  const links = await records.find('holder-links', { index: 'holder', equals: holder._id, limit: PAGE });
  return identifiersOf(holder, links);
}

/** True when an edition is a holder's by one of his numbers. */
export function isHeld(licence: LicenceRecord, edition: LicenceEdition, numbers: readonly HolderIdentifier[]): boolean {
  const held = { holders: holdersOf(licence, edition), issueDate: edition.issueDate };
  return numbers.some((number) => holds(number, held));
}

/** A page of a holder's licences; `next` continues it, null at the end. */
export interface HoldingPage {
  readonly items: readonly LicenceAnswer[];
  readonly next: string | null;
}

/**
 * Published licences of a holder in the order of their ids, each once, a page at a time.
 * @param page `limit` at most 100
 */
export async function holdingsOf(
  deps: Reading & { readonly clock: Clock },
  holder: HolderRecord,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<HoldingPage> {
  const numbers = await numbersOf(deps, holder);
  const codes = [...new Set(numbers.map(({ code }) => plainCode(code)))];
  const now = deps.clock.now();
  const items: LicenceAnswer[] = [];
  let { after } = page;
  for (let passed = 0; passed < MOST_PASSED;) {
    const lists = await Promise.all(
      codes.map((equals) =>
        deps.records.find('licences', { index: 'holderCode', equals, limit: PAGE, ...(after !== undefined && { after }) }),
      ),
    );
    const merged = mergeById(lists, PAGE);
    for (const licence of merged) {
      after = licence._id;
      passed++;
      if (licence.state !== 'published' || licence.destroyed) continue;
      const edition = currentEdition(licence);
      if (!isHeld(licence, edition, numbers)) continue;
      items.push({ licence, edition, status: statusOf(licence, edition, { asOf: now, knownAt: now }) });
      if (items.length === page.limit) return { items, next: licence._id };
    }
    if (merged.length < PAGE) return { items, next: null };
  }
  return { items, next: after ?? null };
}

/** The first so many of several lists in the order of ids, each record once. Each list has as many of its own, where it has them. */
export function mergeById<R extends { readonly _id: string }>(lists: readonly (readonly R[])[], limit: number): readonly R[] {
  const all = new Map(lists.flat().map((record) => [record._id, record] as const));
  return [...all.values()].sort((left, right) => (left._id < right._id ? -1 : 1)).slice(0, limit);
}

/**
 * The edition of a holder's licence that an identifier names. Of others' licences nothing is told.
 * @throws {YinzhengError} LICENCE_NOT_FOUND, LICENCE_DESTROYED, IDENTIFIER_INVALID
 */
export async function findHolding(deps: Reading, holder: HolderRecord, identifier: string): Promise<FoundLicence> {
  const found = await findByIdentifier(deps.records, identifier);
  if (!found) throw noLicence(identifier);
  if (found.licence.destroyed || !isHeld(found.licence, found.edition, await numbersOf(deps, holder)))
    throw new YinzhengError('LICENCE_NOT_FOUND');
  return found;
}
