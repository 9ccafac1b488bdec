import { toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { prepareLicence, type PreparedDocument } from '../../documents/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import {
  COPY_NUMBER_RANDOM,
  copyNumber,
  copyWords,
  type CopyKind,
  type CopyUse,
  type LicenceCopyRecord,
} from '../../domain/copy/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { VERIFICATION_CODE_BYTES, writeVerificationCode } from '../../domain/identifier/index.ts';
import { maskPurpose, originalFile } from '../../domain/licence/index.ts';
import { timeStampRoom } from '../evidence/index.ts';
import { admitUse } from '../grants/admit-use.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import { useLicenceType } from '../licence-types/index.ts';
import { faceContent } from '../licences/face.ts';
import type { FoundLicence } from '../licences/find.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { named, refuseEnded, refuseName } from '../organisations/index.ts';
import { custodyKey, usableVersion } from '../seals/usable-version.ts';
import { stampingId } from '../stamping/log/id.ts';
import { doneWrites } from '../stamping/outcome.ts';
import { refuseRevoked } from '../stamping/refuse-revoked.ts';
import { useSeal } from '../stamping/stamp.ts';
import type { ClaimRecord } from '../storage/index.ts';
import { copySealOf } from './seal.ts';

/** A copy to be made. */
export interface CopyOrder extends FoundLicence {
  readonly actor: Actor;
  readonly reason: Purpose;
  readonly kind: CopyKind;
  readonly use?: CopyUse;
  readonly expiresAt: string | null;
  /** What is drawn over the face besides the line at its foot. */
  readonly overlay: { readonly mark?: string; readonly repeated: readonly string[] };
}

/**
 * Draws the face of a licence again with what is to be read over it, seals it and keeps the file: what is drawn, and the metadata, name the
 * copy's number, and identifier, edition and SM3 of the original. Intent before, result after, as with every use of a seal.
 * @throws {YinzhengError} as `makeUseCopy`
 */
export async function sealCopy(deps: LicenceDependencies, order: CopyOrder): Promise<LicenceCopyRecord> {
  const { actor, licence } = order;
  const { records } = deps.store;
  const now = deps.clock.now();
  const maker = await records.get('organisations', actor.organisation ?? '');
  if (!maker) throw new YinzhengError('COPY_SEAL_MISSING', { organisation: actor.organisation ?? '' });
  const seal = await copySealOf(deps, maker._id);
  const version = usableVersion(seal, now);
  custodyKey(version);
  refuseEnded(maker, now);
  refuseName(maker, seal, now);
  const reason = maskPurpose(order.reason, licence.holders);
  await refuseRevoked(deps, { seal, version, actor, purpose: reason });
  const asked = { seal: seal._id, sealVersion: version.number, owner: seal.owner, kind: `licence:${licence.typeCode}` } as const;
  const admitted = await admitUse({ ...deps, records }, { ...asked, actor, purpose: reason });
  const signingTime = Math.floor(now / 1000) * 1000;
  const stamping = stampingId(deps);
  const draft = draftCopy(deps, { order, maker: { code: maker._id, name: named(maker, now).name }, stamping });
  const prepared = await drawCopy(deps, { order, copy: draft, seal: { record: seal, version }, signingTime });
  const digestBefore = toHex(prepared.dataHash);
  const made: { copy: LicenceCopyRecord | null } = { copy: null };
  await useSeal(
    deps,
    { id: stamping, seal, version, signingTime, digestBefore, actor, purpose: reason, ...admitted },
    {
      prepared,
      record: async ({ file, level }) => {
        const digest = toHex(file.sm3);
        const kept = await deps.store.blobs.keep(file.bytes, { owner: maker._id, sm3: file.sm3 });
        const copy = told(deps, order, {
          ...{ ...draft, recordedAt: isoInstant(deps.clock.now()) },
          file: { format: 'pdf', digest, size: file.bytes.length, ...kept },
        });
        const claim: ClaimRecord = {
          _id: `code:${copy.verificationCode}`,
          ...({ schema: 1, version: 1 } as const),
          ...{ owner: copy._id, claimedAt: copy.recordedAt },
        };
        await records.write([
          { kind: 'insert', collection: 'claims', record: claim },
          { kind: 'insert', collection: 'licence-copies', record: copy },
          ...(await doneWrites(deps, stamping, { digestBefore, digestAfter: digest, evidence: level })),
        ]);
        made.copy = copy;
      },
    },
  );
  deps.journal.poke();
  if (!made.copy) throw new RangeError('what was sealed was recorded');
  return made.copy;
}

/** The record of a copy as far as it is known before it is drawn. */
function draftCopy(
  deps: Pick<LicenceDependencies, 'clock' | 'random'>,
  input: {
    readonly order: CopyOrder;
    readonly maker: LicenceCopyRecord['maker'];
    readonly stamping: string;
  },
): Omit<LicenceCopyRecord, 'file'> {
  const { order, maker, stamping } = input;
  const { licence, edition, kind, use, expiresAt, actor, reason } = order;
  const original = originalFile(edition);
  if (!original) throw new YinzhengError('FILE_NOT_FOUND');
  return {
    ...{ _id: copyNumber(deps.clock.now(), deps.random.bytes(COPY_NUMBER_RANDOM)), schema: 1, version: 1, kind },
    licence: licence._id,
    original: { identifier: edition.identifier, edition: edition.number, digest: original.digest },
    ...{ maker, verificationCode: writeVerificationCode(deps.random.bytes(VERIFICATION_CODE_BYTES)) },
    ...{ ...(use && { use }), expiresAt, stamping, actor, reason: maskPurpose(reason, licence.holders) },
    ...{ recordedAt: isoInstant(deps.clock.now()), outbox: [], pending: false },
  };
}

async function drawCopy(
  deps: LicenceDependencies,
  input: {
    readonly order: CopyOrder;
    readonly copy: Omit<LicenceCopyRecord, 'file'>;
    readonly seal: Parameters<typeof prepareLicence>[1]['seal'];
    readonly signingTime: number;
  },
): Promise<PreparedDocument> {
  const { order, copy, seal, signingTime } = input;
  const { licence, edition, overlay } = order;
  const issuer = await deps.store.records.get('organisations', licence.issuer.code);
  if (!issuer) throw new YinzhengError('ORGANISATION_NOT_FOUND', { organisation: licence.issuer.code });
  const { type, face, faceKey } = await useLicenceType(deps.store.records, {
    ...{ code: licence.typeCode, organisation: issuer, made: edition },
  });
  const words = copyWords(copy);
  // Whoever types the code of a copy, or scans it, asks about the copy.
  const { verificationCode } = copy;
  return prepareLicence(deps.engine, {
    ...{ template: face, templateKey: faceKey, ...faceContent(type, licence, { ...edition, verificationCode }) },
    overlay: { ...overlay, foot: words },
    qrText: `${deps.publicUrl}/v/${verificationCode}`,
    title: `${licence.typeName} ${edition.licenceNumber}`,
    subject: words,
    ...{ issuer: copy.maker.name, seal, signingTime, identifier: copy._id, timeStampSize: timeStampRoom(deps.evidence) },
  });
}

function told(
  deps: Pick<LicenceDependencies, 'journal'>,
  { actor, licence }: CopyOrder,
  copy: LicenceCopyRecord,
): LicenceCopyRecord {
  const { _id, kind, original, file, expiresAt, recordedAt, stamping } = copy;
  const facts = {
    ...{
      licence: licence._id,
      copy: _id,
      copyKind: kind,
      identifier: original.identifier,
      edition: original.edition,
      original: original.digest,
    },
    ...{ digest: file.digest, expiresAt, stamping, ...personsTold(deps.journal, licence.holders) },
  };
  const event: DomainEvent = {
    ...{ id: `licence-copies/${_id}/1`, subject: `licence-copies/${_id}` },
    kind: 'licence-copied',
    ...{ effectiveAt: recordedAt, recordedAt, actor, purpose: copy.reason ?? null, facts },
  };
  return { ...copy, outbox: [event], pending: true };
}
