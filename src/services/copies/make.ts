/** Use copies (加注件) and cancelled renditions: drawn from a licence's fields, each sealed as a file of its own. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import {
  checkEnded,
  checkUse,
  ENDED_MARKS,
  endedLines,
  MOST_COPIES,
  useLines,
  type CopyUse,
  type LicenceCopyRecord,
} from '../../domain/copy/index.ts';
import { statusOf } from '../../domain/licence/index.ts';
import { findForActor, type FoundLicence } from '../licences/find.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { markUsed } from '../licences/used.ts';
import { MAX_PAGE } from '../storage/index.ts';
import { sealCopy } from './draw.ts';

/** What a use copy is wanted for. */
export interface UseCopyOrder extends CopyUse {
  readonly identifier: string;
  /** ISO 8601: the first moment that it is good no more. */
  readonly expiresAt: string;
  /** What the original is read and the seal is used for. */
  readonly reason: Purpose;
}

/**
 * Makes a use copy of a licence in force, for one purpose, one user and a time, and seals it with the organisation's seal for copies. When this
 * resolves, the copy is durable and verifies.
 * @throws {YinzhengError} LICENCE_NOT_FOUND, LICENCE_DESTROYED, NOT_ALLOWED, IDENTIFIER_INVALID, COPY_REFUSED, COPY_SEAL_MISSING, SEAL_NOT_IN_USE,
 * SEAL_KEY_ELSEWHERE, SEAL_USE_REFUSED, SEAL_STOPPED, SEAL_CERTIFICATE_REVOKED, ORGANISATION_ENDED, LICENCE_TYPE_UNUSABLE, GLYPH_MISSING, TEXT_DOES_NOT_FIT, FILE_NOT_FOUND
 */
export async function makeUseCopy(deps: LicenceDependencies, actor: Actor, order: UseCopyOrder): Promise<LicenceCopyRecord> {
  const now = deps.clock.now();
  const found = await findForActor(deps.store.records, {
    ...{ actor, action: 'licence:download', identifier: order.identifier, now },
  });
  return makeCopyOf(deps, actor, found, order);
}

/**
 * The same of a licence that was found in another way, by which the caller may have a copy of it.
 * @throws {YinzhengError} as {@link makeUseCopy}
 */
export async function makeCopyOf(
  deps: LicenceDependencies,
  actor: Actor,
  found: FoundLicence,
  order: Omit<UseCopyOrder, 'identifier'>,
): Promise<LicenceCopyRecord> {
  const now = deps.clock.now();
  const { status } = statusOf(found.licence, found.edition, { asOf: now, knownAt: now });
  const use = { purpose: order.purpose, user: order.user };
  const expiresAt = Date.parse(order.expiresAt);
  checkUse(use, { expiresAt, now, status });
  await refuseTooMany(deps, found.licence._id);
  // It is made to be handed to somebody.
  await markUsed(deps, found.licence, found.edition);
  return sealCopy(deps, {
    ...{ ...found, actor, reason: order.reason, kind: 'use-copy', use, expiresAt: isoInstant(expiresAt) },
    overlay: { repeated: useLines(use, expiresAt) },
  });
}

/**
 * The face of a licence that has ended, marked as such over its fields; made once for each edition, and given again afterwards.
 * @throws {YinzhengError} as {@link makeUseCopy}
 */
export async function makeCancelledRendition(
  deps: LicenceDependencies,
  actor: Actor,
  { identifier, reason }: { readonly identifier: string; readonly reason: Purpose },
): Promise<{ readonly copy: LicenceCopyRecord; readonly repeated: boolean }> {
  const now = deps.clock.now();
  const found = await findForActor(deps.store.records, { actor, action: 'licence:download', identifier, now });
  const { status, since, event } = statusOf(found.licence, found.edition, { asOf: now, knownAt: now });
  checkEnded(status);
  const mark = ENDED_MARKS[status];
  if (mark === undefined) throw new RangeError('a licence that has ended has a mark');
  const known = (await copiesOf(deps, found.licence._id)).find(
    ({ kind, original }) => kind === 'cancelled-rendition' && original.edition === found.edition.number,
  );
  if (known) return { copy: known, repeated: true };
  await refuseTooMany(deps, found.licence._id);
  const copy = await sealCopy(deps, {
    ...{ ...found, actor, reason, kind: 'cancelled-rendition', expiresAt: null },
    overlay: { mark, repeated: endedLines(mark, { since, documentNumber: event?.documentNumber ?? null }) },
  });
  return { copy, repeated: false };
}

/** The copies of a licence, in the order of their numbers; at most as many as may be made. */
export async function copiesOf(
  { store: { records } }: Pick<LicenceDependencies, 'store'>,
  licence: string,
): Promise<readonly LicenceCopyRecord[]> {
  const found: LicenceCopyRecord[] = [];
  for (let after = ''; ;) {
    const query = { index: 'licence', equals: licence, limit: MAX_PAGE } as const;
    const page = await records.find('licence-copies', after === '' ? query : { ...query, after });
    found.push(...page);
    after = page.at(-1)?._id ?? '';
    if (page.length < MAX_PAGE) return found;
  }
}

async function refuseTooMany({ store }: Pick<LicenceDependencies, 'store'>, licence: string): Promise<void> {
  if ((await store.records.count('licence-copies', { index: 'licence', equals: licence })) >= MOST_COPIES)
    throw new YinzhengError('COPY_REFUSED', {
      reason: bilingual(`at most ${MOST_COPIES} copies of a licence are made`, `每份证照至多制作 ${MOST_COPIES} 份`),
    });
}
