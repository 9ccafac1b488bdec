import { z } from 'zod';
import { defineRoute, json, pdf, type Route } from '../../route.ts';
import type { VerificationServices } from './services.ts';
import { isoInstant, localDate, LONG_TERM, type EndDate, type LocalDate } from '../../../base/time.ts';
import { FIELDS_RESULT_WORDS } from '../../../services/verification/index.ts';
import { API, identifierParams, purposeOf } from '../words.ts';
import {
  codeParams,
  fieldsAnswer,
  fieldsBody,
  fileQuery,
  momentQuery,
  reportParams,
  reportSchema,
  statusReportSchema,
  viewQuery,
} from './schema.ts';
import { statusReportView, viewOf } from './view.ts';
import { detailedSchema, diagnosticSchema, simpleSchema } from './view-schema.ts';

const path = `${API}/verifications`;
const tag = 'verifications';
const anyView = z.union([reportSchema, simpleSchema, detailedSchema, diagnosticSchema]);

/**
 * What everybody may ask, and a zone without keys can answer: files and printed codes. `access` is `anonymous` where there are no accounts
 * that a caller could be.
 */
export function publicVerificationRoutes(
  verification: Pick<VerificationServices, 'file' | 'code' | 'prints'>,
  access: 'public' | 'anonymous',
): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path,
      summary:
        'Verify a file (查验文件): its signatures and seals, and what the register says of it now; the report is kept for a time, the ' +
        'file is not',
      tag,
      limit: 'verification',
      access,
      body: 'document',
      input: { query: fileQuery },
      answers: {
        200: {
          description: 'The report, whatever its conclusion, or a view of it; Content-Location names where the report is kept',
          schema: anyView,
        },
      },
      errors: ['DOCUMENT_UNRECOGNISED', 'PDF_MALFORMED', 'PDF_ENCRYPTED', 'DOCUMENT_TOO_COSTLY', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, query, document }) => {
        const kept = await verification.file(actor, { bytes: document, at: query.at, knownAt: query.knownAt });
        const headers: Record<string, string> = kept.id === null ? {} : { 'Content-Location': `${path}/${kept.id}` };
        return { ...json(200, viewOf(kept, query.view, verification)), headers };
      },
    }),
    defineRoute({
      method: 'get',
      path: `${path}/codes/{code}`,
      summary: 'The status of the licence, or the state of the copy, that a printed code belongs to, now or at another moment',
      tag,
      limit: 'code',
      access: 'anonymous',
      body: 'none',
      input: { params: codeParams, query: momentQuery },
      answers: { 200: { description: 'What the register says', schema: statusReportSchema } },
      errors: ['VERIFICATION_CODE_INVALID', 'LICENCE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ params, query }) => json(200, statusReportView(await verification.code(params.code, query))),
    }),
  ];
}

export function verificationRoutes(verification: VerificationServices): readonly Route[] {
  return [
    ...publicVerificationRoutes(verification, 'public'),
    // Before the reports, whose address has any name.
    defineRoute({
      method: 'post',
      path: `${path}/fields`,
      summary:
        'Whether what is stated of a licence is so (信息验证), without revealing what is registered; limited, and recorded',
      tag,
      limit: 'none',
      access: 'licence:verify',
      body: 'json',
      input: { json: fieldsBody },
      answers: { 200: { description: 'One of seven results', schema: fieldsAnswer } },
      errors: ['RATE_LIMITED', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: { purpose, issueDate, validFrom, validTo, ...stated } }) => {
        const dates = { issueDate: day(issueDate), validFrom: day(validFrom), validTo: endOf(validTo) };
        const { result, asOf } = await verification.fields(actor, { ...stated, ...dates, purpose: purposeOf(purpose) });
        return json(200, { result, words: FIELDS_RESULT_WORDS[result], asOf: isoInstant(asOf) });
      },
    }),
    defineRoute({
      method: 'get',
      path: `${path}/{id}.pdf`,
      summary: 'A report in Chinese for print, sealed by this installation',
      tag,
      limit: 'verification',
      access: 'anonymous',
      body: 'none',
      input: { params: reportParams },
      answers: { 200: { description: 'The file; X-Yinzheng-Evidence says how far it proves itself', type: 'application/pdf' } },
      errors: [
        'REPORT_NOT_FOUND',
        'REPORT_SEAL_MISSING',
        'SEAL_NOT_IN_USE',
        'ORGANISATION_ENDED',
        'SEAL_CERTIFICATE_REVOKED',
        'SEAL_USE_REFUSED',
        'SEAL_STOPPED',
        'DEMONSTRATION_REFUSED',
        'STORE_UNAVAILABLE',
      ],
      handle: async ({ params }) => {
        const { document, evidence } = await verification.printed(params.id);
        return { ...pdf(200, 'verification-report.pdf', document), headers: { 'X-Yinzheng-Evidence': evidence } };
      },
    }),
    defineRoute({
      method: 'get',
      path: `${path}/{id}`,
      summary: 'A report again, by the id that its verification was answered with',
      tag,
      limit: 'none',
      access: 'anonymous',
      body: 'none',
      input: { params: reportParams, query: viewQuery },
      answers: { 200: { description: 'The report as it was, or a view of it', schema: anyView } },
      errors: ['REPORT_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ params, query }) => json(200, viewOf(await verification.kept(params.id), query.view, verification)),
    }),
    defineRoute({
      method: 'get',
      path: `${path}/identifiers/{identifier}`,
      summary: 'The status of the licence that an identifier names, now or at another moment',
      tag,
      limit: 'none',
      access: 'licence:verify',
      body: 'none',
      input: { params: identifierParams, query: momentQuery },
      answers: { 200: { description: 'What the register says', schema: statusReportSchema } },
      errors: ['LICENCE_NOT_FOUND', 'IDENTIFIER_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, query }) =>
        json(200, statusReportView(await verification.identifier(actor, { identifier: params.identifier, ...query }))),
    }),
  ];
}

function day(text: string | undefined): LocalDate | undefined {
  return text === undefined ? undefined : localDate(text);
}

function endOf(text: string | undefined): EndDate | undefined {
  return text === LONG_TERM ? LONG_TERM : day(text);
}
