import { YinzhengError } from '../../base/errors/index.ts';
import { readIdentifier } from '../../domain/identifier/index.ts';
import type { LicenceEdition, LicenceRecord } from '../../domain/licence/index.ts';
import { sharedType, type SharedType } from '../../domain/sharing/index.ts';
import { noLicence } from '../licences/find.ts';
import type { Sharer } from './sharer.ts';

/** A licence that is shared with a system, and how far. */
export interface FoundShared {
  readonly licence: LicenceRecord;
  readonly edition: LicenceEdition;
  readonly type: SharedType;
}

/**
 * The licence of an identifier, where its type is shared with the system; null while it is being made. One of another type is not found, so that its existence is not told.
 * @throws {YinzhengError} LICENCE_NOT_FOUND, IDENTIFIER_INVALID
 */
export async function findShared(
  { source, terms }: Pick<Sharer, 'source' | 'terms'>,
  identifier: string,
): Promise<FoundShared | null> {
  const { text } = readIdentifier(identifier.trim());
  const [licence] = await source.records.find('licences', { index: 'identifier', equals: text, limit: 1 });
  const edition = licence?.editions.find((candidate) => candidate.identifier === text);
  const type = licence && sharedType(terms, licence.typeCode);
  if (!licence || !edition || !type || licence.destroyed || licence.state === 'abandoned') throw noLicence(text);
  return edition.files.length === 0 ? null : { licence, edition, type };
}

/**
 * The licence that a printed verification code belongs to, as {@link findShared} finds it.
 * @throws {YinzhengError} LICENCE_NOT_FOUND
 */
export async function findByCode({ source, terms }: Pick<Sharer, 'source' | 'terms'>, code: string): Promise<FoundShared | null> {
  const [licence] = await source.records.find('licences', { index: 'verificationCode', equals: code, limit: 1 });
  const edition = licence?.editions.find(({ verificationCode }) => verificationCode === code);
  const type = licence && sharedType(terms, licence.typeCode);
  if (!licence || !edition || !type || licence.destroyed || licence.state === 'abandoned')
    throw new YinzhengError('LICENCE_NOT_FOUND');
  return edition.files.length === 0 ? null : { licence, edition, type };
}
