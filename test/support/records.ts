/** Small valid records for tests of storage. */
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import type { DomainEvent } from '../../src/domain/journal/index.ts';
import type { LicenceEdition, LicenceRecord } from '../../src/domain/licence/index.ts';
import type { OrganisationRecord } from '../../src/domain/organisation/index.ts';
import type { SignatureKeyRecord } from '../../src/domain/signature/index.ts';
import { SERVER_ACTOR } from '../../src/services/platform.ts';
import type {
  ClaimRecord,
  ReportRecord,
  SettingRecord,
  SigningRecord,
  StampingRecord,
} from '../../src/services/storage/index.ts';

import { reportWith } from './reports.ts';

const PROVIDER = createNativeProvider();
const PURPOSE = { item: 'test', caseNumber: null, cause: 'test' };
const TIME = '2026-05-01T08:00:00.000Z';

/** SM3 as the journal takes it. */
export function sm3(bytes: Uint8Array): Uint8Array {
  return PROVIDER.digest('sm3', bytes);
}

/** Keys of a file store, the same at each call. */
export const BLOB_KEYS = {
  address: new Uint8Array(32).fill(1),
  encryption: new Uint8Array(16).fill(2),
  authentication: new Uint8Array(32).fill(3),
};

/** A claim. */
export function claim(id: string, owner = 'somebody'): ClaimRecord {
  return { _id: id, schema: 1, version: 1, owner, claimedAt: TIME };
}

/** A setting. */
export function setting(id: string, version: number, value: SettingRecord['value'] = {}): SettingRecord {
  return { _id: id, schema: 1, version, value };
}

/** An event about a subject. */
export function event(id: string, facts: DomainEvent['facts'] = {}, recordedAt = TIME): DomainEvent {
  const subject = id.split('/').slice(0, 2).join('/');
  return { id, kind: 'licence-read', subject, effectiveAt: recordedAt, recordedAt, actor: SERVER_ACTOR, purpose: PURPOSE, facts };
}

/** A kept report that was made at a moment, ms. */
export function keptReportRecord(at: number, name = '0'): ReportRecord {
  const document = { format: 'pdf', size: 1, sm3: '00'.repeat(32) } as const;
  const createdAt = new Date(at).toISOString();
  const policy = { revocation: 'require', acceptDemonstration: false } as const;
  return {
    ...{ _id: at.toString(16).padStart(12, '0') + name.repeat(32), schema: 1, version: 1, createdAt },
    report: reportWith({ document, validatedAt: createdAt }),
    diagnostic: {
      ...{ schema: 1, view: 'diagnostic', document, validatedAt: createdAt, proofOfExistence: null },
      policy: { sm3: '00'.repeat(32), value: policy },
      ...{ anchors: [], certificates: [], revocationLists: [], ocspResponses: [] },
      ...{ sealMakers: [], timeStamps: [], register: null },
    },
  };
}

/** An organisation, as it was recorded before organisations were administered. */
export function organisation(id: string, changes: Partial<OrganisationRecord> = {}): OrganisationRecord {
  return {
    ...{ _id: id, schema: 1, version: 1, name: '样例局', bodyClass: 'department', areaCode: '510104', demonstration: false },
    ...changes,
  };
}

/** A stamping. */
export function stamping(id: string, changes: Partial<StampingRecord> = {}): StampingRecord {
  return {
    _id: id,
    schema: 1,
    version: 1,
    state: 'intended',
    seal: 'seal-1',
    sealVersion: 1,
    organisation: '91330000000000000X',
    subject: null,
    digestBefore: null,
    digestAfter: null,
    signingTime: TIME,
    recordedAt: TIME,
    actor: SERVER_ACTOR,
    purpose: PURPOSE,
    failure: null,
    outbox: [],
    pending: false,
    ...changes,
  };
}

/** A signing. */
export function signing(id: string, changes: Partial<SigningRecord> = {}): SigningRecord {
  return {
    ...{ _id: id, schema: 1, version: 1, state: 'intended', form: 'pades', certify: 'none', keyId: 'key-1', certificate: '' },
    ...{ organisation: '91330000000000000X', subject: null, digestBefore: null, digestAfter: null, evidence: null },
    ...{ signingTime: TIME, recordedAt: TIME, actor: SERVER_ACTOR, purpose: PURPOSE, failure: null, outbox: [], pending: false },
    ...changes,
  };
}

/** A key that signs for an organisation. */
export function signatureKey(id: string, changes: Partial<SignatureKeyRecord> = {}): SignatureKeyRecord {
  return {
    ...{ _id: id, schema: 1, version: 1, organisation: '91330000000000000X', algorithm: 'rsa', state: 'assigned', since: TIME },
    ...{ outbox: [], pending: false },
    ...changes,
  };
}

/** An edition of a licence. */
export function edition(number: string, changes: Partial<LicenceEdition> = {}): LicenceEdition {
  return {
    number,
    identifier: `identifier-${number}`,
    verificationCode: `code-${number}`,
    licenceNumber: `印证字〔2026〕${number}号`,
    typeVersion: 1,
    issueDate: '2026-05-01' as LicenceEdition['issueDate'],
    validFrom: '2026-05-01' as LicenceEdition['issueDate'],
    validTo: 'long-term',
    fields: { 经营范围: '𪨊·测试' },
    intent: { stamping: `stamping-${number}`, seal: 'seal-1', sealVersion: 1, signingTime: TIME },
    files: [],
    issuedBy: SERVER_ACTOR,
    purpose: PURPOSE,
    recordedAt: TIME,
    ...changes,
  };
}

/** A licence. */
export function licence(id: string, changes: Partial<LicenceRecord> = {}): LicenceRecord {
  return {
    _id: id,
    schema: 1,
    version: 1,
    origin: 'issued',
    state: 'published',
    caseKey: `case-${id}`,
    requestDigest: 'd'.repeat(64),
    typeCode: 'type',
    typeName: '测试许可证',
    issuer: { code: 'issuer-1', name: '测试局' },
    responsible: { code: 'issuer-1', name: '测试局' },
    holders: [{ name: '样本', codeType: '111', code: '330000000000000000' }],
    editions: [edition('001')],
    events: [],
    demonstration: true,
    outbox: [],
    pending: false,
    ...changes,
  };
}
