/** A holder's own objections. */
import type { ObjectionRecord } from '../../domain/objection/index.ts';
import type { AuthenticatedHolder } from '../access/index.ts';
import type { OnBehalf } from '../holders/my-licences.ts';
import { addAttachment, readAttachment, type AttachmentOrder, type ReadFile } from './attachments.ts';
import { pageOf, shown, type ObjectionPage, type PageOrder, type ShownObjection } from './find.ts';
import { endObjection, findOwn, holderFiler } from './own.ts';
import type { ObjectionDependencies } from './ports.ts';

/** One of a holder's objections. */
export interface OwnOrder extends OnBehalf {
  readonly id: string;
}

/**
 * A holder's own objections, the latest first.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listMyObjections(
  deps: ObjectionDependencies,
  who: AuthenticatedHolder,
  page: OnBehalf & PageOrder,
): Promise<ObjectionPage> {
  const { key } = await holderFiler(deps, who, { onBehalfOf: page.onBehalfOf, power: 'read' });
  return pageOf(deps, { index: 'filer', equals: key }, page);
}

/**
 * One of a holder's own objections.
 * @throws {YinzhengError} NOT_ALLOWED, OBJECTION_NOT_FOUND
 */
export async function getMyObjection(
  deps: ObjectionDependencies,
  who: AuthenticatedHolder,
  { id, onBehalfOf }: OwnOrder,
): Promise<ShownObjection> {
  return shown(deps, await findOwn(deps, await holderFiler(deps, who, { onBehalfOf, power: 'read' }), id));
}

/**
 * Takes an objection back, or closes one that was answered.
 * @throws {YinzhengError} NOT_ALLOWED, OBJECTION_NOT_FOUND, OBJECTION_NOT_POSSIBLE
 */
export async function endMyObjection(
  deps: ObjectionDependencies,
  who: AuthenticatedHolder,
  { id, onBehalfOf, step }: OwnOrder & { readonly step: 'withdraw' | 'close' },
): Promise<ShownObjection> {
  const filer = await holderFiler(deps, who, { onBehalfOf, power: 'object' });
  return shown(deps, await endObjection(deps, filer, { id, step, note: null }));
}

/**
 * Adds a piece of evidence.
 * @throws {YinzhengError} NOT_ALLOWED, OBJECTION_NOT_FOUND, OBJECTION_NOT_POSSIBLE, OBJECTION_INVALID
 */
export async function attachToMine(
  deps: ObjectionDependencies,
  who: AuthenticatedHolder,
  { onBehalfOf, ...order }: OnBehalf & AttachmentOrder,
): Promise<ObjectionRecord> {
  return addAttachment(deps, await holderFiler(deps, who, { onBehalfOf, power: 'object' }), order);
}

/**
 * A piece of evidence of a holder's own objection.
 * @throws {YinzhengError} NOT_ALLOWED, OBJECTION_NOT_FOUND, FILE_NOT_FOUND
 */
export async function readMyAttachment(
  deps: ObjectionDependencies,
  who: AuthenticatedHolder,
  { id, onBehalfOf, attachment }: OwnOrder & { readonly attachment: string },
): Promise<ReadFile> {
  const filer = await holderFiler(deps, who, { onBehalfOf, power: 'read' });
  return readAttachment(deps, filer.actor, await findOwn(deps, filer, id), attachment);
}
