import { fromBase64, toBase64 } from '../../../base/bytes.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { HttpServices } from '../../services.ts';
import { API } from '../words.ts';
import { reportSchema } from '../verifications/schema.ts';
import { keptView } from '../verifications/view.ts';
import { evidencedSignatureBody, evidenceRecordBody, evidenceRecordSchema } from './schema.ts';

/** Evidence records beside seal signatures that come without a document. */
export function evidenceRecordRoutes({
  provideEvidenceRecord,
  verification,
}: Pick<HttpServices, 'provideEvidenceRecord' | 'verification'>): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: `${API}/evidence-records`,
      summary:
        'Make the evidence record (证据记录) that lies beside a seal signature without a document, or renew the one that does; neither ' +
        'signature nor record is kept',
      tag: 'evidence-records',
      limit: 'none',
      access: 'evidence-record:make',
      body: 'json',
      input: { json: evidenceRecordBody },
      answers: { 201: { description: 'The record', schema: evidenceRecordSchema } },
      errors: [
        'SEAL_SIGNATURE_MALFORMED',
        'DER_MALFORMED',
        'EVIDENCE_RECORD_MALFORMED',
        'EVIDENCE_RECORD_NOT_RENEWABLE',
        'REVOCATION_UNAVAILABLE',
        'TIME_STAMP_UNAVAILABLE',
        'TIME_STAMP_REFUSED',
      ],
      handle: async ({ actor, json: { signature, record, digest } }) => {
        const order = { signature: fromBase64(signature), record: record === undefined ? null : fromBase64(record), digest };
        const provided = await provideEvidenceRecord(actor, order);
        return json(201, { record: toBase64(provided.record), renewal: provided.renewal });
      },
    }),
    defineRoute({
      method: 'post',
      path: `${API}/evidence-records/verifications`,
      summary:
        'Verify a seal signature without a document (查验签章数据) by the evidence record beside it; the report is kept for a time, what was ' +
        'sent is not',
      tag: 'evidence-records',
      limit: 'verification',
      access: 'public',
      body: 'json',
      input: { json: evidencedSignatureBody },
      answers: { 200: { description: 'The report, whatever its conclusion', schema: reportSchema } },
      errors: [
        'DOCUMENT_UNRECOGNISED',
        'INPUT_INVALID',
        'EVIDENCE_RECORD_MALFORMED',
        'DER_MALFORMED',
        'DOCUMENT_TOO_COSTLY',
        'STORE_UNAVAILABLE',
      ],
      handle: async ({ actor, json: { signature, record, at } }) => {
        const question = { bytes: fromBase64(signature), evidenceRecord: fromBase64(record), at };
        return json(200, keptView(await verification.file(actor, question), verification));
      },
    }),
  ];
}
