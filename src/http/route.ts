/** Routes as declarations that read as policy: limit → authenticate → authorise → validate → handle → view. */
import type { z } from 'zod';
import type { ErrorCode } from '../base/errors/index.ts';
import type { Action, Actor } from '../domain/access/index.ts';
import type { PresentedCertificate } from '../services/oauth/index.ts';
import type { Authenticated } from '../services/access/index.ts';
import type { ReceivedFile } from './body/document.ts';
import { parseInput, type InputSchemas, type RawInput } from './validate.ts';

export type LimitName = 'none' | 'sign-in' | 'code' | 'verification' | 'ocsp' | 'time-stamp' | 'token';

/**
 * Who may call: `anonymous`: credentials are not even looked at; `public`: everybody, known or not; `signed-in`: everybody known;
 * an action: those whom the policy allows it.
 */
export type Access = 'anonymous' | 'public' | 'signed-in' | Action;

/** A small message of its own media type, such as an OCSP request. */
export interface MessageBody {
  readonly type: string;
  /** Largest message, bytes. */
  readonly limit: number;
}

/** A JSON message with a head, in which the credential may be: it is read before it is known who calls. */
export interface EnvelopeBody {
  readonly envelope: true;
  /** Whether a file may be within, in Base64. */
  readonly files: boolean;
  /** The credential in it, null where there is none. */
  readonly credential: (json: unknown) => string | null;
}

/**
 * What a body is: none, JSON, one document as raw bytes or the only file of a form, one raw or as many as the files of a form, a message, or a JSON message
 * with a head.
 */
export type BodyKind = 'none' | 'json' | 'document' | 'documents' | MessageBody | EnvelopeBody;

/** Most documents of one form. */
export const MOST_FILES = 100;

export type Content =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly type: string; readonly text: string }
  | { readonly kind: 'bytes'; readonly type: string; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly type: string; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'stream'; readonly type: string; readonly name: string; readonly chunks: AsyncIterable<Uint8Array> };

/** An answer as a handler gives it. */
export interface Answer {
  readonly status: number;
  readonly content?: Content;
  readonly headers?: Readonly<Record<string, string>>;
  /** Session secret for the cookie; null takes the cookie away. */
  readonly session?: string | null;
  /** For the cookie of a sign-in at an identity provider; null takes it away. */
  readonly flow?: string | null;
  /** For the cookie by which the device is known again; null or absent leaves it. */
  readonly device?: string | null;
}

/** What a handler knows of the caller. */
export interface Caller {
  readonly who: Authenticated | null;
  readonly actor: Actor;
  /** Network address, for limits only. */
  readonly address: string;
  /** Secret in the session cookie, whether it still holds or not. */
  readonly cookie: string | null;
  /** What the cookie of a sign-in at an identity provider holds. */
  readonly flow: string | null;
  /** What the cookie by which the device is known again holds. */
  readonly device: string | null;
  /** Certificate of the connection, as a trusted proxy tells it. */
  readonly certificate: PresentedCertificate | null;
}

export interface DocumentedAnswer {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Media type when there is no schema. */
  readonly type?: string;
}

interface RouteFacts {
  readonly method: 'get' | 'post' | 'delete';
  /** Path with `{name}` for parameters, from the root. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly limit: LimitName;
  readonly access: Access;
  readonly body: BodyKind;
  /** Whether the second factor must have been proved in the last minutes. */
  readonly stepUp?: true;
  readonly answers: Readonly<Record<number, DocumentedAnswer>>;
  /** Errors of this route besides those that its policy and input imply. */
  readonly errors: readonly ErrorCode[];
}

/** A route for mounting and documenting. */
export interface Route extends RouteFacts {
  readonly input: InputSchemas;
  /**
   * Checks the input and returns what answers it. The document or message comes later, so that nothing is uploaded for a call that is wrong.
   * Throws REQUEST_INVALID with all faults.
   */
  readonly check: (raw: RawInput) => (caller: Caller, documents: readonly ReceivedFile[]) => Promise<Answer>;
}

type Parsed<S extends InputSchemas, K extends keyof InputSchemas> = S[K] extends z.ZodType ? z.infer<S[K]> : undefined;

/** Input as checked; the document, or the message, is empty where none is taken. */
export interface CheckedInput<S extends InputSchemas> extends Caller {
  readonly params: Parsed<S, 'params'>;
  readonly query: Parsed<S, 'query'>;
  readonly json: Parsed<S, 'json'>;
  readonly document: Uint8Array;
  /** The documents, where several may be taken. */
  readonly documents: readonly ReceivedFile[];
}

/** Declares a route. */
export function defineRoute<S extends InputSchemas>(
  declaration: RouteFacts & { readonly input: S; readonly handle: (input: CheckedInput<S>) => Promise<Answer> },
): Route {
  const { handle, ...facts } = declaration;
  return {
    ...facts,
    check: (raw) => {
      const parsed = parseInput(facts.input, raw) as Pick<CheckedInput<S>, 'params' | 'query' | 'json'>;
      return (caller, documents) => {
        const document = documents[0]?.bytes ?? new Uint8Array();
        return handle({ ...caller, ...parsed, document, documents });
      };
    },
  };
}

export function json(status: number, value: unknown): Answer {
  return { status, content: { kind: 'json', value } };
}

export function pdf(status: number, name: string, bytes: Uint8Array): Answer {
  return { status, content: { kind: 'file', type: 'application/pdf', name, bytes } };
}
