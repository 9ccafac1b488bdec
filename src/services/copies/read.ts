import { toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { copyState, type CopyState, type LicenceCopyRecord } from '../../domain/copy/index.ts';
import { statusOf, type LicenceEdition, type LicenceRecord } from '../../domain/licence/index.ts';
import { authorise } from '../access/authorise.ts';
import { findForActor } from '../licences/find.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { readEvent } from '../licences/read-event.ts';
import { copiesOf } from './make.ts';

/** A copy and its state at a moment. */
export interface CopyAnswer {
  readonly copy: LicenceCopyRecord;
  readonly state: CopyState;
}

/** The state of a copy of an edition at a moment. */
export function stateOfCopy(
  copy: LicenceCopyRecord,
  of: { readonly licence: LicenceRecord; readonly edition: LicenceEdition; readonly asOf: Instant; readonly knownAt: Instant },
): CopyState {
  const { licence, edition, asOf, knownAt } = of;
  return copyState(copy, { original: statusOf(licence, edition, { asOf, knownAt }).status, asOf });
}

/**
 * The copies of a licence, the newest first, for those who may have its file. What each is for is shown, so that it is recorded what they are read for.
 * @throws {YinzhengError} LICENCE_NOT_FOUND, LICENCE_DESTROYED, NOT_ALLOWED, IDENTIFIER_INVALID
 */
export async function listCopies(
  deps: Pick<LicenceDependencies, 'store' | 'journal' | 'clock' | 'random'>,
  actor: Actor,
  { identifier, purpose }: { readonly identifier: string; readonly purpose: Purpose | null },
): Promise<readonly CopyAnswer[]> {
  const now = deps.clock.now();
  const { licence } = await findForActor(deps.store.records, { actor, action: 'licence:download', identifier, now });
  const copies = await copiesOf(deps, licence._id);
  await deps.journal.record([readEvent(deps, { actor, purpose, licence, at: isoInstant(now), what: 'data' })]);
  const answers = copies.flatMap((copy) => {
    const edition = licence.editions.find(({ number }) => number === copy.original.edition);
    return edition ? [{ copy, state: stateOfCopy(copy, { licence, edition, asOf: now, knownAt: now }) }] : [];
  });
  return answers.sort((one, other) => (one.copy.recordedAt < other.copy.recordedAt ? 1 : -1));
}

/**
 * The sealed file of a copy, for those who may have the file of the licence; recorded with its purpose before it is answered.
 * @throws {YinzhengError} COPY_NOT_FOUND, LICENCE_DESTROYED, NOT_ALLOWED, FILE_NOT_FOUND, BLOB_NOT_FOUND, BLOB_DAMAGED
 */
export async function downloadCopy(
  deps: Pick<LicenceDependencies, 'store' | 'journal' | 'clock' | 'random' | 'engine'>,
  actor: Actor,
  { number, purpose }: { readonly number: string; readonly purpose: Purpose | null },
): Promise<{ readonly copy: LicenceCopyRecord; readonly bytes: Uint8Array }> {
  authorise(actor, 'licence:download', actor.organisation);
  const { records } = deps.store;
  const copy = await records.get('licence-copies', number);
  if (!copy) throw new YinzhengError('COPY_NOT_FOUND');
  const now = deps.clock.now();
  const { identifier } = copy.original;
  const { licence } = await findForActor(records, { actor, action: 'licence:download', identifier, now }).catch(
    (error: unknown) => {
      // One of a licence out of reach is not there either.
      throw isYinzhengError(error, 'LICENCE_NOT_FOUND') ? new YinzhengError('COPY_NOT_FOUND') : error;
    },
  );
  const bytes = await copyBytes(deps, copy);
  await deps.journal.record([readEvent(deps, { actor, purpose, licence, at: isoInstant(now), what: 'file' })]);
  return { copy, bytes };
}

/**
 * The file of a copy, whole.
 * @throws {YinzhengError} FILE_NOT_FOUND, BLOB_NOT_FOUND, BLOB_DAMAGED
 */
export async function copyBytes(
  { store: { blobs }, engine }: Pick<LicenceDependencies, 'store' | 'engine'>,
  { file }: LicenceCopyRecord,
): Promise<Uint8Array> {
  if (file.blob === '') throw new YinzhengError('FILE_NOT_FOUND');
  const bytes = await blobs.get(file.blob, file.key);
  if (toHex(engine.crypto.digest('sm3', bytes)) !== file.digest) throw new YinzhengError('BLOB_DAMAGED');
  return bytes;
}
