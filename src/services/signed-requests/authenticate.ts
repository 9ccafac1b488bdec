/** Systems that sign each request instead of sending a token. */
import { fromBase64, toHex, utf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { DEFAULT_SM2_USER_ID, rawToDer } from '../../crypto/index.ts';
import { clientActor, clientState, isKeyTaken, type ClientKey, type ClientRecord } from '../../domain/client/index.ts';
import type { AuthenticatedSystem } from '../access/index.ts';
import { accessEvent, PUBLIC_ACTOR } from '../access/event.ts';
import { letIn, type OAuthDependencies } from '../oauth/index.ts';
import { claimOnce } from '../transients/index.ts';
import { signatureBase, type RequestParts } from './base.ts';
import { readContentDigest, readSignature, type ReadSignature } from './parse.ts';

/** SM2 with SM3, default user ID, r ‖ s of 64 bytes; a name of our own, since RFC 9421 registers none. */
export const SIGNATURE_ALGORITHM = 'sm2-sm3';
/** What every signature covers. */
export const COVERED = ['@method', '@authority', '@path', '@query'] as const;
/** By how much the clock of a signer may be ahead, and how old a signature may be, ms. */
const CLOCK_SKEW = 60_000;
const OLDEST = 300_000;

const REASONS = {
  unproved: bilingual(
    'the system is not known, not authorised, blocked, or did not sign with one of its SM2 keys',
    '系统不存在、未授权、已停用，或未以登记的 SM2 密钥签名',
  ),
  malformed: bilingual(
    'Signature-Input or Signature is not of the form that is taken',
    'Signature-Input 或 Signature 格式不被接受',
  ),
  covered: bilingual(
    '@method, @authority, @path and @query are covered, and content-digest where there is a body',
    '签名须覆盖 @method、@authority、@path、@query，有请求体时还须覆盖 content-digest',
  ),
  time: bilingual('created is more than five minutes ago, or in the future', 'created 已超过五分钟，或晚于当前时间'),
  nonce: bilingual('nonce has 16 to 128 characters', 'nonce 应为 16 至 128 个字符'),
  replayed: bilingual('the request came before', '请求已处理过'),
  digest: bilingual('Content-Digest is not the SM3 of the body', 'Content-Digest 与请求体的 SM3 不符'),
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Why a signed request is refused. */
export type SignedRefusal = keyof typeof REASONS;

/** The error of a refusal. */
export function signatureRefused(reason: SignedRefusal): YinzhengError {
  return new YinzhengError('REQUEST_SIGNATURE_REFUSED', { reason: REASONS[reason] });
}

/** A system that signed a request, and the SM3 that the body must have; null when there is no body. */
export interface SignedRequest {
  readonly who: AuthenticatedSystem;
  readonly bodyDigest: Uint8Array | null;
}

/** A request with its signature. */
export interface SigningParts extends RequestParts {
  readonly hasBody: boolean;
}

/**
 * The system that signed a request, within its scopes and its quota. Each signature is good once, over all servers.
 * @throws {YinzhengError} REQUEST_SIGNATURE_REFUSED, NOT_SIGNED_IN, RATE_LIMITED
 */
export async function authenticateSigned(deps: OAuthDependencies, parts: SigningParts): Promise<SignedRequest> {
  const read = readSignature(parts.field('signature-input') ?? '', parts.field('signature') ?? '');
  if (!read || read.algorithm !== SIGNATURE_ALGORITHM) throw signatureRefused('malformed');
  const found = await keyOf(deps, read.keyId);
  if (!found) throw await refuse(deps, null, 'unproved');
  const { client, key } = found;
  const base = signatureBase(read, parts, deps.issuer);
  if (base === null || !covers(read, parts)) throw signatureRefused('covered');
  if (!isRight(deps, { read, base, key })) throw await refuse(deps, client, 'unproved');
  const fault = faultOf(read, deps.clock.now());
  if (fault) throw await refuse(deps, client, fault);
  const bodyDigest = parts.hasBody ? readContentDigest(parts.field('content-digest') ?? '') : null;
  if (parts.hasBody && !bodyDigest) throw await refuse(deps, client, 'digest');
  const value = toHex(deps.crypto.digest('sm3', utf8(`request\n${client._id}\n${read.nonce}`)));
  const until = read.created * 1000 + OLDEST + CLOCK_SKEW;
  if (!(await claimOnce(deps, { value, until }))) throw await refuse(deps, client, 'replayed');
  return { who: await letIn(deps, client, { key, scopes: client.authorised?.scopes ?? [] }), bodyDigest };
}

/** The system and the key that `keyid` names: `<client_id>/<kid>`. */
async function keyOf(
  deps: OAuthDependencies,
  keyId: string,
): Promise<{ readonly client: ClientRecord; readonly key: ClientKey } | null> {
  const [, id, kid] = /^([0-9a-f]{16})\/([A-Za-z0-9._-]{1,64})$/.exec(keyId) ?? [];
  const client = id === undefined ? null : await deps.records.get('clients', id);
  const now = deps.clock.now();
  const key = client?.keys.find((found) => found.id === kid && isKeyTaken(found, now));
  return client && key && clientState(client, now) === 'active' ? { client, key } : null;
}

function covers({ components }: ReadSignature, { hasBody }: SigningParts): boolean {
  return COVERED.every((name) => components.includes(name)) && (!hasBody || components.includes('content-digest'));
}

function isRight(
  { crypto }: OAuthDependencies,
  { read, base, key }: { readonly read: ReadSignature; readonly base: string; readonly key: ClientKey },
): boolean {
  const { proof } = key;
  const der = rawToDer(read.signature);
  if (!der || (proof.kind !== 'public-key' && proof.kind !== 'certificate') || proof.keyType !== 'sm2') return false;
  return crypto.verify({ kind: 'sm2', userId: DEFAULT_SM2_USER_ID }, fromBase64(proof.publicKey), [utf8(base)], der);
}

function faultOf({ created, nonce }: ReadSignature, now: number): 'time' | 'nonce' | null {
  const at = created * 1000;
  if (at > now + CLOCK_SKEW || now >= at + OLDEST + CLOCK_SKEW) return 'time';
  return nonce.length >= 16 && nonce.length <= 128 ? null : 'nonce';
}

async function refuse(deps: OAuthDependencies, client: ClientRecord | null, reason: SignedRefusal): Promise<YinzhengError> {
  const subject = client ? `clients/${client._id}` : 'clients';
  const actor = client && reason !== 'unproved' ? clientActor(client, []) : PUBLIC_ACTOR;
  await deps.journal.record([accessEvent(deps, { kind: 'sign-in-refused', subject, actor, facts: { reason } })]);
  return signatureRefused(reason);
}
