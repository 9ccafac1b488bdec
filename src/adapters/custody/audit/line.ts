/**
 * The log of key uses: files `000001.log`, `000002.log`, … of one line for each use. A line is the hash, 64 hexadecimal digits, a space,
 * and JSON; the hash is SM3 over the hash before (32 bytes, zero at the beginning of a file) and the JSON. The first line of a file
 * says how far the file before it went then. A file has one writer, and nothing in it is ever changed.
 */
import { z } from 'zod';
import { fromHex, toHex, utf8 } from '../../../base/bytes.ts';
import { KEY_PURPOSES, type AuditHead, type KeyUse } from '../../../services/pki/index.ts';

/** SM3 over the concatenation of its parts, 32 bytes. */
export type Sm3 = (...parts: readonly Uint8Array[]) => Uint8Array;

/** The hash before the first line of a file. */
export const NO_HASH = '0'.repeat(64);
/** Longest line that is read, characters. */
export const MAX_LINE = 8192;

const HASH = z.string().regex(/^[0-9a-f]{64}$/);

const OPENING = z.strictObject({
  line: z.literal(1),
  format: z.literal('yinzheng-key-audit'),
  version: z.literal(1),
  file: z.int().min(1),
  at: z.iso.datetime(),
  after: z.strictObject({ file: z.int().min(1), lines: z.int().min(0), hash: HASH }).nullable(),
});

const USE = z.strictObject({
  line: z.int().min(2),
  at: z.iso.datetime(),
  keyId: z.string(),
  purpose: z.enum(KEY_PURPOSES),
  outcome: z.enum(['signed', 'refused']),
  reason: z.string().nullable(),
  tbsSm3: HASH,
  actor: z.string(),
  reference: z.string(),
  count: z.int().min(0),
});

/** The first line of a file. */
export type AuditOpening = z.infer<typeof OPENING>;
/** Every other line. */
export type AuditUseLine = z.infer<typeof USE>;

/** The body of a file's first line. */
export function openingLine(file: number, at: string, after: AuditHead | null): AuditOpening {
  return { line: 1, format: 'yinzheng-key-audit', version: 1, file, at, after };
}

/** The body of the line of a use; `count` is the running number of the key's signatures in this file. */
export function useLine(use: KeyUse, { line, count }: { readonly line: number; readonly count: number }): AuditUseLine {
  const { at, keyId, purpose, outcome, reason, tbsSm3, actor, reference } = use;
  return { line, at, keyId, purpose, outcome, reason, tbsSm3, actor, reference, count };
}

/** A line without its end, and its hash, which the next one needs. */
export function sealLine(body: AuditOpening | AuditUseLine, previous: string, sm3: Sm3): { text: string; hash: string } {
  const json = JSON.stringify(body);
  const hash = toHex(sm3(fromHex(previous), utf8(json)));
  return { text: `${hash} ${json}`, hash };
}

/** A line as read; its hash says nothing of its being right. */
export interface ReadLine {
  readonly hash: string;
  readonly json: string;
  readonly body: AuditOpening | AuditUseLine;
}

/** Reads a line without its end, null when it is none. */
export function readLine(text: string): ReadLine | null {
  const match = /^([0-9a-f]{64}) (\{.*\})$/.exec(text);
  if (text.length > MAX_LINE || !match?.[1] || !match[2]) return null;
  const [, hash, json] = match;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const opening = OPENING.safeParse(value);
  if (opening.success) return { hash, json, body: opening.data };
  const use = USE.safeParse(value);
  return use.success ? { hash, json, body: use.data } : null;
}

/** True when a line's hash continues the one before. */
export function continues({ hash, json }: ReadLine, previous: string, sm3: Sm3): boolean {
  return toHex(sm3(fromHex(previous), utf8(json))) === hash;
}

/** Name of a file of the log. */
export function auditFileName(file: number): string {
  return `${String(file).padStart(6, '0')}.log`;
}

/** Number of a file of the log by its name, null for any other name. */
export function auditFileNumber(name: string): number | null {
  const number = /^\d{6,9}\.log$/.test(name) ? Number.parseInt(name, 10) : 0;
  return number > 0 && auditFileName(number) === name ? number : null;
}
