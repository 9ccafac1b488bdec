/** What a counter does with the objections of its organisation. */
import type { Actor } from '../../domain/access/index.ts';
import type { ObjectionRecord } from '../../domain/objection/index.ts';
import { addAttachment, readAttachment, type AttachmentOrder, type ReadFile } from './attachments.ts';
import { findConcerned, shown, type ShownObjection } from './find.ts';
import { counterFiler, endObjection } from './own.ts';
import type { ObjectionKeeping } from './ports.ts';

/**
 * Takes back an objection of the actor's organisation, or closes one that was answered.
 * @throws {YinzhengError} NOT_ALLOWED, OBJECTION_NOT_FOUND, OBJECTION_NOT_POSSIBLE
 */
export async function endFiledObjection(
  deps: ObjectionKeeping,
  actor: Actor,
  { id, step }: { readonly id: string; readonly step: 'withdraw' | 'close' },
): Promise<ShownObjection> {
  return shown(deps, await endObjection(deps, counterFiler(actor, 'objection:file'), { id, step, note: null }));
}

/**
 * Adds a piece of evidence to an objection of the actor's organisation.
 * @throws {YinzhengError} NOT_ALLOWED, OBJECTION_NOT_FOUND, OBJECTION_NOT_POSSIBLE, OBJECTION_INVALID
 */
export async function attachToFiled(deps: ObjectionKeeping, actor: Actor, order: AttachmentOrder): Promise<ObjectionRecord> {
  return addAttachment(deps, counterFiler(actor, 'objection:file'), order);
}

/**
 * A piece of evidence, for the organisation that objects and those that answer.
 * @throws {YinzhengError} NOT_ALLOWED, OBJECTION_NOT_FOUND, FILE_NOT_FOUND
 */
export async function readEvidence(
  deps: ObjectionKeeping,
  actor: Actor,
  { id, attachment }: { readonly id: string; readonly attachment: string },
): Promise<ReadFile> {
  return readAttachment(deps, actor, await findConcerned(deps, actor, { action: 'objection:read', id }), attachment);
}
