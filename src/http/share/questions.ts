/** What is asked and answered by each operation, in our words. */
import { z } from 'zod';
import { MOST_CHANGES, MOST_DIRECTORY_RECORDS, MOST_SHARED_PAGE, MOST_STATUSES } from '../../services/sharing/index.ts';
import { objectOf, type Shape } from './words.ts';
import type { SharingOperation, SharingProfile } from '../../domain/sharing/index.ts';

const text = (limit: number) => z.string().trim().min(1).max(limit);
const purpose = {
  purposeItem: text(200).describe('Matter that it is for (事项)'),
  purposeCause: text(200).describe('Why (申请事由); recorded in the journal'),
  caseNumber: text(100).optional().describe('Case number (办件编号)'),
};
const identifier = text(200).describe('Licence identifier (证照标识)');
const cursor = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0).describe('Where the last page ended; 0 to begin');
const page = (most: number) => z.number().int().min(1).max(most).default(Math.min(100, most));
const string = z.string();
const date = z.string().max(10).describe('As the profile writes dates');

const MOST_FACE = 40;
/** Longest file that is verified, characters of Base64; the limit of uploads holds besides. */
const LONGEST_CONTENT = 200_000_000;

const holder: Shape = { holderName: string, holderCode: string, holderCodeType: string };
const facts: Shape = {
  ...{ identifier: string, edition: string, typeCode: string, typeName: string, issuerCode: string, issuerName: string },
  ...{ issueDate: string, validFrom: string, validTo: string, status: string, statusName: string, statusSince: string },
};
const file: Shape = { identifier: string, fileName: string, fileFormat: string, fileSize: z.number(), fileDigest: string };

/** Question and answer of an operation, by the words of a profile where objects are within. */
export function operationShapes(
  profile: SharingProfile,
): Readonly<Record<SharingOperation, { readonly asks: Shape; readonly tells: Shape }>> {
  const list = (shape: Shape) => z.array(objectOf(profile, shape).partial());
  const licence: Shape = { ...facts, licenceNumber: string, holders: list(holder), face: z.record(z.string(), z.string()) };
  return {
    token: {
      asks: {
        accessKey: text(512).optional().describe('API key yz_…'),
        clientAssertion: text(8_000).optional().describe('Signed JWT (RFC 7523)'),
      },
      tells: { token: string, expiresIn: z.number() },
    },
    search: {
      asks: {
        ...purpose,
        ...{ holderCode: text(64), holderCodeType: text(3).optional(), holderName: text(200).optional() },
        ...{ typeCode: text(32).optional(), cursor: text(64).optional(), limit: page(MOST_SHARED_PAGE) },
      },
      tells: { items: list({ ...facts, holders: list(holder) }), cursor: z.string().nullable() },
    },
    query: { asks: { ...purpose, identifier }, tells: licence },
    metadata: {
      asks: { typeCode: text(32).optional() },
      tells: {
        items: list({
          ...{ typeCode: string, typeName: string, typeVersion: z.number(), files: z.boolean() },
          fields: list({ fieldName: string, fieldType: string, required: z.boolean() }),
        }),
      },
    },
    file: { asks: { ...purpose, identifier }, tells: { ...file, content: string } },
    fileAddress: { asks: { ...purpose, identifier }, tells: { ...file, address: string, expiresAt: string } },
    verifyFields: {
      asks: {
        ...purpose,
        ...{ identifier: identifier.optional(), typeCode: text(32).optional(), issuerCode: text(32).optional() },
        ...{ licenceNumber: text(128).optional(), holderName: text(200).optional(), holderCode: text(64).optional() },
        ...{ issueDate: date.optional(), validFrom: date.optional(), validTo: date.optional() },
        face: z
          .record(z.string().min(1).max(100), z.string().max(2000))
          .refine((fields) => Object.keys(fields).length <= MOST_FACE, `at most ${MOST_FACE}`)
          .optional(),
      },
      tells: { result: string, resultName: string, asOf: string },
    },
    verifyFile: {
      asks: { ...purpose, content: z.base64().min(4).max(LONGEST_CONTENT).describe('The file, Base64') },
      tells: { conclusion: string, reason: z.string().nullable(), identifier: string, status: string, fileDigest: string },
    },
    readCode: { asks: { ...purpose, code: text(1_000).describe('Text of the QR code, or the printed code') }, tells: licence },
    statuses: {
      asks: { ...purpose, identifiers: z.array(text(200)).min(1).max(MOST_STATUSES) },
      tells: { items: list({ identifier: string, status: string, statusName: string, statusSince: string }), asOf: string },
    },
    changes: {
      asks: { cursor, limit: page(MOST_CHANGES) },
      tells: {
        items: list({
          ...{ sequence: z.number(), change: string, identifier: string, edition: string, typeCode: string },
          ...{ issuerCode: string, recordedAt: string },
        }),
        ...{ cursor: z.number(), more: z.boolean() },
      },
    },
    directory: {
      asks: { ...purpose, cursor, limit: page(MOST_DIRECTORY_RECORDS) },
      tells: {
        items: list({
          ...{ ...facts, sequence: z.number(), operation: string, licenceNumber: string, area: string, recordedAt: string },
          holders: list(holder),
        }),
        ...{ cursor: z.number(), more: z.boolean() },
      },
    },
    directoryErrors: {
      asks: {
        items: z
          .array(objectOf(profile, { identifier, sequence: z.number().int().min(1), remark: text(500) }))
          .min(1)
          .max(MOST_DIRECTORY_RECORDS),
      },
      tells: { accepted: z.number() },
    },
  };
}
