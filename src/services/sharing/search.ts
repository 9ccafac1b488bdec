import type { Actor, Purpose } from '../../domain/access/index.ts';
import {
  holdersOf,
  currentEdition,
  statusOf,
  type LicenceEdition,
  type LicenceRecord,
  type StatusAnswer,
} from '../../domain/licence/index.ts';
import { sharedType } from '../../domain/sharing/index.ts';
import type { SharingDependencies } from './ports.ts';
import { patiently, record, sharerOf, type Shared, type Sharer } from './sharer.ts';

const PAGE = 200;
/** Most licences of one holder that are looked through in one search. */
const MOST_LOOKED_AT = 5_000;
/** Most licences of one page. */
export const MOST_SHARED_PAGE = 100;

/** Whose licences are looked for. */
export interface SharedSearch {
  /** Whole number of the holder (持证主体代码). */
  readonly holderCode: string;
  readonly holderCodeType?: string | undefined;
  /** Name of the holder, compared where it is given. */
  readonly holderName?: string | undefined;
  readonly typeCode?: string | undefined;
  readonly purpose: Purpose;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** A licence that was found, to be shown with its holder masked. */
export interface FoundLicence {
  readonly licence: LicenceRecord;
  readonly edition: LicenceEdition;
  readonly status: StatusAnswer;
}

/** A page of what was found; `cursor` continues it, null at the end. */
export interface SharedPage {
  readonly items: readonly FoundLicence[];
  readonly cursor: string | null;
}

/**
 * The licences of one holder (检索), of the types that are shared with the system, whoever issued them; recorded with its purpose, and the
 * person as a pseudonym, before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, SERVICE_BUSY
 */
export async function searchShared(deps: SharingDependencies, actor: Actor, search: SharedSearch): Promise<Shared<SharedPage>> {
  const { holderCode, purpose } = search;
  const sharer = await sharerOf(deps, actor, purpose);
  return patiently(deps, { actor, operation: 'search', input: search }, async () => {
    const found = await findPage(deps, sharer, search);
    await record(deps, sharer, {
      ...{ operation: 'search', kind: 'licences-searched', subject: 'licences', purpose },
      holders: [{ name: search.holderName ?? '', code: holderCode }],
      facts: { by: 'number', count: found.items.length, type: search.typeCode ?? null },
    });
    return found;
  });
}

async function findPage(deps: SharingDependencies, { source, terms }: Sharer, search: SharedSearch): Promise<SharedPage> {
  const { holderCode, holderCodeType, holderName, typeCode } = search;
  const limit = Math.max(1, Math.min(search.limit ?? 20, MOST_SHARED_PAGE));
  const equals = normal(holderCode);
  const now = deps.clock.now();
  const items: FoundLicence[] = [];
  let last = search.cursor;
  for (let looked = 0; looked < MOST_LOOKED_AT;) {
    const query = { index: 'holderCode', equals, limit: PAGE } as const;
    const page = await source.records.find('licences', last === undefined ? query : { ...query, after: last });
    for (const licence of page) {
      last = licence._id;
      looked++;
      const { state, destroyed } = licence;
      const edition = currentEdition(licence);
      const isHolder = holdersOf(licence, edition).some(
        ({ name, code, codeType }) =>
          normal(code) === equals &&
          (holderName === undefined || name === holderName) &&
          (holderCodeType === undefined || codeType === holderCodeType),
      );
      if (state !== 'published' || destroyed || !isHolder || !sharedType(terms, licence.typeCode)) continue;
      if (typeCode !== undefined && licence.typeCode !== typeCode) continue;
      items.push({ licence, edition, status: statusOf(licence, edition, { asOf: now, knownAt: now }) });
      if (items.length === limit) return { items, cursor: last };
    }
    if (page.length < PAGE) return { items, cursor: null };
  }
  return { items, cursor: last ?? null };
}

/** A number as numbers are compared. */
function normal(code: string): string {
  return code.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
}
