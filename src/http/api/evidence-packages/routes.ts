import { z } from 'zod';
import type { EvidencePackageRecord } from '../../../services/storage/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { API, creditCode, identifierParams, instant, instantInput, purposeBody, purposeOf } from '../words.ts';
import type { EvidencePackageServices } from './services.ts';

const path = `${API}/evidence-packages`;
const shared = { tag: 'evidence packages', limit: 'none' } as const;
const text = (limit: number) => z.string().trim().min(1).max(limit);

const receipt = z
  .object({
    archive: z.string(),
    number: z.string(),
    checked: z.enum(['passed', 'failed']),
    receivedAt: instant,
    recordedAt: instant,
  })
  .meta({ id: 'ArchiveReceipt' });
const packageSchema = z
  .object({
    sm3: z.string().describe('SM3 of the package, hexadecimal'),
    organisation: creditCode.describe('Who issued the licence'),
    identifier: z.string(),
    size: z.number().int(),
    madeAt: instant,
    receipt: receipt.nullable().describe('Null before an archive has it'),
  })
  .meta({ id: 'EvidencePackage' });
const packageList = z.object({ items: z.array(packageSchema), next: z.string().nullable() });
const listQuery = z.object({
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const sm3Params = z.object({ sm3: z.string().max(64).meta({ description: 'SM3 of the package, hexadecimal' }) });
const receiptBody = z
  .strictObject({
    archive: text(200).describe('Name of the archive (档案馆)'),
    number: text(100).describe('Number of its receipt (回执编号)'),
    receivedAt: instantInput,
    checked: z.enum(['passed', 'failed']).describe('What the check of the four properties (四性检测) came to there'),
  })
  .meta({ id: 'NewArchiveReceipt' });

/** Packages of evidence (证据包、归档信息包): made for auditors, checked by anybody offline, received by archives. */
export function evidencePackageRoutes(packages: EvidencePackageServices): readonly Route[] {
  return [
    defineRoute({
      ...shared,
      method: 'post',
      path: `${API}/licences/{identifier}/evidence`,
      summary: 'Everything about a licence in one signed package that is checked offline (出具证据包)',
      access: 'evidence:export',
      body: 'json',
      input: { params: identifierParams, json: z.strictObject({ purpose: purposeBody }).meta({ id: 'EvidenceOrder' }) },
      answers: { 200: { description: 'The package; X-Yinzheng-SM3 is its digest', type: 'application/x-tar' } },
      errors: [
        ...([
          'LICENCE_NOT_FOUND',
          'LICENCE_DESTROYED',
          'IDENTIFIER_INVALID',
          'STATEMENT_KEY_MISSING',
          'JOURNAL_KEY_MISSING',
        ] as const),
        ...(['TIME_STAMP_UNAVAILABLE', 'INPUT_TOO_LARGE', 'STORE_UNAVAILABLE'] as const),
      ],
      handle: async ({ actor, params, json: { purpose } }) => {
        const { bytes, record } = await packages.make(actor, { identifier: params.identifier, purpose: purposeOf(purpose) });
        const name = `evidence-${record.identifier}.tar`;
        return {
          ...{ status: 200, content: { kind: 'file', type: 'application/x-tar', name, bytes } as const },
          headers: { 'X-Yinzheng-SM3': record._id },
        };
      },
    }),
    defineRoute({
      ...shared,
      method: 'get',
      path,
      summary: 'Packages that were made within the caller’s scope, and whether an archive has them',
      access: 'archive:receive',
      body: 'none',
      input: { query: listQuery },
      answers: { 200: { description: 'A page of them', schema: packageList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query }) => {
        const { items, next } = await packages.list(actor, { after: query.cursor, limit: query.limit });
        return json(200, { items: items.map(packageView), next });
      },
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${path}/{sm3}/receipt`,
      summary: 'Record the receipt of an archive for a package (归档回执)',
      access: 'archive:receive',
      body: 'json',
      input: { params: sm3Params, json: receiptBody },
      answers: { 200: { description: 'The package', schema: packageSchema } },
      errors: ['EVIDENCE_PACKAGE_NOT_FOUND', 'ARCHIVE_RECEIPT_REFUSED', 'INPUT_INVALID', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, json: order }) =>
        json(200, packageView(await packages.receive(actor, { package: params.sm3, ...order }))),
    }),
  ];
}

function packageView({
  _id: sm3,
  organisation,
  identifier,
  size,
  madeAt,
  receipt: had,
}: EvidencePackageRecord): z.infer<typeof packageSchema> {
  const about = { sm3, organisation, identifier, size, madeAt };
  if (!had) return { ...about, receipt: null };
  const { archive, number, checked, receivedAt, recordedAt } = had;
  return { ...about, receipt: { archive, number, checked, receivedAt, recordedAt } };
}
