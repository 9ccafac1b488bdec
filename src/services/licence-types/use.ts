/** What a licence of a type is made with: the version that holds, or the one that an edition was made by. */
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import {
  addsFor,
  inlineFace,
  isWithdrawn,
  mayIssue,
  publishedVersion,
  readLicenceType,
  typeInUse,
  versionOf,
  type AdditionInUse,
  type AdditionReference,
  type CatalogueVersion,
  type Issuer,
  type StoredLicenceType,
  type TypeAdditionRecord,
  type TypeDefinition,
  type TypeInUse,
} from '../../domain/catalogue/index.ts';
import { placeOf, type OrganisationRecord } from '../../domain/organisation/index.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';

/** The catalogue as an edition was made by it. */
export interface MadeBy {
  readonly typeVersion: number;
  readonly typeAdditions?: readonly AdditionReference[];
  readonly template?: string;
}

/** A type as an issuer uses it, with its face. */
export interface UsableType {
  readonly type: TypeInUse;
  /** As `drawing/layout` reads it, and a key that names it and nothing else. */
  readonly face: unknown;
  readonly faceKey: string;
}

/**
 * A licence type as an organisation uses it now; or, for a licence that is there, as its edition was made, whatever was changed or withdrawn
 * since.
 * @throws {YinzhengError} LICENCE_TYPE_NOT_FOUND, LICENCE_TYPE_UNUSABLE
 */
export async function useLicenceType(
  records: Pick<RecordStore, 'get' | 'find'>,
  { code, organisation, made }: { readonly code: string; readonly organisation: OrganisationRecord; readonly made?: MadeBy },
): Promise<UsableType> {
  const [stored, additions] = await Promise.all([
    records.get('licence-types', code),
    records.find('licence-type-additions', { index: 'type', equals: code, limit: MAX_PAGE }),
  ]);
  if (!stored) throw new YinzhengError('LICENCE_TYPE_NOT_FOUND', { type: code });
  const record = readLicenceType(stored);
  const issuer = { organisation: organisation._id, place: placeOf(organisation) };
  const version = made ? versionOf(record, made.typeVersion) : publishedVersion(record);
  if (!version) throw unusable('it is not published', '尚未发布');
  if (!made) refuse(version, issuer, isWithdrawn(record));
  const used = made
    ? await Promise.all((made.typeAdditions ?? []).map((each) => additionOf(records, additions, each)))
    : await holding(records, additions, issuer);
  const type = typeInUse(record, version, { issuer, additions: used, template: made?.template });
  if (!type) throw unusable('it has no face template for the area of the issuer', '没有适用于颁发机构所在区划的照面模板');
  return { type, ...(await faceOf(records, stored, type)) };
}

function refuse({ content }: CatalogueVersion<TypeDefinition>, issuer: Issuer, withdrawn: boolean): void {
  if (withdrawn) throw unusable('it was withdrawn', '该类型已停用');
  if (content.origin === 'collected')
    throw unusable('licences of it are made by another system and collected from there', '该类证照由其他系统制发，本系统仅归集');
  if (!mayIssue(content.issuers, issuer)) throw unusable('the organisation is not among its issuers', '该机构不是其颁发机构');
}

/** The additions that hold for an issuer now. */
async function holding(
  records: Pick<RecordStore, 'get'>,
  additions: readonly TypeAdditionRecord[],
  issuer: Issuer,
): Promise<readonly AdditionInUse[]> {
  const published = additions.flatMap((record) => {
    const version = isWithdrawn(record) ? null : publishedVersion(record);
    return version ? [{ owner: record.owner, version: version.number, content: version.content }] : [];
  });
  const placed = await Promise.all(published.map(async (each) => ({ ...each, place: await placeOfBody(records, each.owner) })));
  return placed.flatMap(({ place, ...each }) =>
    place && addsFor({ organisation: each.owner, place }, issuer) ? [{ ...each, place }] : [],
  );
}

async function additionOf(
  records: Pick<RecordStore, 'get'>,
  additions: readonly TypeAdditionRecord[],
  { owner, version: number }: AdditionReference,
): Promise<AdditionInUse> {
  const record = additions.find((each) => each.owner === owner);
  const version = record ? versionOf(record, number) : null;
  const place = await placeOfBody(records, owner);
  if (!version || !place) throw unusable(`what ${owner} added to it is not there`, `${owner} 对该类型的补充已不存在`);
  return { owner, version: number, content: version.content, place };
}

async function placeOfBody(records: Pick<RecordStore, 'get'>, code: string) {
  const body = await records.get('organisations', code);
  return body ? placeOf(body) : null;
}

async function faceOf(
  records: Pick<RecordStore, 'get'>,
  stored: StoredLicenceType,
  { code, version, template: { digest } }: TypeInUse,
): Promise<Pick<UsableType, 'face' | 'faceKey'>> {
  if (digest === null) return { face: inlineFace(stored), faceKey: `${code}/${version}` };
  const kept = await records.get('face-templates', digest);
  if (!kept) throw new YinzhengError('STORE_DAMAGED', { what: `face-templates/${digest}` });
  return { face: kept.face, faceKey: digest };
}

function unusable(en: string, zh: string): YinzhengError {
  const reason: Bilingual = bilingual(en, zh);
  return new YinzhengError('LICENCE_TYPE_UNUSABLE', { reason });
}
