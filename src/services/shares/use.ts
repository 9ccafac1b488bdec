/** Using what a holder shared, by the body that he named. */
import { toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { maskPurpose, originalFile } from '../../domain/licence/index.ts';
import { SHARE_WORDS, shareState, type ShareGrant } from '../../domain/presentation/index.ts';
import { authorise } from '../access/index.ts';
import { changeRecord } from '../holders/change.ts';
import { personsTold } from '../journal/index.ts';
import type { DownloadedFile } from '../licences/index.ts';
import type { PresentationDependencies } from '../presentation/ports.ts';
import { licenceOf, seen, type SeenLicence, type ShownLicence } from '../presentation/see.ts';
import { registerReport } from '../verification/register.ts';

/** A page of what a body was given; `next` continues it, null at the end. */
export interface SharePage {
  readonly items: readonly ShareGrant[];
  readonly next: string | null;
}

/**
 * What holders share with the actor's organisation.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listShared(
  { records }: Pick<PresentationDependencies, 'records'>,
  actor: Actor,
  { after, limit = 20 }: { readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<SharePage> {
  const equals = bodyOf(actor);
  const found = await records.find('shares', {
    index: 'grantee',
    equals,
    limit: limit + 1,
    ...(after !== undefined && { after }),
  });
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items.at(-1)?._id ?? null) : null };
}

/** A use of a share, and what for. */
export interface ShareUse {
  readonly id: string;
  readonly caseNumber: string | null;
}

/**
 * The licence of a share, its fields whole as the holder granted; the use is counted and recorded before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, SHARE_NOT_FOUND for what another body was given, SHARE_OVER
 */
export async function useShare(deps: PresentationDependencies, actor: Actor, use: ShareUse): Promise<SeenLicence> {
  const { grant, found } = await take(deps, actor, { ...use, file: false });
  return seen(deps, found, { chosen: grant.fields, whole: true });
}

/**
 * The sealed file of a share that allows it; counted and recorded as any other use.
 * @throws {YinzhengError} NOT_ALLOWED, SHARE_NOT_FOUND, SHARE_OVER, FILE_NOT_FOUND, BLOB_DAMAGED
 */
export async function downloadShared(deps: PresentationDependencies, actor: Actor, use: ShareUse): Promise<DownloadedFile> {
  const { found } = await take(deps, actor, { ...use, file: true });
  const file = originalFile(found.edition);
  if (!file) throw new YinzhengError('FILE_NOT_FOUND');
  const bytes = await deps.blobs.get(file.blob, file.key);
  if (toHex(deps.crypto.digest('sm3', bytes)) !== file.digest) throw new YinzhengError('BLOB_DAMAGED');
  return { bytes, file };
}

function bodyOf(actor: Actor): string {
  authorise(actor, 'share:use', actor.organisation);
  if (actor.organisation === null) throw new YinzhengError('NOT_ALLOWED', { action: 'share:use' });
  return actor.organisation;
}

/** Counts a use, on whichever server: of two at once for the last one, the second is refused. */
async function take(
  deps: PresentationDependencies,
  actor: Actor,
  { id, caseNumber, file }: ShareUse & { readonly file: boolean },
): Promise<{ readonly grant: ShareGrant; readonly found: ShownLicence }> {
  const body = bodyOf(actor);
  const missing = 'SHARE_NOT_FOUND';
  const known = await deps.records.get('shares', id);
  if (known?.grantee.code !== body) throw new YinzhengError(missing);
  const found = await licenceOf(deps.records, known);
  const grant = await changeRecord(deps, { collection: 'shares', id, actor, missing }, (record) => {
    const now = deps.clock.now();
    const state = shareState(record, now);
    if (state !== 'good') throw new YinzhengError('SHARE_OVER', { reason: SHARE_WORDS[state] });
    if (file && !record.file) throw new YinzhengError('FILE_NOT_FOUND');
    const used = record.used + 1;
    const { status } = registerReport(found.licence, found.edition, { asOf: now, knownAt: now });
    const purpose: Purpose = maskPurpose({ ...record.purpose, caseNumber }, found.licence.holders);
    const facts = {
      ...{ licence: record.licence, identifier: record.identifier, status, used, most: record.most },
      ...{
        what: file ? 'file' : 'data',
        fields: file ? [] : [...record.fields],
        ...personsTold(deps.journal, found.licence.holders),
      },
    };
    return { fields: { used }, event: { kind: 'share-used', facts, purpose } };
  });
  return { grant, found };
}
