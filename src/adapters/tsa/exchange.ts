/** One exchange with a time stamp authority over HTTP (RFC 3161 §3.4). */
import { concatBytes } from '../../base/bytes.ts';
import { bilingual, type Bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { MAX_TIME_STAMP_RESPONSE_BYTES } from '../../pki/index.ts';

const QUERY = 'application/timestamp-query';
const REPLY = 'application/timestamp-reply';

/** A request on its way. */
export interface Exchange {
  readonly url: string;
  /** TimeStampReq, DER. */
  readonly request: Uint8Array;
  /** How long the whole exchange may take, ms. */
  readonly timeout: number;
}

/**
 * Sends a TimeStampReq and resolves to the TimeStampResp, as received; redirections are not followed. Rejects with
 * TIME_STAMP_UNAVAILABLE when nobody answers in time or the server fails, TIME_STAMP_WRONG when what comes is no reply or too large.
 */
export async function exchange({ url, request, timeout }: Exchange): Promise<Uint8Array> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': QUERY, Accept: REPLY },
      body: request as Uint8Array<ArrayBuffer>,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      const passing = response.status >= 500 || response.status === 429;
      const code = passing ? 'TIME_STAMP_UNAVAILABLE' : 'TIME_STAMP_WRONG';
      throw new YinzhengError(code, { reason: bilingual(`HTTP ${response.status}`, `HTTP ${response.status}`) });
    }
    if (mediaType(response) !== REPLY) {
      await response.body?.cancel();
      throw wrong(bilingual(`it is not ${REPLY}`, `应答不是 ${REPLY}`));
    }
    return await bodyOf(response);
  } catch (cause) {
    if (isYinzhengError(cause)) throw cause;
    const name = nameOf(cause);
    throw new YinzhengError(
      'TIME_STAMP_UNAVAILABLE',
      { reason: bilingual(`it does not answer (${name})`, `无应答（${name}）`) },
      { cause },
    );
  }
}

async function bodyOf(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    // Leaving the loop cancels the rest.
    if (length > MAX_TIME_STAMP_RESPONSE_BYTES) throw wrong(bilingual('it is larger than allowed', '应答过大'));
    parts.push(part);
  }
  return concatBytes(...parts);
}

function mediaType(response: Response): string {
  return (response.headers.get('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function nameOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const { code, message } = (cause.cause ?? {}) as Partial<NodeJS.ErrnoException>;
  return code ?? message ?? cause.name;
}

function wrong(reason: Bilingual): YinzhengError {
  return new YinzhengError('TIME_STAMP_WRONG', { reason });
}
