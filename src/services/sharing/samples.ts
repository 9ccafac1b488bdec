/** The sandbox (沙箱): licences that are in no register, of types and a holder that do not exist, the same for everybody. */
import { toHex, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, LONG_TERM, type LocalDate } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { writeIdentifier, writeVerificationCode } from '../../domain/identifier/index.ts';
import type { LicenceEdition, LicenceRecord, StatusEvent, StatusEventKind } from '../../domain/licence/index.ts';
import { indexEntries, type LicenceChangeRecord, type RecordStore } from '../storage/index.ts';
import { changeId, checkWithin } from './feed.ts';
import { sampleFile } from './sample-file.ts';
import type { SharedSource, SharedTypeFacts } from './shapes.ts';

/** Codes of an area that does not exist. */
const DEFINER = '11990000MB0000019F';
const ISSUER = { code: '11990100MB0000027F', name: '样本市监督管理局' } as const;
const BEGAN = Date.parse('2026-01-05T01:00:00Z');
const DAY = 86_400_000;
const SERVER: Actor = {
  person: null,
  organisation: null,
  capacity: 'system',
  onBehalfOf: null,
  client: 'sandbox',
  session: null,
};

const TEXT = { type: 'text', required: true } as const;

/** The licence types of the sandbox. */
export const SAMPLE_TYPES: readonly SharedTypeFacts[] = [
  {
    ...{ code: `${DEFINER}901`, name: '样本经营许可证', version: 1, files: true },
    fields: [
      { name: '经营者名称', ...TEXT },
      { name: '经营项目', ...TEXT },
    ],
  },
  { ...{ code: `${DEFINER}902`, name: '样本资格证书', version: 1, files: true }, fields: [{ name: '资格类别', ...TEXT }] },
];

interface Outline {
  readonly type: 0 | 1;
  readonly face: Readonly<Record<string, string>>;
  readonly validTo: LocalDate | typeof LONG_TERM;
  readonly act: StatusEventKind | null;
}

const SHOP = { 经营者名称: '样本餐饮有限公司', 经营项目: '热食类食品制售' };
const OUTLINES: readonly Outline[] = [
  { type: 0, face: SHOP, validTo: LONG_TERM, act: null },
  { type: 0, face: SHOP, validTo: LONG_TERM, act: 'suspend' },
  { type: 0, face: SHOP, validTo: '2026-01-31' as LocalDate, act: null },
  { type: 1, face: { 资格类别: '样本一级' }, validTo: LONG_TERM, act: 'revoke' },
];

/** The holder of all samples. */
export const SAMPLE_HOLDER = { name: '欧阳样本', codeType: '999', code: 'SAMPLE-0001' } as const;

/** The licences of the sandbox; their files have the digests that their bytes have. */
export function sampleLicences(crypto: Pick<CryptoProvider, 'digest'>): readonly LicenceRecord[] {
  return OUTLINES.map((outline, index) => sampleLicence(crypto, outline, index + 1));
}

function sampleLicence(crypto: Pick<CryptoProvider, 'digest'>, outline: Outline, number: number): LicenceRecord {
  const type = SAMPLE_TYPES[outline.type];
  if (!type) throw new RangeError('there is no such sample type');
  const recordedAt = isoInstant(BEGAN + number * DAY);
  const identifier = writeIdentifier({
    ...{ typeCode: type.code, issuerCode: ISSUER.code, serial: `SANDBOX${String(number).padStart(4, '0')}`, edition: '001' },
  });
  const bytes = sampleFile(identifier);
  const issueDate = recordedAt.slice(0, 10) as LocalDate;
  const edition: LicenceEdition = {
    ...{ number: '001', identifier, licenceNumber: `样本〔2026〕${String(number).padStart(4, '0')}号` },
    verificationCode: writeVerificationCode(utf8(`SANDBOX${String(number).padStart(3, '0')}`)),
    ...{ typeVersion: 1, issueDate, validFrom: issueDate, validTo: outline.validTo, fields: outline.face },
    intent: { stamping: 'sandbox', seal: 'sandbox', sealVersion: 1, signingTime: recordedAt },
    files: [
      {
        ...{ format: 'pdf', role: 'original', digest: toHex(crypto.digest('sm3', bytes)), size: bytes.length },
        ...{ blob: identifier, recordedAt },
      },
    ],
    ...{ issuedBy: SERVER, purpose: { item: '样本', caseNumber: null, cause: '联调' }, recordedAt },
  };
  const at = isoInstant(BEGAN + number * DAY + DAY);
  const events: readonly StatusEvent[] =
    outline.act === null
      ? []
      : [{ kind: outline.act, reason: '样本', documentNumber: '样本文书', effectiveAt: at, recordedAt: at, actor: SERVER }];
  return {
    ...{ _id: `sample-${number}`, schema: 1, version: 1, origin: 'issued', state: 'published', caseKey: `sample-${number}` },
    ...{ requestDigest: '', typeCode: type.code, typeName: type.name, issuer: ISSUER, responsible: ISSUER },
    ...{ holders: [SAMPLE_HOLDER], editions: [edition], events, demonstration: true, outbox: [], pending: false },
  };
}

/** The sandbox as a source. It reads nothing of any store. */
export function sampleSource({ crypto }: { readonly crypto: Pick<CryptoProvider, 'digest'> }): SharedSource {
  const licences = sampleLicences(crypto);
  const records = {
    get: (collection: string, id: string) =>
      Promise.resolve(collection === 'licences' ? (licences.find(({ _id }) => _id === id) ?? null) : null),
    find: (
      collection: string,
      { index, equals, after = '', limit }: { index: string; equals: unknown; after?: string; limit: number },
    ) =>
      Promise.resolve(
        collection !== 'licences'
          ? []
          : licences
              .filter(
                (licence) =>
                  licence._id > after &&
                  indexEntries('licences', licence).some(([name, value]) => name === index && value === equals),
              )
              .slice(0, limit),
      ),
  } as unknown as Pick<RecordStore, 'find' | 'get'>;
  const changes = licences.flatMap(changesOf).map((change, index) => ({ ...change, _id: changeId(index + 1) }));
  return {
    records,
    sample: true,
    file({ blob }) {
      return blob === '' ? Promise.reject(new YinzhengError('BLOB_NOT_FOUND')) : Promise.resolve(sampleFile(blob));
    },
    async changes({ after, limit }) {
      checkWithin(after, changes.length);
      const items = changes.filter(({ _id }) => Number(_id) > after).slice(0, limit);
      const through = Math.max(after, ...items.map(({ _id }) => Number(_id)));
      return await Promise.resolve({ items, through, more: through < changes.length });
    },
  };
}

function changesOf({
  _id: licence,
  editions,
  events,
  typeCode,
  issuer,
}: LicenceRecord): readonly Omit<LicenceChangeRecord, '_id'>[] {
  const [edition] = editions;
  if (!edition) return [];
  const { identifier, number, recordedAt } = edition;
  const about = { schema: 1, version: 1, licence, identifier, edition: number, typeCode, issuer: issuer.code } as const;
  return [
    { ...about, change: 'issued', effectiveAt: recordedAt, recordedAt },
    ...events.map(({ effectiveAt, recordedAt: at }) => ({
      ...{ ...about, change: 'status-changed' as const, effectiveAt, recordedAt: at },
    })),
  ];
}
