/** Lines of the ledger of grants: what they say, and how they are written and read. */
import { z } from 'zod';
import { fromHex, toHex, utf8 } from '../../../base/bytes.ts';
import { equalSecret, hmacSm3 } from '../../../crypto/native/index.ts';
import { APPROVAL_MODES, type GrantTerms } from '../../../domain/grant/index.ts';

const NAME = z.string().min(1).max(256);
const NAMES = z.array(NAME).max(1_000);
const DIGEST = z.string().regex(/^[0-9a-f]{64}$/);
const TIME = z.iso.datetime();
/** Time step of the code by which a person proved to agree; null in a demonstration. */
const STEP = z.int().min(0).nullable();

const SEALED_SECRET = z.string().regex(/^[0-9a-f]{72}$/);

/** Most documents of one approval. */
export const MOST_DIGESTS = 1_000;

/** The terms of a grant. */
export const TERMS = z.strictObject({
  ...{ seal: NAME, owner: NAME, users: NAMES, organisations: NAMES, systems: NAMES, documents: z.boolean() },
  licenceTypes: z.union([z.literal('all'), NAMES]),
  ...{ validFrom: TIME, validTo: TIME, uses: z.int().min(1).nullable(), approval: z.enum(APPROVAL_MODES) },
  ...{ approvers: NAMES, approvals: z.union([z.literal(1), z.literal(2)]) },
});

const COUNT = z.int().min(0);
/** Instant, ms since 1970. */
const INSTANT = z.int();
const APPROVAL = z.strictObject({
  ...{ approval: NAME, grant: NAME, applicant: NAME, expiresAt: INSTANT, withdrawn: z.boolean() },
  /** `used`: which of the digests were sealed, by their places. */
  ...{ digests: z.array(DIGEST).max(MOST_DIGESTS), used: z.array(COUNT).max(MOST_DIGESTS), approvers: NAMES },
});

/** One thing that a file carries on from the one before. What there is most of comes first. */
const CARRIED = z.union([
  z.tuple([z.literal('use'), NAME, DIGEST]),
  z.tuple([z.literal('code'), DIGEST]),
  z.tuple([z.literal('grant'), NAME, TERMS, z.boolean(), COUNT]),
  z.tuple([z.literal('approval'), APPROVAL]),
  z.tuple([z.literal('approver'), NAME, SEALED_SECRET, COUNT]),
  z.tuple([z.literal('stopped'), NAME, NAME]),
  z.tuple([z.literal('version-ended'), NAME, DIGEST]),
  z.tuple([z.literal('end-planned'), NAME, INSTANT]),
  z.tuple([z.literal('key-succeeds'), NAME, NAME]),
  z.tuple([z.literal('barred'), NAME]),
  z.tuple([z.literal('locked'), NAME]),
  z.tuple([z.literal('deputy'), NAME, NAME, INSTANT, INSTANT]),
  z.tuple([z.literal('successor'), NAME, NAME]),
]);

/** One thing that a file carries on from the one before. */
export type Carried = z.infer<typeof CARRIED>;

/** What an entry says. */
export const ENTRY = z.discriminatedUnion('kind', [
  /** Nothing after it counts: the file of this number carries on. */
  z.strictObject({ kind: z.literal('closed'), next: z.int().min(2) }),
  z.strictObject({
    ...{ kind: z.literal('carried-from'), generation: z.int().min(2), lines: COUNT, seen: INSTANT, keysBegun: z.boolean() },
    mode: z.enum(['demonstration', 'production']).nullable(),
  }),
  z.strictObject({ kind: z.literal('carried'), items: z.array(CARRIED).min(1) }),
  z.strictObject({ kind: z.literal('carried-whole') }),
  /** Makes this copy of the ledger another than every other: whoever has the machine said that it holds. */
  z.strictObject({ kind: z.literal('taken-over'), by: NAME }),
  /** It is this late; there is nothing else to be said. */
  z.strictObject({ kind: z.literal('seen') }),
  /** It is this late, whatever was said before. */
  z.strictObject({ kind: z.literal('clock-set'), by: NAME }),
  /** From here on keys that sign documents are granted as seals are. */
  z.strictObject({ kind: z.literal('keys-begun') }),
  /** What is granted of a key holds for the one that took its place as well; `key` is the new one. */
  z.strictObject({ kind: z.literal('key-succeeds'), key: NAME, former: NAME, by: NAME }),
  /** From a time on nobody uses a seal, a key (`key:`) or what belongs to an organisation (`owner:`); null: that is planned no more. */
  z.strictObject({ kind: z.literal('end-planned'), subject: NAME, from: TIME.nullable(), by: NAME }),
  z.strictObject({ kind: z.literal('begun'), mode: z.enum(['demonstration', 'production']) }),
  z.strictObject({ kind: z.literal('initial-grant'), grant: NAME, terms: TERMS }),
  /** `secret`: IV and SM4-CTR ciphertext of the authenticator's secret. */
  z.strictObject({
    kind: z.literal('approver'),
    account: NAME,
    secret: SEALED_SECRET,
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

/** Terms as entries have them. */
export function mutableTerms(terms: GrantTerms): z.infer<typeof TERMS> {
  const { users, organisations, systems, licenceTypes, approvers, seal, owner, documents, validFrom, validTo } = terms;
  return {
    ...{ seal, owner, documents, validFrom, validTo, uses: terms.uses, approval: terms.approval, approvals: terms.approvals },
    ...{ users: [...users], organisations: [...organisations], systems: [...systems], approvers: [...approvers] },
    licenceTypes: licenceTypes === 'all' ? 'all' : [...licenceTypes],
  };
}

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

/** Longest line that is read, characters: a thousand digests and what is said of them, carried on with little besides. */
export const MAX_LEDGER_LINE = 160 * 1024;

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
