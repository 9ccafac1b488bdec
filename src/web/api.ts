/** The questions that the page asks of the server. */
import type { CopyReport, RegisterReport, ReviewStateName, VerificationReport } from '../report/index.ts';
import { problemOf, ProblemError } from './problem.ts';

/** A report, the id by which it can be had again, null where it was not kept, and whether it is to be had sealed for print. */
export type FileAnswer = VerificationReport & { readonly id?: string | null; readonly printable?: boolean };

/** What the register answers to a printed code. */
export interface CodeAnswer {
  readonly status: string;
  /** Since when the status holds, ISO 8601. */
  readonly since: string;
  readonly typeName: string;
  readonly typeCode: string;
  readonly issuer: string;
  readonly holderMasked: string;
  /** Legal dates `YYYY-MM-DD`; `long-term` for no end. */
  readonly validFrom: string;
  readonly validTo: string;
  /** How it stands with its annual review; absent where there is none. */
  readonly annualReview?: { readonly state: ReviewStateName; readonly dueOn: string };
  readonly identifier?: string;
  /** The moment the answer is about, ISO 8601. */
  readonly asOf?: string;
  /** Until when what was recorded counts, ISO 8601. */
  readonly knownAt?: string;
  /** Of a licence that was not issued here. */
  readonly origin?: NonNullable<RegisterReport['origin']>;
  /** Of a copy; absent where the code is that of the licence itself. */
  readonly copy?: CopyReport;
  readonly demonstration: boolean;
}

/** What a holder shows: by a code, or by a link that has a separate code; `secret` is what its address has behind the `#`. */
export interface ShownSecret {
  readonly via: 'code' | 'link';
  readonly secret: string;
}

/** What is seen of a licence that is shown. */
export interface ShownAnswer extends Omit<CodeAnswer, 'typeCode'> {
  readonly identifier: string;
  readonly asOf: string;
  /** Face fields that the holder chose; null for what others never see. */
  readonly fields: readonly { readonly name: string; readonly label: string; readonly value: string | null }[];
}

const TIMEOUT = 120_000;
/** Readers accept a header that starts within the first 1,024 bytes of a PDF. */
const HEADER_WINDOW = 1024;

/**
 * Sends a file to be verified.
 * @throws {ProblemError} when there is no report
 */
export async function verifyFile(file: Blob, signal: AbortSignal): Promise<FileAnswer> {
  if (file.size === 0) throw new ProblemError('empty');
  if (!(await looksLikePdf(file))) throw new ProblemError('not-a-pdf');
  return ask<FileAnswer>(
    '/api/v1/verifications',
    { method: 'POST', headers: { 'Content-Type': 'application/pdf' }, body: file },
    signal,
  );
}

/**
 * Asks the register about a printed code.
 * @throws {ProblemError} when there is no answer
 */
export function askCode(code: string, signal: AbortSignal): Promise<CodeAnswer> {
  return ask<CodeAnswer>(`/api/v1/verifications/codes/${encodeURIComponent(code)}`, {}, signal);
}

/** What an address shows behind its `#`; null where it shows nothing. */
export function shownOf(hash: string): ShownSecret | null {
  const [, kind, secret] = /^#([ps])=([0-9a-f]{64})$/.exec(hash) ?? [];
  return secret === undefined ? null : { via: kind === 's' ? 'link' : 'code', secret };
}

/**
 * Sees what a holder shows, which uses it up.
 * @param code separate code of a link, null for a code
 * @throws {ProblemError} when there is nothing to be seen
 */
export function seeShown({ via, secret }: ShownSecret, code: string | null, signal: AbortSignal): Promise<ShownAnswer> {
  const [url, body] =
    via === 'link'
      ? ['/api/v1/presentations/link-views', { link: secret, code }]
      : ['/api/v1/presentations/public-views', { code: secret }];
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  return ask<ShownAnswer>(url, init, signal);
}

async function looksLikePdf(file: Blob): Promise<boolean> {
  try {
    return (await file.slice(0, HEADER_WINDOW).text()).includes('%PDF-');
  } catch {
    throw new ProblemError('unreadable');
  }
}

async function ask<T>(url: string, init: RequestInit, signal: AbortSignal): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  signal.addEventListener('abort', stop);
  const timer = setTimeout(stop, TIMEOUT);
  try {
    const response = await fetch(url, {
      ...init,
      headers: { Accept: 'application/json', ...init.headers },
      credentials: 'omit',
      cache: 'no-store',
      signal: controller.signal,
    });
    if (!response.ok) throw await problemOf(response);
    return (await response.json()) as T;
  } catch (error) {
    if (error instanceof ProblemError || signal.aborted) throw error;
    if (controller.signal.aborted) throw new ProblemError('timeout');
    throw new ProblemError(error instanceof SyntaxError ? 'server' : 'offline');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
