/** What systems are shown of licences, in our words. */
import { isoInstant } from '../../base/time.ts';
import {
  holdersOf,
  maskCode,
  maskName,
  type Holder,
  type LicenceEdition,
  type LicenceRecord,
  type StatusAnswer,
} from '../../domain/licence/index.ts';
import { writeDate, type SharingProfile } from '../../domain/sharing/index.ts';
import { LICENCE_STATUS_WORDS } from '../../report/words/index.ts';
import type { DirectoryRow, SharedFile, SharedLicence, SharedStatus } from '../../services/sharing/index.ts';

type View = Readonly<Record<string, unknown>>;

/** A licence as it is listed: its holder masked, nothing of its face. */
export function listedView(
  profile: SharingProfile,
  {
    licence,
    edition,
    status,
  }: { readonly licence: LicenceRecord; readonly edition: LicenceEdition; readonly status: StatusAnswer },
): View {
  return {
    ...factsView(profile, licence, edition),
    ...statusView(profile, status),
    holders: holdersOf(licence, edition).map(({ name, code, codeType }) => ({
      ...{ holderName: maskName(name), holderCode: maskCode(code), holderCodeType: codeType },
    })),
  };
}

/** A licence whole, as far as it is shared. */
export function licenceView(profile: SharingProfile, { licence, edition, status, face }: SharedLicence): View {
  return {
    ...factsView(profile, licence, edition),
    ...statusView(profile, status),
    ...{ licenceNumber: edition.licenceNumber, holders: holdersOf(licence, edition).map(holderView), face },
  };
}

/** A directory record (GB/T 36902). */
export function directoryView(profile: SharingProfile, row: DirectoryRow): View {
  const { licence, edition, status, sequence, operation, recordedAt, area } = row;
  const { identifier } = edition;
  const about = { sequence, operation: profile.directory[operation], identifier, recordedAt, ...statusView(profile, status) };
  if (operation === 'remove') return about;
  return {
    ...about,
    ...factsView(profile, licence, edition),
    ...{ licenceNumber: edition.licenceNumber, area, holders: holdersOf(licence, edition).map(holderView) },
  };
}

/** A status; a licence that is not shared, or is none, is unknown. */
export function statusLine(profile: SharingProfile, { identifier, status }: SharedStatus): View {
  return { identifier, ...(status ? statusView(profile, status) : { status: profile.statuses.unknown }) };
}

/** A file with its content. */
export function fileView({ bytes, file, identifier }: SharedFile): View {
  return {
    ...{ identifier, fileName: `${identifier}.${file.format}`, fileFormat: file.format, fileSize: file.size },
    ...{ fileDigest: file.digest, content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') },
  };
}

function factsView(profile: SharingProfile, licence: LicenceRecord, edition: LicenceEdition): View {
  return {
    ...{ identifier: edition.identifier, edition: edition.number, typeCode: licence.typeCode, typeName: licence.typeName },
    ...{ issuerCode: licence.issuer.code, issuerName: licence.issuer.name },
    issueDate: writeDate(profile, edition.issueDate),
    validFrom: writeDate(profile, edition.validFrom),
    validTo: writeDate(profile, edition.validTo),
  };
}

function statusView({ statuses }: SharingProfile, { status, since }: StatusAnswer): View {
  return { status: statuses[status], statusName: LICENCE_STATUS_WORDS[status].title.zh, statusSince: isoInstant(since) };
}

function holderView({ name, code, codeType }: Holder): View {
  return { holderName: name, holderCode: code, holderCodeType: codeType };
}
