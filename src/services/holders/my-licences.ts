/** What a holder sees of his own licences. */
import { toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { originalFile, statusOf } from '../../domain/licence/index.ts';
import { authorise } from '../access/index.ts';
import type { DownloadedFile, LicenceAnswer } from '../licences/index.ts';
import { readEvent } from '../licences/read-event.ts';
import type { AuthenticatedHolder } from '../access/index.ts';
import { findHolding, holdingsOf, type HoldingPage } from './holdings.ts';
import { identify, subjectOf } from './known.ts';
import type { HolderDependencies } from './ports.ts';

/** Most licences of one page. */
const MOST = 100;

/** Which holder a question is about: the one who asks when absent. */
export interface OnBehalf {
  readonly onBehalfOf?: string | undefined;
}

/**
 * Licences of a holder by all of his numbers, a page at a time, to be shown masked.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listMyLicences(
  deps: HolderDependencies,
  who: AuthenticatedHolder,
  page: OnBehalf & { readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<HoldingPage> {
  authorise(who.actor, 'holding:read');
  const { holder } = await subjectOf(deps, await identify(deps, who), { onBehalfOf: page.onBehalfOf, power: 'read' });
  return holdingsOf(deps, holder, { after: page.after, limit: Math.max(1, Math.min(page.limit ?? 20, MOST)) });
}

/**
 * One licence of a holder, whole; the read is recorded before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_NOT_FOUND, IDENTIFIER_INVALID
 */
export async function getMyLicence(
  deps: HolderDependencies,
  who: AuthenticatedHolder,
  { identifier, onBehalfOf }: OnBehalf & { readonly identifier: string },
): Promise<LicenceAnswer> {
  authorise(who.actor, 'holding:read');
  const { holder, actor } = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power: 'read' });
  const found = await findHolding(deps, holder, identifier);
  const now = deps.clock.now();
  await deps.journal.record([
    readEvent(deps, { actor, purpose: null, licence: found.licence, at: isoInstant(now), what: 'data' }),
  ]);
  return { ...found, status: statusOf(found.licence, found.edition, { asOf: now, knownAt: now }) };
}

/**
 * The sealed original of a holder's licence, exactly as issued; recorded before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_NOT_FOUND, IDENTIFIER_INVALID, FILE_NOT_FOUND, BLOB_DAMAGED
 */
export async function downloadMyLicence(
  deps: HolderDependencies,
  who: AuthenticatedHolder,
  { identifier, onBehalfOf }: OnBehalf & { readonly identifier: string },
): Promise<DownloadedFile> {
  authorise(who.actor, 'holding:download');
  const { holder, actor } = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power: 'download' });
  const { licence, edition } = await findHolding(deps, holder, identifier);
  const file = originalFile(edition);
  if (!file) throw new YinzhengError('FILE_NOT_FOUND');
  const bytes = await deps.blobs.get(file.blob, file.key);
  if (toHex(deps.crypto.digest('sm3', bytes)) !== file.digest) throw new YinzhengError('BLOB_DAMAGED');
  await deps.journal.record([readEvent(deps, { actor, purpose: null, licence, at: isoInstant(deps.clock.now()), what: 'file' })]);
  return { bytes, file };
}
