/** A head of the journal that is anchored, as it is written down: one line of JSON. */
import { z } from 'zod';
import { fromBase64, toBase64 } from '../../../base/bytes.ts';
import { YinzhengError } from '../../../base/errors/index.ts';

/** A head of the journal with all that proves it. */
export interface AnchoredHead {
  /** The statement, DER, and the signature over it by the audit key. */
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
  /** Certificate of the audit key, DER. */
  readonly certificate: Uint8Array;
  /** TimeStampToken (RFC 3161) over the signature, DER. */
  readonly timeStamp: Uint8Array;
}

/** Longest line, characters. */
export const MAX_LINE_LENGTH = 65_536;
/** Ends a line that a crash had cut off: what is before it was never a whole head. */
export const CUT_OFF = '#cut-off';

const BASE64 = z.base64().min(4);
const LINE = z.strictObject({
  journalHead: z.literal(1),
  statement: BASE64,
  signature: BASE64,
  certificate: BASE64,
  timeStamp: BASE64,
});

/** The line of a head, without its end. */
export function writeHeadLine({ statement, signature, certificate, timeStamp }: AnchoredHead): string {
  return JSON.stringify({
    ...{ journalHead: 1, statement: toBase64(statement), signature: toBase64(signature) },
    ...{ certificate: toBase64(certificate), timeStamp: toBase64(timeStamp) },
  });
}

/**
 * Reads a line as {@link writeHeadLine} writes it.
 * @throws {YinzhengError} JOURNAL_HEAD_MALFORMED
 */
export function readHeadLine(text: string): AnchoredHead {
  if (text.length > MAX_LINE_LENGTH) throw malformed(`more than ${MAX_LINE_LENGTH} characters`);
  let found: z.infer<typeof LINE>;
  try {
    found = LINE.parse(JSON.parse(text));
  } catch (cause) {
    throw malformed('not a line of this kind', cause);
  }
  const { statement, signature, certificate, timeStamp } = found;
  return {
    ...{ statement: fromBase64(statement), signature: fromBase64(signature) },
    ...{ certificate: fromBase64(certificate), timeStamp: fromBase64(timeStamp) },
  };
}

function malformed(technical: string, cause?: unknown): YinzhengError {
  return new YinzhengError('JOURNAL_HEAD_MALFORMED', { technical }, { cause });
}
