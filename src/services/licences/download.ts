import { toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { originalFile, type LicenceFile } from '../../domain/licence/index.ts';
import { findForActor } from './find.ts';
import type { LicenceDependencies } from './ports.ts';
import { readEvent } from './read-event.ts';
import { markUsed } from './used.ts';

/** A file of a licence. */
export interface DownloadedFile {
  readonly bytes: Uint8Array;
  readonly file: LicenceFile;
}

/**
 * The sealed original of a licence, exactly as issued; the download is recorded with its purpose before it is answered.
 * @throws {YinzhengError} LICENCE_NOT_FOUND, NOT_ALLOWED, FILE_NOT_FOUND, BLOB_NOT_FOUND, BLOB_DAMAGED
 */
export async function downloadLicence(
  deps: Pick<LicenceDependencies, 'store' | 'journal' | 'clock' | 'random' | 'engine'>,
  actor: Actor,
  input: { readonly identifier: string; readonly purpose: Purpose | null },
): Promise<DownloadedFile> {
  const { licence, edition } = await findForActor(deps.store.records, {
    actor,
    action: 'licence:download',
    identifier: input.identifier,
    now: deps.clock.now(),
  });
  const file = originalFile(edition);
  if (!file) throw new YinzhengError('FILE_NOT_FOUND');
  const bytes = await deps.store.blobs.get(file.blob, file.key);
  if (toHex(deps.engine.crypto.digest('sm3', bytes)) !== file.digest) throw new YinzhengError('BLOB_DAMAGED');
  if (actor.organisation !== licence.issuer.code) await markUsed(deps, licence, edition);
  await deps.journal.record([
    readEvent(deps, { actor, purpose: input.purpose, licence, at: isoInstant(deps.clock.now()), what: 'file' }),
  ]);
  return { bytes, file };
}
