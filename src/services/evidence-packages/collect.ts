/** What a package has of a licence: everything that the register and its neighbours hold of how it came about and what became of it. */
import { utf8 } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { TarMember } from '../../base/tar/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import { verifyWithDiagnostic } from '../../documents/index.ts';
import { currentEdition, statusOf, type LicenceFile, type LicenceRecord } from '../../domain/licence/index.ts';
import { prepareTrust, writePem, type TrustMaterial } from '../../pki/index.ts';
import { archiveMetadata } from './metadata.ts';
import { CONTENT, REQUIRED } from './layout.ts';
import type { PackageDependencies } from './ports.ts';

/** Most stampings and signatures of one licence. */
const MOST_USES = 200;

/** The members of the content besides the journal. Rejects with BLOB_DAMAGED, STORE_UNAVAILABLE, TRUST_STORE_INVALID. */
export async function collectContent(
  deps: PackageDependencies,
  licence: LicenceRecord,
  now: Instant,
): Promise<readonly TarMember[]> {
  const edition = currentEdition(licence);
  const material = await deps.trust();
  const { files, verifications } = await filesOf(deps, licence, { material, now });
  const status = licence.editions.map((one) => ({
    ...{ identifier: one.identifier, edition: one.number },
    ...plain(statusOf(licence, one, { asOf: now, knownAt: now })),
  }));
  return [
    json(REQUIRED.licence, withoutKeys(licence)),
    json(REQUIRED.application, {
      ...{ type: licence.typeCode, typeName: licence.typeName, issuer: licence.issuer, responsible: licence.responsible },
      holders: licence.holders,
      editions: licence.editions.map((one) => without(one, ['files', 'status'])),
    }),
    json(REQUIRED.status, { asOf: isoInstant(now), editions: status, events: licence.events, hold: licence.hold ?? null }),
    member(REQUIRED.metadata, archiveMetadata(licence, edition, { made: isoInstant(now) })),
    ...files,
    ...verifications,
    ...(await usesOf(deps, licence)),
    ...trustMembers(material),
  ];
}

/** The record without what belongs to the store: outbox, keys of files and where they are. */
function withoutKeys(licence: LicenceRecord): object {
  const bare = (file: LicenceFile): object => without(file, ['key', 'blob']);
  return {
    ...without(licence, ['outbox', 'pending', 'caseKey', 'requestDigest']),
    editions: licence.editions.map((edition) => ({ ...edition, files: edition.files.map(bare) })),
  };
}

function without(record: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

function plain({ asOf, since, ...status }: ReturnType<typeof statusOf>): object {
  return { ...status, asOf: isoInstant(asOf), since: isoInstant(since) };
}

async function filesOf(
  { store, engine, policy }: PackageDependencies,
  licence: LicenceRecord,
  { material, now }: { readonly material: TrustMaterial; readonly now: Instant },
): Promise<{ readonly files: readonly TarMember[]; readonly verifications: readonly TarMember[] }> {
  const trust = prepareTrust(material, engine.crypto);
  const files: TarMember[] = [];
  const verifications: TarMember[] = [];
  const originals = licence.editions.flatMap(({ files: of }) =>
    of.filter(({ role, blob }) => role === 'original' && blob !== ''),
  );
  for (const { digest, format, size, recordedAt, blob, key } of originals) {
    const path = `${CONTENT}files/${digest}.${format}`;
    if (files.some((known) => known.path === path)) continue;
    let bytes: Uint8Array;
    try {
      bytes = await store.blobs.get(blob, key);
    } catch (error) {
      // A file that evidence was added to was replaced by the one with it.
      if (isYinzhengError(error, 'BLOB_NOT_FOUND')) continue;
      throw error;
    }
    files.push({ path, bytes });
    const proofOfExistence = { size, recordedAt: Date.parse(recordedAt) };
    const verified = verifyWithDiagnostic(engine, bytes, { trust, policy, at: now, proofOfExistence, sm3: digest });
    verifications.push(json(`${CONTENT}verifications/${digest}.json`, verified));
  }
  return { files, verifications };
}

/** Stampings, the approvals and grants that they were by, signatures, and the seals that were used. */
async function usesOf({ store }: PackageDependencies, { _id }: LicenceRecord): Promise<readonly TarMember[]> {
  const { records } = store;
  const subject = { index: 'subject', equals: `licences/${_id}`, limit: MOST_USES } as const;
  const [stampings, signings] = await Promise.all([records.find('stampings', subject), records.find('signings', subject)]);
  const found: TarMember[] = [];
  const add = (folder: string, record: object | null, id: string): void => {
    const path = `${CONTENT}${folder}/${id.replace(/[^\w.-]/g, '_').slice(0, 60)}.json`;
    if (record && !found.some((known) => known.path === path))
      found.push(json(path, without(record, ['outbox', 'pending', 'draft'])));
  };
  for (const stamping of stampings) {
    add('stampings', stamping, stamping._id);
    if (stamping.approval !== undefined) add('approvals', await records.get('approvals', stamping.approval), stamping.approval);
    if (stamping.grant !== undefined) add('grants', await records.get('grants', stamping.grant), stamping.grant);
    add('seals', await records.get('seals', stamping.seal), stamping.seal);
  }
  for (const signing of signings) add('signings', signing, signing._id);
  return found;
}

function trustMembers({
  anchors,
  intermediates,
  revocationLists,
  ocspResponses = [],
  sealMakers,
}: TrustMaterial): readonly TarMember[] {
  const pem = (certificates: readonly { readonly raw: Uint8Array }[]): string =>
    certificates.map(({ raw }) => writePem('CERTIFICATE', raw)).join('');
  const number = (index: number): string => String(index + 1).padStart(3, '0');
  return [
    member(REQUIRED.anchors, pem(anchors.map(({ certificate }) => certificate))),
    member(`${CONTENT}pki/intermediates.pem`, pem(intermediates)),
    // One by one as well: OpenSSL passes the user ID of SM2 on to one certificate of a path alone.
    ...intermediates.map((certificate, index) => member(`${CONTENT}pki/intermediates/${number(index)}.pem`, pem([certificate]))),
    json(`${CONTENT}pki/seal-makers.json`, sealMakers),
    ...revocationLists.map(({ raw }, index) => ({ path: `${CONTENT}pki/revocation-lists/${number(index)}.crl`, bytes: raw })),
    ...ocspResponses.map((bytes, index) => ({ path: `${CONTENT}pki/ocsp-responses/${number(index)}.der`, bytes })),
  ];
}

function json(path: string, value: unknown): TarMember {
  return member(path, `${JSON.stringify(value, null, 1)}\n`);
}

function member(path: string, text: string): TarMember {
  return { path, bytes: utf8(text) };
}
