import type { Actor } from '../../domain/access/index.ts';
import type { OrganisationRecord } from '../../domain/organisation/index.ts';
import { authorise } from '../access/authorise.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';

/** A page of organisations in the order of their codes; `next` continues it, null at the end. */
export interface OrganisationPage {
  readonly items: readonly OrganisationRecord[];
  readonly next: string | null;
}

/**
 * The organisations of the register, a page at a time.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listOrganisations(
  records: RecordStore,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<OrganisationPage> {
  authorise(actor, 'organisation:read');
  const limit = Math.max(1, Math.min(page.limit, MAX_PAGE - 1));
  const { after } = page;
  const found = await records.list('organisations', { limit: limit + 1, ...(after === undefined ? {} : { after }) });
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items[items.length - 1]?._id ?? null) : null };
}
