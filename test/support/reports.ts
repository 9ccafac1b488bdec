/** Reports for tests of what shows them: typed, fictitious, one for each state that matters. */
import type {
  CertificateSummary,
  Check,
  CheckId,
  RegisterReport,
  SignatureReport,
  VerificationReport,
} from '../../src/report/index.ts';

const SIGNER: CertificateSummary = {
  organisation: '11510000MB0000001X样本省市场监督管理局',
  commonName: '51000000000017',
  issuer: 'C=CN, O=样本省数字证书认证中心, CN=样本 SM2 签名 CA',
  serialNumber: '3a7c51f09be24d10',
  notBefore: '2025-01-01T00:00:00.000Z',
  notAfter: '2030-01-01T00:00:00.000Z',
  sm3: '5e1f'.repeat(16),
};

const CHECK_IDS: readonly (readonly [CheckId, string])[] = [
  ['structure', 'GB/T 38540-2020 7.3 a)'],
  ['coverage', 'ISO 32000-2 12.8.1'],
  ['data-hash', 'GB/T 38540-2020 7.3 e)'],
  ['signature-value', 'GB/T 38540-2020 7.3 b)'],
  ['signer-in-seal', 'GB/T 38540-2020 7.3 c)'],
  ['signer-chain', 'GB/T 20518-2018'],
  ['seal-signature', 'GB/T 38540-2020 6.3 b)'],
  ['seal-maker', 'GB/T 38540-2020 6.3 c)'],
  ['seal-period', 'GB/T 38540-2020 6.3 d)'],
  ['signing-time', 'GB/T 38540-2020 7.3 d)'],
  ['revocation', 'RFC 5280 6.3'],
  ['changes', 'ISO 32000-2 12.8.2.2'],
  ['appearance', 'GB/T 38540-2020 6.2'],
];

/** All checks passed, but for those given instead. */
export function checksWith(...instead: readonly Check[]): readonly Check[] {
  return CHECK_IDS.map(([id, clause]) => instead.find((check) => check.id === id) ?? { id, outcome: 'passed', clause });
}

/** A signature by a trusted signer with a trusted seal, intact, but for what is given. */
export function signatureWith(instead: Partial<SignatureReport> = {}): SignatureReport {
  return {
    index: 0,
    field: 'Seal1',
    kind: 'seal',
    format: 'GM.sm2seal',
    intact: true,
    conclusion: 'passed',
    subIndication: null,
    signer: SIGNER,
    seal: {
      esId: '51000000000017',
      name: '样本省市场监督管理局行政许可专用章',
      version: 4,
      vendor: 'Yinzheng',
      createdAt: '2025-01-02T00:00:00.000Z',
      validFrom: '2025-01-02T00:00:00.000Z',
      validTo: '2030-01-01T00:00:00.000Z',
      maker: { ...SIGNER, organisation: '样本省电子印章制作中心', commonName: '样本制章证书' },
    },
    trustClass: 'production',
    claimedTime: '2026-05-06T01:02:03.000Z',
    place: { page: 1, x: 140, y: 220, width: 42, height: 42 },
    signedDocument: null,
    checks: checksWith(),
    deviations: [],
    ...instead,
  };
}

/** The register's answer for a licence in force, but for what is given. */
export function registerWith(instead: Partial<RegisterReport> = {}): RegisterReport {
  return {
    identifier: '1.2.156.3005.2.11510000MB0000001X001.11510000MB0000001X.20260000017.001.K',
    status: 'valid',
    typeName: '食品经营许可证',
    issuer: '样本省市场监督管理局',
    holderMasked: '样本省****限公司',
    validFrom: '2026-05-06',
    validTo: '2031-05-05',
    since: '2026-05-05T16:00:00.000Z',
    asOf: '2026-06-01T02:00:00.000Z',
    knownAt: '2026-06-01T02:00:00.000Z',
    ...instead,
  };
}

/** A report of a sealed licence in force, all checks passed, but for what is given. */
export function reportWith(instead: Partial<VerificationReport> = {}): VerificationReport {
  return {
    schema: 1,
    conclusion: 'passed',
    subIndication: null,
    document: { format: 'pdf', size: 83_412, sm3: 'c0ffee00'.repeat(8) },
    validatedAt: '2026-06-01T02:00:00.000Z',
    signatures: [signatureWith()],
    register: registerWith(),
    demonstration: false,
    checks: [{ id: 'register', outcome: 'passed' }],
    ...instead,
  };
}

/** Everything in order. */
export const PASSED_REPORT = reportWith();

const CMS_CHECKS = checksWith().filter(({ id }) => !id.startsWith('seal') && !['signer-in-seal', 'appearance'].includes(id));

/** A licence certified by RSA for readers abroad, then sealed, with a document time stamp over both. */
export const TWO_ALGORITHMS_REPORT = reportWith({
  signatures: [
    signatureWith({
      ...{ field: 'Signature1', kind: 'cms', format: 'ETSI.CAdES.detached', certification: 'signing', seal: null, place: null },
      signer: { ...SIGNER, organisation: 'Sample Market Regulation Bureau', commonName: null, issuer: 'C=CN, CN=Sample RSA CA' },
      checks: CMS_CHECKS,
    }),
    signatureWith({ index: 1 }),
    signatureWith({
      ...{ index: 2, field: 'TimeStamp1', kind: 'time-stamp', format: 'ETSI.RFC3161', seal: null, place: null },
      signer: { ...SIGNER, organisation: null, commonName: '样本时间戳单元' },
      checks: CMS_CHECKS,
    }),
  ],
});

/** Content altered after sealing. */
export const ALTERED_REPORT = reportWith({
  conclusion: 'failed',
  subIndication: 'HASH_FAILURE',
  signatures: [
    signatureWith({
      intact: false,
      conclusion: 'failed',
      subIndication: 'HASH_FAILURE',
      checks: checksWith({ id: 'data-hash', outcome: 'failed', code: 'HASH_FAILURE', clause: 'GB/T 38540-2020 7.3 e)' }),
    }),
  ],
  register: null,
  checks: [{ id: 'register', outcome: 'indeterminate', code: 'NOT_IN_REGISTER' }],
});

/** A sealed licence over whose text another signature was laid, in an update that also replaced a page. */
export const COVERED_REPORT = reportWith({
  conclusion: 'failed',
  subIndication: 'CHANGES_NOT_EXPLAINED',
  signatures: [
    signatureWith({
      intact: false,
      conclusion: 'failed',
      subIndication: 'CHANGES_NOT_EXPLAINED',
      checks: checksWith({
        id: 'changes',
        outcome: 'failed',
        code: 'CHANGES_NOT_EXPLAINED',
        evidence: {
          signedRevision: 0,
          revisions: 2,
          unexplained: [
            { revision: 1, object: 7, reason: { en: 'an object was overridden', zh: '原有对象被覆盖' } },
            {
              ...{ revision: 1, object: 21 },
              reason: { en: 'the added signature Seal2 covers text on page 1', zh: '新增签名 Seal2 遮盖第 1 页的文字' },
            },
            { revision: 1, object: 9, reason: { en: 'an object was overridden', zh: '原有对象被覆盖' } },
          ],
        },
        clause: 'ISO 32000-1 §12.8.2',
      }),
    }),
  ],
});

/** A foreign signature, intact, of a signer that is not trusted, with two departures from the standards. */
export const UNTRUSTED_REPORT = reportWith({
  conclusion: 'indeterminate',
  subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
  signatures: [
    signatureWith({
      kind: 'cms',
      format: 'adbe.pkcs7.detached',
      seal: null,
      signer: { ...SIGNER, organisation: null, commonName: 'Example Signer' },
      trustClass: 'none',
      conclusion: 'indeterminate',
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
      checks: [
        ...checksWith({ id: 'signer-chain', outcome: 'indeterminate', code: 'NO_CERTIFICATE_CHAIN_FOUND' }).filter(
          ({ id }) => !id.startsWith('seal') && !['signer-in-seal', 'appearance', 'revocation'].includes(id),
        ),
        { id: 'revocation', outcome: 'skipped', code: 'REVOCATION_NOT_CHECKED' },
      ],
      deviations: [{ code: 'GAP_WITHOUT_DELIMITERS' }, { code: 'DIGEST_ALGORITHM_MISMATCH' }],
    }),
  ],
  register: null,
  checks: [{ id: 'register', outcome: 'skipped', code: 'NOT_IN_REGISTER' }],
});

/** A genuine file of a licence that was revoked (吊销). */
export const REVOKED_REPORT = reportWith({
  conclusion: 'failed',
  subIndication: 'LICENCE_REVOKED',
  register: registerWith({ status: 'revoked', since: '2026-05-20T08:30:00.000Z' }),
  checks: [{ id: 'register', outcome: 'failed', code: 'LICENCE_REVOKED' }],
});

/** A specimen whose checks passed otherwise. */
export const SPECIMEN_REPORT = reportWith({
  conclusion: 'indeterminate',
  subIndication: 'DEMONSTRATION_TRUST',
  demonstration: true,
  signatures: [
    signatureWith({
      trustClass: 'demonstration',
      conclusion: 'indeterminate',
      subIndication: 'DEMONSTRATION_TRUST',
      checks: checksWith({ id: 'signer-chain', outcome: 'indeterminate', code: 'DEMONSTRATION_TRUST' }),
    }),
  ],
});

/** A file without any signature. */
export const UNSIGNED_REPORT = reportWith({
  conclusion: 'indeterminate',
  subIndication: 'NO_SIGNATURE',
  signatures: [],
  register: null,
  checks: [],
});
