import { toHex } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import {
  attachmentFormat,
  attachmentsOf,
  currentEdition,
  MOST_ATTACHMENTS,
  statusOf,
  type AttachmentFile,
  type AttachmentKind,
  type LicenceRecord,
} from '../../domain/licence/index.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import type { DownloadedFile } from './download.ts';
import { findForActor } from './find.ts';
import type { LicenceAnswer } from './get.ts';
import type { LicenceDependencies } from './ports.ts';
import { randomId } from './random.ts';
import { readEvent } from './read-event.ts';

/** A file that belongs to a licence. */
export interface AttachmentOrder {
  readonly identifier: string;
  readonly kind: AttachmentKind;
  readonly name: string;
  readonly bytes: Uint8Array;
}

const ATTEMPTS = 5;

/**
 * Attaches a file to the current edition of a licence: encrypted under a key of its own, kept and destroyed with the licence. One that is attached
 * already, octet by octet, stays as it is.
 * @throws {YinzhengError} ATTACHMENT_REFUSED, LICENCE_NOT_FOUND, NOT_ALLOWED
 */
export async function attachToLicence(
  deps: Pick<LicenceDependencies, 'store' | 'journal' | 'clock' | 'random' | 'engine'>,
  actor: Actor,
  { identifier, kind, name, bytes }: AttachmentOrder,
): Promise<LicenceAnswer & { readonly attachment: AttachmentFile }> {
  const { records, blobs } = deps.store;
  const find = () => findForActor(records, { actor, action: 'licence:issue', identifier, now: deps.clock.now() });
  const first = await find();
  const format = attachmentFormat(bytes);
  const sm3 = deps.engine.crypto.digest('sm3', bytes);
  const digest = toHex(sm3);
  const known = knownIn(first.licence, digest);
  if (known) return { ...first, attachment: known, status: statusAt(deps, first.licence, first.edition) };
  const kept = await blobs.keep(bytes, { owner: first.licence.issuer.code, sm3 });
  const recordedAt = isoInstant(deps.clock.now());
  const attachment: AttachmentFile = {
    ...{ format, role: 'attachment', digest, size: bytes.length, ...kept, recordedAt, name },
    attachment: { id: randomId(deps.random), kind },
  };
  try {
    for (let attempt = 1; ; attempt++) {
      const { licence, edition } = await find();
      if (attachmentsOf(licence).length >= MOST_ATTACHMENTS)
        throw new YinzhengError('ATTACHMENT_REFUSED', {
          reason: bilingual(`it has ${MOST_ATTACHMENTS} already`, `附件已达 ${MOST_ATTACHMENTS} 个`),
        });
      const changed = withAttachment(deps, licence, { attachment, actor });
      try {
        await records.replace('licences', changed);
      } catch (error) {
        if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < ATTEMPTS) continue;
        throw error;
      }
      deps.journal.poke();
      return { licence: changed, edition, attachment, status: statusAt(deps, changed, edition) };
    }
  } catch (error) {
    // Where nobody knows whether it was written it stays; the examination tells of files that nothing names.
    if (!isYinzhengError(error, 'STORE_UNAVAILABLE')) await blobs.remove(kept.blob);
    throw error;
  }
}

function knownIn(licence: LicenceRecord, digest: string): AttachmentFile | undefined {
  return attachmentsOf({ editions: [currentEdition(licence)] }).find((file) => file.digest === digest);
}

function statusAt({ clock }: Pick<LicenceDependencies, 'clock'>, licence: LicenceRecord, edition: LicenceAnswer['edition']) {
  const now = clock.now();
  return statusOf(licence, edition, { asOf: now, knownAt: now });
}

function withAttachment(
  deps: Pick<LicenceDependencies, 'journal'>,
  licence: LicenceRecord,
  { attachment, actor }: { readonly attachment: AttachmentFile; readonly actor: Actor },
): LicenceRecord {
  const edition = currentEdition(licence);
  const version = licence.version + 1;
  const { format, digest, size, recordedAt } = attachment;
  const event: DomainEvent = {
    ...{ id: `licences/${licence._id}/${version}`, kind: 'licence-attachment-added', subject: `licences/${licence._id}` },
    ...{ effectiveAt: recordedAt, recordedAt, actor, purpose: null },
    facts: {
      ...{
        identifier: edition.identifier,
        attachment: attachment.attachment.id,
        kind: attachment.attachment.kind,
        format,
        digest,
        size,
      },
      ...personsTold(deps.journal, licence.holders),
    },
  };
  return {
    ...{ ...licence, version, outbox: [...licence.outbox, event], pending: true },
    editions: [...licence.editions.slice(0, -1), { ...edition, files: [...edition.files, attachment] }],
  };
}

/**
 * An attachment of a licence, as it was attached; the read is recorded with its purpose before it is answered.
 * @throws {YinzhengError} FILE_NOT_FOUND, LICENCE_NOT_FOUND, NOT_ALLOWED, BLOB_NOT_FOUND, BLOB_DAMAGED
 */
export async function getAttachment(
  deps: Pick<LicenceDependencies, 'store' | 'journal' | 'clock' | 'random' | 'engine'>,
  actor: Actor,
  { identifier, id, purpose }: { readonly identifier: string; readonly id: string; readonly purpose: Purpose },
): Promise<DownloadedFile> {
  const now = deps.clock.now();
  const { licence } = await findForActor(deps.store.records, { actor, action: 'licence:download', identifier, now });
  const file = attachmentsOf(licence).find(({ attachment }) => attachment.id === id);
  if (!file) throw new YinzhengError('FILE_NOT_FOUND');
  const bytes = await deps.store.blobs.get(file.blob, file.key);
  if (toHex(deps.engine.crypto.digest('sm3', bytes)) !== file.digest) throw new YinzhengError('BLOB_DAMAGED');
  await deps.journal.record([readEvent(deps, { actor, purpose, licence, at: isoInstant(deps.clock.now()), what: 'file' })]);
  return { bytes, file };
}
