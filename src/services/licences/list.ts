import type { Actor } from '../../domain/access/index.ts';
import { currentEdition, statusOf, type LicenceRecord } from '../../domain/licence/index.ts';
import { listOwned, scopeFor } from '../organisations/index.ts';
import type { LicenceAnswer } from './get.ts';
import { momentsOf, type Moment } from './moment.ts';
import type { LicenceDependencies } from './ports.ts';

/** Most licences of one page. */
export const MAX_PAGE = 100;

/** A page of licences; `next` continues it, null at the end. */
export interface LicencePage {
  readonly items: readonly LicenceAnswer[];
  readonly next: string | null;
}

/**
 * Licences of the actor's organisation, or within his scope, a page at a time, in a stable order. Lists show holders masked, so no purpose is asked.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listLicences(
  deps: Pick<LicenceDependencies, 'store' | 'clock'>,
  actor: Actor,
  page: Moment & { readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<LicencePage> {
  const { records } = deps.store;
  const limit = Math.max(1, Math.min(page.limit ?? 20, MAX_PAGE));
  const scope = await scopeFor(records, actor, 'licence:read');
  const { items: shown, next } = await listOwned<LicenceRecord>(
    records,
    scope,
    {
      ownerOf: ({ issuer }) => issuer.code,
      ofOwner: (issuer, order) => records.find('licences', { index: 'issuer', equals: issuer, ...order }),
      every: (order) => records.list('licences', order),
    },
    { after: page.after, limit },
  );
  const now = deps.clock.now();
  return {
    items: shown
      .filter(({ state, destroyed }) => state === 'published' && !destroyed)
      .map((licence) => {
        const edition = currentEdition(licence);
        return { licence, edition, status: statusOf(licence, edition, momentsOf(page, now)) };
      }),
    next,
  };
}
