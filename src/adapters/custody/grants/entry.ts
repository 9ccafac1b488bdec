/** Lines of the ledger of grants: what they say, and how they are written and read. */
import { z } from 'zod';
import { fromHex, toHex, utf8 } from '../../../base/bytes.ts';
import { equalSecret, hmacSm3 } from '../../../crypto/native/index.ts';
import { APPROVAL_MODES } from '../../../domain/grant/index.ts';

const NAME = z.string().min(1).max(256);
const NAMES = z.array(NAME).max(1_000);
const DIGEST = z.string().regex(/^[0-9a-f]{64}$/);
const TIME = z.iso.datetime();
/** Time step of the code by which a person proved to agree; null in a demonstration. */
const STEP = z.int().min(0).nullable();

/** Most documents of one approval. */
export const MOST_DIGESTS = 1_000;

/** The terms of a grant. */
export const TERMS = z.strictObject({
  ...{ seal: NAME, owner: NAME, users: NAMES, organisations: NAMES, systems: NAMES, documents: z.boolean() },
  licenceTypes: z.union([z.literal('all'), NAMES]),
  ...{ validFrom: TIME, validTo: TIME, uses: z.int().min(1).nullable(), approval: z.enum(APPROVAL_MODES) },
  ...{ approvers: NAMES, approvals: z.union([z.literal(1), z.literal(2)]) },
});

/** What an entry says. */
export const ENTRY = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('begun'), mode: z.enum(['demonstration', 'production']) }),
  z.strictObject({ kind: z.literal('initial-grant'), grant: NAME, terms: TERMS }),
  /** `secret`: IV and SM4-CTR ciphertext of the authenticator's secret. */
  z.strictObject({
    kind: z.literal('approver'),
    account: NAME,
    secret: z.string().regex(/^[0-9a-f]{72}$/),
    voucher: NAME.nullable(),
    step: STEP,
  }),
  z.strictObject({ kind: z.literal('approver-removed'), account: NAME, by: NAME }),
  z.strictObject({ kind: z.literal('grant'), grant: NAME, terms: TERMS, proposer: NAME, approver: NAME, step: STEP }),
  z.strictObject({ kind: z.literal('grant-ended'), grant: NAME, by: NAME }),
  z.strictObject({
    ...{ kind: z.literal('approval'), approval: NAME, grant: NAME, applicant: NAME },
    ...{ digests: z.array(DIGEST).min(1).max(MOST_DIGESTS), expiresAt: TIME, approver: NAME, step: STEP },
  }),
  z.strictObject({ kind: z.literal('approval-withdrawn'), approval: NAME, by: NAME }),
  z.strictObject({
    ...{ kind: z.literal('use'), grant: NAME, approval: NAME.nullable(), digest: DIGEST.nullable() },
    /** `data`: dataHash of what is signed, so that a use which is asked for again is told from another. */
    ...{ applicant: NAME, reference: NAME, data: DIGEST },
  }),
  z.strictObject({ kind: z.literal('stop'), seal: NAME, by: NAME }),
  /** `version`: SM3 of the SESeal. */
  z.strictObject({ kind: z.literal('version-ended'), seal: NAME, version: DIGEST, by: NAME }),
  z.strictObject({ kind: z.literal('resume'), seal: NAME, approver: NAME, step: STEP }),
  z.strictObject({ kind: z.literal('barred'), account: NAME, by: NAME }),
  z.strictObject({ kind: z.literal('locked'), account: NAME, by: NAME }),
  /** `approver`: null where whoever has the machine says so. */
  z.strictObject({ kind: z.literal('unlocked'), account: NAME, approver: NAME.nullable(), step: STEP }),
  z.strictObject({
    ...{ kind: z.literal('deputy'), principal: NAME, deputy: NAME, from: TIME, to: TIME, approver: NAME, step: STEP },
  }),
  z.strictObject({ kind: z.literal('handover'), from: NAME, to: NAME, approver: NAME, step: STEP }),
]);

/** What an entry says. */
export type Entry = z.infer<typeof ENTRY>;

const LINE = z.strictObject({
  /** Who wrote it: a random name for each time somebody began to write; and the number of the line among his. */
  writer: z.string().regex(/^[0-9a-f]{16}$/),
  number: z.int().min(1),
  /** Code of the writer's line before; of his first line, of a line that was there when he began, empty for the first of all. */
  after: z.string().regex(/^([0-9a-f]{64})?$/),
  at: TIME,
  entry: ENTRY,
});

/** A line. */
export type LedgerLine = z.infer<typeof LINE>;

/** A line that was read, and the code that it ends a chain with. */
export interface ReadLedgerLine extends LedgerLine {
  readonly code: string;
}

/** Longest line that is read, characters: a thousand digests and what is said of them. */
export const MAX_LEDGER_LINE = 128 * 1024;

/** A line without its ends, and its authentication code: HMAC-SM3 over the JSON. */
export function writeLine(line: LedgerLine, key: Uint8Array): { readonly text: string; readonly code: string } {
  const json = JSON.stringify(line);
  const code = toHex(hmacSm3(key, utf8(json)));
  return { text: `${code} ${json}`, code };
}

/** Reads a line without its ends; null for what is none, or was not written with this key: whoever wrote it was killed before its end. */
export function readLine(text: string, key: Uint8Array): ReadLedgerLine | null {
  const match = /^([0-9a-f]{64}) (\{.*\})$/.exec(text);
  if (text.length > MAX_LEDGER_LINE || !match?.[1] || !match[2]) return null;
  const [, code, json] = match;
  if (!equalSecret(hmacSm3(key, utf8(json)), fromHex(code))) return null;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const line = LINE.safeParse(value);
  return line.success ? { ...line.data, code } : null;
}
