/** Evidence of objections: kept encrypted under a key of its own, of the organisation that answers. */
import { toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import {
  MOST_ATTACHMENT_BYTES,
  MOST_ATTACHMENTS,
  recogniseAttachment,
  takeStep,
  type ObjectionAttachment,
  type ObjectionRecord,
} from '../../domain/objection/index.ts';
import { changeRecord } from '../holders/change.ts';
import { randomId } from '../licences/random.ts';
import { NO_OWNER } from '../storage/index.ts';
import { readEvent } from './find.ts';
import { factsOf, invalidObjection, type Filer } from './make.ts';
import { findOwn, MISSING } from './own.ts';
import type { ObjectionKeeping } from './ports.ts';

const MOST_NAME = 100;

/** A piece of evidence as it comes. */
export interface AttachmentOrder {
  /** Id of the objection. */
  readonly id: string;
  /** What its sender calls it; may be empty. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A piece of evidence with its bytes. */
export interface ReadFile {
  readonly attachment: ObjectionAttachment;
  readonly bytes: Uint8Array;
}

/**
 * Adds a piece of evidence to an open objection of who objects; durable when resolved. The same bytes again change nothing.
 * @throws {YinzhengError} OBJECTION_NOT_FOUND, OBJECTION_NOT_POSSIBLE, OBJECTION_INVALID for what is too large, too much, or of no known kind
 */
export async function addAttachment(
  deps: ObjectionKeeping,
  filer: Filer,
  { id, name, bytes }: AttachmentOrder,
): Promise<ObjectionRecord> {
  const found = await findOwn(deps, filer, id);
  if (bytes.length > MOST_ATTACHMENT_BYTES) throw invalidObjection('a file has 10 MiB at most', '单个佐证材料不得超过 10 MiB');
  const type = recogniseAttachment(bytes);
  if (type === null) throw invalidObjection('evidence is PDF, PNG or JPEG', '佐证材料仅限 PDF、PNG、JPEG');
  const sm3 = deps.crypto.digest('sm3', bytes);
  const digest = toHex(sm3);
  const piece = { id: randomId(deps.random), name: shortName(name), type, size: bytes.length, digest };
  const { actor } = filer;
  const objection = await changeRecord(deps, { collection: 'objections', id, actor, missing: MISSING }, (current) => {
    const at = isoInstant(deps.clock.now());
    const step = takeStep(current, { step: 'attach', at, organisation: actor.organisation, note: null });
    if (current.attachments.some((one) => one.digest === digest)) return null;
    if (current.attachments.length >= MOST_ATTACHMENTS)
      throw invalidObjection(`there are ${MOST_ATTACHMENTS} files at most`, `佐证材料至多 ${MOST_ATTACHMENTS} 份`);
    const facts = { ...factsOf(current), attachment: piece.id, type, digest };
    return { fields: { ...step, attachments: [...current.attachments, piece] }, event: { kind: 'objection-attached', facts } };
  });
  const named = objection.attachments.find((one) => one.digest === digest) ?? piece;
  // After a crash in between, the same bytes once more bring what is missing.
  if (named.id !== piece.id && (await deps.records.get('objection-files', named.id))) return objection;
  const owner = found.handlers[0]?.organisation ?? NO_OWNER;
  const kept = await deps.blobs.reserve({ owner });
  try {
    await deps.records.insert('objection-files', { _id: named.id, schema: 1, version: 1, objection: id, digest, ...kept });
  } catch (error) {
    if (isYinzhengError(error, 'ALREADY_EXISTS')) return objection;
    throw error;
  }
  await deps.blobs.keep(bytes, { owner, sm3, reserved: kept });
  return objection;
}

/**
 * A piece of evidence of an objection that the caller may see; that it was read is recorded before.
 * @throws {YinzhengError} FILE_NOT_FOUND, BLOB_DAMAGED
 */
export async function readAttachment(
  deps: ObjectionKeeping,
  actor: Actor,
  objection: ObjectionRecord,
  id: string,
): Promise<ReadFile> {
  const attachment = objection.attachments.find((one) => one.id === id);
  const file = attachment && (await deps.records.get('objection-files', attachment.id));
  if (!attachment || !file) throw new YinzhengError('FILE_NOT_FOUND');
  const bytes = await deps.blobs.get(file.blob, file.key).catch((error: unknown) => {
    throw isYinzhengError(error, 'BLOB_NOT_FOUND') ? new YinzhengError('FILE_NOT_FOUND', {}, { cause: error }) : error;
  });
  await deps.journal.record([readEvent(deps, actor, objection, { attachment: id })]);
  return { attachment, bytes };
}

/** Removes the files of an objection. */
export async function forgetAttachments(
  { records, blobs }: Pick<ObjectionKeeping, 'records' | 'blobs'>,
  { _id }: Pick<ObjectionRecord, '_id'>,
): Promise<void> {
  const files = await records.find('objection-files', { index: 'objection', equals: _id, limit: 2 * MOST_ATTACHMENTS });
  for (const file of files) {
    await blobs.remove(file.blob);
    await records.remove('objection-files', file._id);
  }
}

/** The name without folders and control characters. */
function shortName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return [...last.replaceAll(/\p{C}/gu, '')].slice(0, MOST_NAME).join('');
}
