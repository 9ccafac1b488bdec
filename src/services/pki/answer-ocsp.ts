import { isYinzhengError } from '../../base/errors/index.ts';
import { toHex } from '../../base/bytes.ts';
import type { Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import {
  assembleOcspResponse,
  encodeOcspResponse,
  isIssuedBy,
  ocspResponseData,
  parseOcspRequest,
  SM2_WITH_SM3,
  type CertificateId,
  type OcspRequest,
  type OcspStatus,
  type PreparedRevocationList,
  type PreparedTrust,
  type SingleResponseSpec,
} from '../../pki/index.ts';
import type { Clock } from '../platform.ts';
import { authoritiesIn } from './authorities.ts';
import { responderOf } from './ensure-responders.ts';
import type { CertifiedKey } from './issue-certificate.ts';
import type { CertificateRegister, KeyCustody, Signer } from './ports.ts';
import { recentKeys } from './recent-keys.ts';

/** What answering takes. */
export interface OcspDependencies {
  readonly signer: Signer;
  readonly custody: Pick<KeyCustody, 'list'>;
  /** The trust of the moment, whose revocation lists are answered from. */
  readonly trust: () => PreparedTrust;
  /** What was issued: of nothing else `good` is said. */
  readonly register: Pick<CertificateRegister, 'find'>;
  readonly crypto: CryptoProvider;
  readonly clock: Clock;
}

/** An OCSPResponse, DER, and until when it may be kept; null: it is for this request alone. */
export interface OcspAnswer {
  readonly bytes: Uint8Array;
  readonly freshUntil: Instant | null;
  readonly producedAt: Instant;
}

/** Answers OCSP requests (DER). Never rejects for what is asked: a request that cannot be answered is told why. */
export type OcspResponder = (request: Uint8Array) => Promise<OcspAnswer>;

/** How long an answer serves, ms. */
export const OCSP_LIFE = 3_600_000;
/** An answer that is kept is made anew after this time, ms. */
const KEPT_FOR = OCSP_LIFE / 2;
const MOST_KEPT = 1_000;

interface Kept extends OcspAnswer {
  /** The list that it was made from: with the next one it is of no use. */
  readonly list: PreparedRevocationList;
}

/**
 * The responder of the CAs whose keys are in custody (RFC 6960). What it says comes from their revocation lists; `good` is said only of
 * certificates that the register of issued certificates has. Answers without a nonce are kept and given again, unless they say `unknown`: what is
 * issued in the next moment is known at once.
 */
export function createOcspResponder(given: OcspDependencies): OcspResponder {
  const deps = { ...given, custody: recentKeys(given.custody, given.clock) };
  const kept = new Map<string, Kept>();
  return async (bytes) => {
    const now = deps.clock.now();
    const refusal = (status: Exclude<OcspStatus, 'successful'>): OcspAnswer => {
      return { bytes: encodeOcspResponse(status), freshUntil: null, producedAt: now };
    };
    const request = readRequest(bytes);
    if (request === null) return refusal('malformedRequest');
    const authority = (await authoritiesIn(deps.custody)).find(({ certificate }) =>
      request.certificates.every((id) => isIssuedBy(id, certificate, deps.crypto)),
    );
    if (!authority) return refusal('unauthorized');
    const list = currentList(deps.trust(), authority, now);
    const responder = await responderOf(deps.custody, authority.certificate, now);
    if (!list || !responder) return refusal('tryLater');
    const key = toHex(deps.crypto.digest('sha256', ...request.certificates.map(({ raw }) => raw)));
    const known = request.nonce === null ? kept.get(key) : undefined;
    if (known?.list === list && now < known.producedAt + KEPT_FOR) return known;
    const answer = await produce(deps, { request, authority, list, responder, now });
    if (answer.freshUntil !== null) keep(kept, key, { ...answer, list });
    return answer;
  };
}

function readRequest(bytes: Uint8Array): OcspRequest | null {
  try {
    return parseOcspRequest(bytes);
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

/** A CA's latest list, null when the next one is overdue: nothing current is known then. */
function currentList(trust: PreparedTrust, { certificate }: CertifiedKey, now: Instant): PreparedRevocationList | null {
  const latest = trust.revocationLists(certificate.subject).find((list) => list.isSignedBy(certificate));
  return latest && latest.list.nextUpdate !== null && now < latest.list.nextUpdate ? latest : null;
}

async function produce(
  { signer, register, crypto }: OcspDependencies,
  asked: {
    readonly request: OcspRequest;
    readonly authority: CertifiedKey;
    readonly list: PreparedRevocationList;
    readonly responder: CertifiedKey;
    readonly now: Instant;
  },
): Promise<OcspAnswer> {
  const { request, authority, list, responder, now } = asked;
  const nextUpdate = Math.min(now + OCSP_LIFE, responder.certificate.notAfter);
  const single = async (id: CertificateId): Promise<SingleResponseSpec> => {
    const entry = list.find(id.serialNumber);
    const isIssued = entry !== null || (await register.find(authority.certificate, id.serialNumber)) !== null;
    return {
      id: id.raw,
      status: entry
        ? { kind: 'revoked', revokedAt: entry.revokedAt, reason: entry.reason }
        : { kind: isIssued ? 'good' : 'unknown' },
      thisUpdate: now,
      nextUpdate,
      // Lists leave nothing out, however long ago a certificate expired.
      archiveCutoff: authority.certificate.notBefore,
      invalidityDate: entry?.invalidityDate ?? null,
    };
  };
  const responses = await Promise.all(request.certificates.map(single));
  const isKept = request.nonce === null && responses.every(({ status }) => status.kind !== 'unknown');
  const data = ocspResponseData({
    responder: responder.certificate,
    namedBy: 'key',
    producedAt: now,
    responses,
    nonce: request.nonce,
    crypto,
  });
  const authorisation = { actor: 'server', reference: 'OCSP' };
  const signature = await signer.sign({ keyId: responder.keyId, purpose: 'ocsp-response', tbs: data, authorisation });
  const response = assembleOcspResponse(data, { algorithm: SM2_WITH_SM3, signature }, [responder.certificate]);
  return {
    bytes: encodeOcspResponse(response),
    freshUntil: isKept ? nextUpdate : null,
    producedAt: now,
  };
}

function keep(kept: Map<string, Kept>, key: string, answer: Kept): void {
  kept.delete(key);
  kept.set(key, answer);
  if (kept.size <= MOST_KEPT) return;
  const oldest = kept.keys().next();
  if (!oldest.done) kept.delete(oldest.value);
}
