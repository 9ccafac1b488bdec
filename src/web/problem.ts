/** What went wrong, as far as the reader can do something about it. */
export type ProblemKind =
  | 'not-a-pdf'
  | 'encrypted'
  | 'damaged'
  | 'too-large'
  | 'empty'
  | 'unreadable'
  | 'code-mistyped'
  | 'code-unknown'
  | 'claim-unreadable'
  | 'shown-nothing'
  | 'shown-over'
  | 'separate-wrong'
  | 'too-many'
  | 'offline'
  | 'timeout'
  | 'unavailable'
  | 'server'
  | 'refused';

/** A problem to be shown. */
export interface Problem {
  readonly kind: ProblemKind;
  /** The server's own words, in both languages, when it said more than the kind does. */
  readonly detail: { readonly en: string; readonly zh: string } | null;
  readonly code: string | null;
  readonly requestId: string | null;
  /** Seconds to wait, when the server named them. */
  readonly seconds: number | null;
}

/** A problem met while asking the server. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(kind: ProblemKind, more: Partial<Omit<Problem, 'kind'>> = {}) {
    super(kind);
    this.problem = { kind, detail: null, code: null, requestId: null, seconds: null, ...more };
  }
}

const KIND_OF_CODE: Readonly<Record<string, ProblemKind>> = {
  DOCUMENT_UNRECOGNISED: 'not-a-pdf',
  PDF_ENCRYPTED: 'encrypted',
  PDF_MALFORMED: 'damaged',
  DEFLATE_MALFORMED: 'damaged',
  INPUT_TOO_LARGE: 'too-large',
  VERIFICATION_CODE_INVALID: 'code-mistyped',
  LICENCE_NOT_FOUND: 'code-unknown',
  PRESENTATION_NOT_FOUND: 'shown-nothing',
  PRESENTATION_OVER: 'shown-over',
  PRESENTATION_CODE_REFUSED: 'separate-wrong',
  RATE_LIMITED: 'too-many',
  STORE_UNAVAILABLE: 'unavailable',
};

const KIND_OF_STATUS: Readonly<Record<number, ProblemKind>> = {
  404: 'code-unknown',
  413: 'too-large',
  415: 'not-a-pdf',
  429: 'too-many',
  502: 'unavailable',
  503: 'unavailable',
  504: 'timeout',
};

/** The problem that an answer with an error status stands for (RFC 9457 problem details, or nothing readable). */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body = await details(response);
  const code = text(body['code']);
  const kind =
    (code === null ? undefined : KIND_OF_CODE[code]) ??
    KIND_OF_STATUS[response.status] ??
    (response.status >= 500 ? 'server' : 'refused');
  const en = text(body['detailEn']) ?? text(body['detail']) ?? text(body['title']);
  const zh = text(body['detailZh']) ?? en;
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new ProblemError(kind, {
    detail: en === null || zh === null ? null : { en, zh },
    code,
    requestId: text(body['requestId']) ?? response.headers.get('X-Request-Id'),
    seconds: Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null,
  });
}

async function details(response: Response): Promise<Readonly<Record<string, unknown>>> {
  if (!/\bjson\b/.test(response.headers.get('Content-Type') ?? '')) return {};
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
