/** A time stamp authority (RFC 3161, GM/T 0033): answers every request, with a token or with the reason why there is none. */
import { toHex } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { CryptoProvider, DigestAlgorithm } from '../../crypto/index.ts';
import {
  DIGEST_OCTETS,
  encodeTimeStampInfo,
  encodeTimeStampRequest,
  finishToken,
  grantTimeStamp,
  knownImprint,
  parseTimeStampRequest,
  prepareToken,
  refuseTimeStamp,
  type TimeStampFailure,
  type TimeStampRequest,
} from '../../pki/index.ts';
import type { Signer, TimeStamper } from '../pki/index.ts';
import type { Random } from '../platform.ts';
import { createSerialNumbers } from './serial-numbers.ts';
import type { TrustedTime } from './trusted-time.ts';
import type { TimeStampUnit } from './units.ts';

/** What an authority works with. */
export interface AuthorityOptions {
  readonly signer: Signer;
  readonly crypto: CryptoProvider;
  readonly random: Random;
  readonly time: TrustedTime;
  /** The units in service now. */
  readonly units: () => readonly TimeStampUnit[];
  /** OID of the policy under which tokens are given. */
  readonly policy: string;
  /** How far a stated time may be off, microseconds. */
  readonly accuracy: number;
  /** Told of faults that are the authority's own. */
  readonly onError: (error: unknown) => void;
}

/** A time stamp authority. */
export interface TimeStampAuthority extends TimeStamper {
  /** Answers a TimeStampReq with a TimeStampResp, both DER; never rejects. */
  answer(request: Uint8Array): Promise<Uint8Array>;
}

const NONCE_OCTETS = 16;
const SECOND = 1000;

/** Digests that a time stamp may be about. */
const ACCEPTED: ReadonlySet<DigestAlgorithm> = new Set(['sm3', 'sha256', 'sha384', 'sha512']);

/** An authority; it keeps nothing but the serial numbers it gave lately. */
export function createTimeStampAuthority(options: AuthorityOptions): TimeStampAuthority {
  const { random, onError } = options;
  const serialNumber = createSerialNumbers(random);

  /** Tells of a fault that is the authority's own, and what the one who asked is told. */
  function faultOf(error: unknown): readonly [TimeStampFailure, Bilingual] {
    onError(error);
    if (isYinzhengError(error, 'TIME_NOT_AVAILABLE')) return ['timeNotAvailable', error.bilingual];
    return ['systemFailure', bilingual('The time stamp authority is not able to sign now', '时间戳服务暂时无法签名')];
  }

  return {
    async answer(request) {
      try {
        const asked = parseTimeStampRequest(request);
        const refusal = refusalOf(asked, options.policy);
        if (refusal) return refuseTimeStamp(...refusal);
        return grantTimeStamp(await giveToken(options, serialNumber(), asked));
      } catch (error) {
        if (isYinzhengError(error, 'TIME_STAMP_MALFORMED', 'DER_MALFORMED')) {
          return refuseTimeStamp('badDataFormat', error.bilingual);
        }
        return refuseTimeStamp(...faultOf(error));
      }
    },
    largest: () => Math.max(0, ...options.units().map(largestBy)),
    async stamp(imprint) {
      const asked = parseTimeStampRequest(encodeTimeStampRequest({ imprint, nonce: random.bytes(NONCE_OCTETS) }));
      const refusal = refusalOf(asked, options.policy);
      if (refusal) throw refused(refusal);
      try {
        // Nobody stands between, so that the token is not verified as that of an authority outside would be.
        return await giveToken(options, serialNumber(), asked);
      } catch (error) {
        throw refused(faultOf(error));
      }
    },
  };
}

/** What a token has besides certificates and the name that identifies its unit: statement, attributes, signature, headers. */
const REST = 704;

function largestBy({ certificate, chain }: TimeStampUnit): number {
  return [certificate, ...chain].reduce((sum, { raw }) => sum + raw.length, certificate.issuer.raw.length + REST);
}

function refused([failure, { en, zh }]: readonly [TimeStampFailure, Bilingual]): YinzhengError {
  return new YinzhengError('TIME_STAMP_REFUSED', { reason: bilingual(`${failure}; ${en}`, `${failure}; ${zh}`) });
}

function refusalOf(asked: TimeStampRequest, policy: string): readonly [TimeStampFailure, Bilingual] | null {
  const { version, extensions, imprint } = asked;
  if (version !== 1) return ['badRequest', bilingual('only version 1 is known', '仅支持版本 1')];
  const algorithm = knownImprint(asked)?.algorithm;
  if (algorithm === undefined || !ACCEPTED.has(algorithm)) {
    return ['badAlg', bilingual('the digest algorithm is not accepted', '不接受该杂凑算法')];
  }
  if (imprint.length !== DIGEST_OCTETS[algorithm]) {
    return ['badDataFormat', bilingual('the digest has another length', '杂凑值长度不符')];
  }
  if (asked.policy !== null && asked.policy !== policy) {
    return ['unacceptedPolicy', bilingual(`the only policy is ${policy}`, `仅支持策略 ${policy}`)];
  }
  if (extensions.length > 0) return ['unacceptedExtension', bilingual('extensions are not known', '不支持扩展项')];
  return null;
}

async function giveToken(options: AuthorityOptions, serialNumber: Uint8Array, asked: TimeStampRequest): Promise<Uint8Array> {
  const { signer, crypto, policy, accuracy } = options;
  // Lists and OCSP answers know whole seconds only (RFC 5280 §4.1.2.5): one made in the second of a token must not count as made before it.
  const time = Math.floor((await options.time.take()) / SECOND) * SECOND;
  const inForce = options.units().filter(({ certificate }) => time >= certificate.notBefore && time <= certificate.notAfter);
  const unit = unitFor(asked, inForce);
  const { keyId, certificate, chain } = unit;
  const info = encodeTimeStampInfo({ policy, imprint: asked.imprintDer, serialNumber, time, accuracy, nonce: asked.nonce });
  const prepared = prepareToken(info, certificate, crypto);
  const signature = await signer.sign({
    keyId,
    purpose: 'time-stamp',
    tbs: prepared.tbs,
    content: info,
    authorisation: { actor: 'time stamp authority', reference: toHex(serialNumber) },
  });
  return finishToken(prepared, signature, asked.wantsCertificate ? [certificate, ...chain] : []);
}

/** SM3 is answered by the SM2 unit, SHA by another; where there is only one, it answers both. */
function unitFor(asked: TimeStampRequest, units: readonly TimeStampUnit[]): TimeStampUnit {
  const national = knownImprint(asked)?.algorithm === 'sm3';
  const [first] = units;
  const unit = units.find(({ certificate }) => (certificate.publicKey.kind === 'sm2') === national) ?? first;
  if (!unit) throw new YinzhengError('TIME_STAMP_UNAVAILABLE', { reason: bilingual('there is no unit', '没有时间戳单元') });
  return unit;
}
