import type { Actor } from '../../domain/access/index.ts';
import { currentEdition, statusOf } from '../../domain/licence/index.ts';
import { authorise } from '../access/authorise.ts';
import type { LicenceAnswer } from './get.ts';
import type { LicenceDependencies } from './ports.ts';

/** Most licences of one page. */
export const MAX_PAGE = 100;

/** A page of licences; `next` continues it, null at the end. */
export interface LicencePage {
  readonly items: readonly LicenceAnswer[];
  readonly next: string | null;
}

/**
 * Licences of the actor's organisation, a page at a time, in a stable order. Lists show holders masked, so no purpose is asked.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listLicences(
  deps: Pick<LicenceDependencies, 'store' | 'clock'>,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<LicencePage> {
  authorise(actor, 'licence:read', actor.organisation);
  const limit = Math.max(1, Math.min(page.limit ?? 20, MAX_PAGE));
  const query = { index: 'issuer', equals: actor.organisation ?? '', limit: limit + 1 } as const;
  const found = await deps.store.records.find('licences', page.after === undefined ? query : { ...query, after: page.after });
  const shown = found.slice(0, limit);
  const now = deps.clock.now();
  return {
    items: shown
      .filter(({ state, destroyed }) => state === 'published' && !destroyed)
      .map((licence) => {
        const edition = currentEdition(licence);
        return { licence, edition, status: statusOf(licence, edition, { asOf: now, knownAt: now }) };
      }),
    next: found.length > limit ? (shown[shown.length - 1]?._id ?? null) : null,
  };
}
