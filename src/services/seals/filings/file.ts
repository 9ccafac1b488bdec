/** A file of filed seals, for systems that no line connects. */
import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import { SEAL_KINDS, SEAL_LIFE, type FiledSeal } from '../../../domain/seal/index.ts';

/** What such a file has: who tells, and of which seals. */
export interface FilingFile {
  readonly source: string;
  readonly seals: readonly FiledSeal[];
}

const FORMAT = 'yinzheng-seal-filings';
const VERSION = 1;
/** Longest text in a file, characters: an SESeal in Base64. */
const LONGEST = 400_000;
const STATES = ['made', 'in-use', 'suspended', 'cancelled', 'lost', 'compromised', 'replaced'];

/** The text of a file: JSON. */
export function writeFilingFile({ source, seals }: FilingFile): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, source, seals }, null, 1)}\n`;
}

/**
 * Reads such a file; what the seals say is judged when they are entered.
 * @throws {YinzhengError} INPUT_INVALID for what is none
 */
export function readFilingFile(text: string): FilingFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notOne();
  }
  if (!isFile(value)) throw notOne();
  const { source, seals } = value;
  return { source, seals };
}

type Shape = (value: unknown) => boolean;
const text: Shape = (value) => typeof value === 'string' && value.length <= LONGEST;
const oneOf =
  (known: readonly string[]): Shape =>
  (value) =>
    typeof value === 'string' && known.includes(value);
const count: Shape = (value) => Number.isSafeInteger(value) && Number(value) >= 1;
const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);
const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);
const record =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).every((name) => Object.hasOwn(members, name)) &&
    Object.entries(members).every(([name, shape]) => shape((value as Readonly<Record<string, unknown>>)[name]));
const state = oneOf(STATES);

const FILE = record({
  format: (value) => value === FORMAT,
  version: (value) => value === VERSION,
  source: text,
  seals: listOf(
    record({
      ...{ code: text, name: text, owner: text, ownerName: text, kind: oneOf(SEAL_KINDS) },
      versions: listOf(record({ number: count, state, validFrom: text, validTo: text, digest: text, seal: text })),
      filings: listOf(
        record({
          ...{ number: count, step: oneOf(Object.keys(SEAL_LIFE)), version: count, from: state, to: state },
          ...{ since: text, at: text, cause: text, caseNumber: orNull(text) },
        }),
      ),
    }),
  ),
});

function isFile(value: unknown): value is FilingFile {
  return FILE(value);
}

function notOne(): YinzhengError {
  return new YinzhengError('INPUT_INVALID', {
    reason: bilingual('it is not a file of filed seals', '不是印章备案文件'),
  });
}
