/** What is asked of a signer process, and what it answers: the heads of the frames. */
import { z } from 'zod';
import { fromBase64, toBase64 } from '../../../base/bytes.ts';
import type { ErrorCode, ErrorDetails } from '../../../base/errors/index.ts';
import { RSA_PADDINGS } from '../../../pki/index.ts';
import { MOST_DIGESTS, TERMS } from '../grants/entry.ts';
import { KEY_ALGORITHMS, KEY_PURPOSES, type KeyDescription } from '../../../services/pki/index.ts';

const NAME = z.string().max(256);
const DIGEST = z.string().regex(/^[0-9a-f]{64}$/);
const TIME = z.iso.datetime();

/** By which grant a seal is used. */
const CLAIM = z.strictObject({
  ...{ grant: NAME, kind: z.union([z.literal('document'), z.templateLiteral(['licence:', z.string().max(256)])]) },
  ...{ person: NAME.nullable(), organisation: NAME.nullable(), client: NAME },
  ...{ approval: NAME.nullable(), digest: DIGEST.nullable() },
});
const CODE = z.strictObject({ account: NAME, code: z.string().max(16).nullable() });
const MARK = z.strictObject({ ledger: NAME, lines: z.int().min(0), code: DIGEST });
const GRANT = { grant: NAME, terms: TERMS } as const;

/** What is entered into the ledger of grants. */
const ORDER = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('begin'), grants: z.array(z.strictObject(GRANT)).max(1_000) }),
  z.strictObject({ kind: z.literal('begin-keys'), grants: z.array(z.strictObject(GRANT)).max(1_000) }),
  z.strictObject({ kind: z.literal('key-succeeds'), key: NAME, former: NAME, by: NAME }),
  z.strictObject({ kind: z.literal('taken-over'), by: NAME }),
  z.strictObject({ kind: z.literal('clock-set'), by: NAME }),
  z.strictObject({ kind: z.literal('end-planned'), subject: NAME, from: TIME.nullable(), by: NAME }),
  z.strictObject({ kind: z.literal('grant'), ...GRANT, proposer: NAME, confirmed: CODE }),
  z.strictObject({ kind: z.literal('grant-ended'), grant: NAME, by: NAME }),
  z.strictObject({
    ...{ kind: z.literal('approval'), approval: NAME, grant: NAME, applicant: NAME, expiresAt: TIME, confirmed: CODE },
    digests: z.array(DIGEST).min(1).max(MOST_DIGESTS),
  }),
  z.strictObject({ kind: z.literal('approval-withdrawn'), approval: NAME, by: NAME }),
  z.strictObject({ kind: z.literal('stop'), seal: NAME, by: NAME }),
  z.strictObject({ kind: z.literal('version-ended'), seal: NAME, version: DIGEST, by: NAME }),
  z.strictObject({ kind: z.literal('resume'), seal: NAME, confirmed: CODE }),
  z.strictObject({ kind: z.literal('barred'), account: NAME, by: NAME }),
  z.strictObject({ kind: z.literal('locked'), account: NAME, by: NAME }),
  z.strictObject({ kind: z.literal('unlocked'), account: NAME, confirmed: CODE.nullable() }),
  z.strictObject({ kind: z.literal('deputy'), principal: NAME, deputy: NAME, from: TIME, to: TIME, confirmed: CODE }),
  z.strictObject({ kind: z.literal('handover'), from: NAME, to: NAME, confirmed: CODE }),
  z.strictObject({ kind: z.literal('approver-removed'), account: NAME, by: NAME }),
]);

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
    use: CLAIM.optional(),
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
  z.strictObject({ op: z.literal('grants:enter'), order: ORDER }),
  z.strictObject({ op: z.literal('grants:enrol'), account: NAME, voucher: CODE.nullable() }),
  z.strictObject({ op: z.literal('grants:admit'), claim: CLAIM, seal: NAME, version: DIGEST, reference: NAME, data: DIGEST }),
  z.strictObject({ op: z.literal('grants:standing') }),
  z.strictObject({ op: z.literal('grants:compare'), known: MARK.nullable() }),
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
