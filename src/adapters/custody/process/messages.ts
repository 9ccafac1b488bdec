/** What is asked of a signer process, and what it answers: the heads of the frames. */
import { z } from 'zod';
import { fromBase64, toBase64 } from '../../../base/bytes.ts';
import type { ErrorCode, ErrorDetails } from '../../../base/errors/index.ts';
import { RSA_PADDINGS } from '../../../pki/index.ts';
import { KEY_ALGORITHMS, KEY_PURPOSES, type KeyDescription } from '../../../services/pki/index.ts';

const NAME = z.string().max(256);

/** The first frame of a connection; nothing else is listened to before. */
export const HELLO = z.strictObject({ op: z.literal('hello'), secret: z.string().regex(/^[0-9a-f]{64}$/) });

/** Everything that may be asked. The body of `sign` is what is to be signed and its content, that of `attach` a certificate,
 * that of `import` a private key and its certificate. */
export const REQUEST = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('open') }),
  z.strictObject({ op: z.literal('make') }),
  z.strictObject({
    ...{ op: z.literal('sign'), keyId: NAME, purpose: z.enum(KEY_PURPOSES), actor: NAME, reference: NAME },
    padding: z.enum(RSA_PADDINGS).optional(),
    /** Length of what the body begins with: the bytes to be signed; what they speak of follows, where it is shown. */
    signed: z.int().min(0),
  }),
  z.strictObject({ op: z.literal('list') }),
  z.strictObject({ op: z.literal('standing') }),
  z.strictObject({
    ...{ op: z.literal('generate'), label: NAME },
    purposes: z.array(z.enum(KEY_PURPOSES)).max(KEY_PURPOSES.length),
    algorithm: z.enum(KEY_ALGORITHMS).optional(),
  }),
  z.strictObject({
    ...{ op: z.literal('import'), label: NAME },
    purposes: z.array(z.enum(KEY_PURPOSES)).max(KEY_PURPOSES.length),
    /** Length of the private key. */
    key: z.int().min(1),
  }),
  z.strictObject({ op: z.literal('attach'), keyId: NAME }),
  z.strictObject({ op: z.literal('destroy'), keyId: NAME }),
  z.strictObject({ op: z.literal('head') }),
]);

/** A request. */
export type SignerRequest = z.infer<typeof REQUEST>;

/** An answer: what was asked for, or the error of this project that came instead. */
export type SignerAnswer =
  { readonly result: unknown } | { readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails } };

/** A key as it crosses, binary values in Base64. */
export interface KeyMessage extends Omit<KeyDescription, 'publicKey' | 'certificate'> {
  readonly publicKey: string;
  readonly certificate: string | null;
}

/** A key to be sent. */
export function writeKey(key: KeyDescription): KeyMessage {
  return { ...key, publicKey: toBase64(key.publicKey), certificate: key.certificate && toBase64(key.certificate) };
}

/** Reads keys; what has not changed since the last time is the same array of bytes, so that whoever parsed it knows it again. */
export function keyReader(): (keys: readonly KeyMessage[]) => readonly KeyDescription[] {
  let known = new Map<string, Uint8Array>();
  return (keys) => {
    const next = new Map<string, Uint8Array>();
    const bytes = (text: string): Uint8Array => {
      const read = known.get(text) ?? fromBase64(text);
      next.set(text, read);
      return read;
    };
    const read = keys.map((key) => ({
      ...key,
      publicKey: bytes(key.publicKey),
      certificate: key.certificate === null ? null : bytes(key.certificate),
    }));
    known = next;
    return read;
  };
}
