import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import { readIdentifier } from '../../domain/identifier/index.ts';
import type { LicenceEdition, LicenceRecord } from '../../domain/licence/index.ts';
import { authorise } from '../access/authorise.ts';
import { reaches, succeeds } from '../organisations/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** A licence and the edition that an identifier names. */
export interface FoundLicence {
  readonly licence: LicenceRecord;
  readonly edition: LicenceEdition;
}

/**
 * The published licence that an identifier names, null when there is none.
 * @throws {YinzhengError} IDENTIFIER_INVALID
 */
export async function findByIdentifier(records: Pick<RecordStore, 'find'>, text: string): Promise<FoundLicence | null> {
  const { text: identifier } = readIdentifier(text);
  const [licence] = await records.find('licences', { index: 'identifier', equals: identifier, limit: 1 });
  const edition = licence?.editions.find((candidate) => candidate.identifier === identifier);
  return licence?.state === 'published' && edition ? { licence, edition } : null;
}

/** Why nothing was found under an identifier of the right form: it is mistyped, or there is none. */
export function noLicence(identifier: string): YinzhengError {
  if (readIdentifier(identifier).checkRight) return new YinzhengError('LICENCE_NOT_FOUND');
  return new YinzhengError('IDENTIFIER_INVALID', {
    reason: bilingual('its check character does not fit: it is mistyped', '校验字符不符，可能输入有误'),
  });
}

/**
 * The licence that an actor may act on: one of the own organisation or within his scope, or of one that it succeeds. One outside the actor's scope is not found, so that its existence is not told.
 * @throws {YinzhengError} NOT_ALLOWED when the capacity has no such action at all, LICENCE_NOT_FOUND, LICENCE_DESTROYED, IDENTIFIER_INVALID
 */
export async function findForActor(
  records: RecordStore,
  input: { readonly actor: Actor; readonly action: Action; readonly identifier: string; readonly now: Instant },
): Promise<FoundLicence> {
  const { actor, action, identifier, now } = input;
  authorise(actor, action, actor.organisation);
  const found = await findByIdentifier(records, identifier);
  if (!found) throw noLicence(identifier);
  const issuer = found.licence.issuer.code;
  if (
    !(await reaches(records, actor, { action, organisation: issuer })) &&
    !(await mayAsSuccessor(records, actor, { forerunner: issuer, at: now }))
  )
    throw new YinzhengError('LICENCE_NOT_FOUND');
  if (found.licence.destroyed) throw new YinzhengError('LICENCE_DESTROYED');
  return found;
}

async function mayAsSuccessor(
  records: RecordStore,
  { organisation }: Actor,
  of: { readonly forerunner: string; readonly at: Instant },
): Promise<boolean> {
  return organisation !== null && succeeds(records, { organisation, ...of });
}
