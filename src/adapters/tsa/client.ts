/** Time stamps of authorities outside, asked in turn until one gives a token that holds. */
import { setTimeout as sleep } from 'node:timers/promises';
import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import {
  buildPath,
  encodeTimeStampRequest,
  readTimeStampAnswer,
  type AnsweredTimeStamp,
  type Imprint,
  type PreparedTrust,
  type VerificationPolicy,
} from '../../pki/index.ts';
import type { TimeStamper } from '../../services/pki/index.ts';
import type { Clock, Random } from '../../services/platform.ts';
import { exchange } from './exchange.ts';

/** Whom a client asks, and what it accepts. Times in ms. */
export interface TsaClientOptions {
  /** Addresses of the authorities, the first preferred. */
  readonly urls: readonly string[];
  readonly crypto: CryptoProvider;
  readonly random: Random;
  readonly clock: Clock;
  /** Trust in authorities as it is now, and how strictly their certificates are judged. */
  readonly trust: () => PreparedTrust;
  readonly verification: VerificationPolicy;
  /** OID of the policy that tokens must have; any when absent. */
  readonly policy?: string | null;
  /** How long one exchange may take; 10 s when absent. */
  readonly timeout?: number;
  /** How often one authority is asked while its fault may pass; 3 times when absent. */
  readonly attempts?: number;
  /** The wait before asking again, doubled each time; 500 when absent. */
  readonly backOff?: number;
  /** How far a stated time may be from the clock here; 5 minutes when absent. */
  readonly tolerance?: number;
  /** Told of every attempt that failed. */
  readonly onFailure?: (failure: { readonly url: string; readonly error: unknown }) => void;
}

const NONCE_OCTETS = 16;
/** Refusals that may pass: the authority is right to be asked again. */
const PASSING = /\b(timeNotAvailable|systemFailure)\b/;

/** A client of authorities outside. Its `stamp` rejects with TIME_STAMP_UNAVAILABLE when none of them gave a token that holds. */
export function createTsaClient(options: TsaClientOptions): TimeStamper {
  const { urls, attempts = 3, backOff = 500, onFailure } = options;
  return {
    async stamp(imprint) {
      // What an authority answers again and again is said once.
      const reasons = new Map<string, Bilingual>();
      for (const url of urls) {
        for (let attempt = 1; attempt <= attempts; attempt++) {
          try {
            return await ask(options, url, imprint);
          } catch (error) {
            if (!isYinzhengError(error)) throw error;
            onFailure?.({ url, error });
            const { en, zh } = reasonOf(error);
            reasons.set(`${url} ${en}`, bilingual(`${url}: ${en}`, `${url}：${zh}`));
            if (!mayPass(error)) break;
            if (attempt < attempts) await sleep(backOff * 2 ** (attempt - 1));
          }
        }
      }
      throw new YinzhengError('TIME_STAMP_UNAVAILABLE', {
        reason:
          reasons.size === 0
            ? bilingual('no authority is configured', '未配置时间戳服务')
            : bilingual(
                [...reasons.values()].map(({ en }) => en).join(', '),
                [...reasons.values()].map(({ zh }) => zh).join('，'),
              ),
      });
    },
  };
}

async function ask(options: TsaClientOptions, url: string, imprint: Imprint): Promise<Uint8Array> {
  const { crypto, random, policy = null, timeout = 10_000 } = options;
  const request = encodeTimeStampRequest({ imprint, policy, nonce: random.bytes(NONCE_OCTETS) });
  const answer = readTimeStampAnswer({ request, response: await exchange({ url, request, timeout }), crypto });
  const fault = faultOf(answer, options);
  if (fault) throw new YinzhengError('TIME_STAMP_WRONG', { reason: fault });
  return answer.token;
}

/** What keeps a token from being of use here, though it is a right answer. */
function faultOf(answer: AnsweredTimeStamp, options: TsaClientOptions): Bilingual | null {
  const { clock, crypto, trust, verification, tolerance = 300_000 } = options;
  const { info, signerCertificate: target, certificates: extra } = answer;
  if (Math.abs(info.time - clock.now()) > tolerance) {
    return bilingual('its time is far from that of this clock', '时间与本机时钟相差过大');
  }
  const at = info.time;
  const path = buildPath({ target, extra, trust: trust(), crypto, at, policy: verification, usage: 'time-stamping' });
  if (path.outcome === 'passed') return null;
  return bilingual(`its authority is not trusted (${path.code ?? ''})`, `时间戳服务不受信任（${path.code ?? ''}）`);
}

/** What an error says besides its code, where that is that no time stamp is to be had, for whoever reads it is told that already. */
function reasonOf(error: YinzhengError): Bilingual {
  const { reason } = error.details;
  return error.code === 'TIME_STAMP_UNAVAILABLE' && reason !== undefined ? reason : error.bilingual;
}

function mayPass(error: YinzhengError): boolean {
  if (error.code === 'TIME_STAMP_UNAVAILABLE') return true;
  return error.code === 'TIME_STAMP_REFUSED' && PASSING.test(error.message);
}
