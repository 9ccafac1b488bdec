/** Whether an authority's answer is the answer to a request (RFC 3161 §2.2). */
import { equalBytes } from '../../base/bytes.ts';
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { isTimeStampingCertificate } from '../certificate/extensions.ts';
import type { Certificate } from '../model.ts';
import type { VerificationCache } from '../signature/cache.ts';
import { parseTimeStampRequest } from './request.ts';
import { parseTimeStampResponse } from './response.ts';
import { verifyTimeStampOf, type TimeStampResult } from './verify.ts';

/** An answer and the request it is to answer, both DER. */
export interface TimeStampAnswer {
  readonly request: Uint8Array;
  readonly response: Uint8Array;
  readonly crypto: CryptoProvider;
  readonly cache?: VerificationCache | undefined;
}

/** A token that answers its request. */
export interface AnsweredTimeStamp extends TimeStampResult {
  /** TimeStampToken, DER. */
  readonly token: Uint8Array;
  readonly signerCertificate: Certificate;
}

/**
 * Verifies everything of an answer but the trust in its authority: imprint, nonce, policy, the signature, that the signed attributes
 * name the certificate within, and that this is one for time stamping only.
 * @throws {YinzhengError} TIME_STAMP_REFUSED when the authority granted none; TIME_STAMP_WRONG when the answer does not fit;
 *   TIME_STAMP_MALFORMED, CMS_MALFORMED, DER_MALFORMED
 */
export function readTimeStampAnswer({ request, response, crypto, cache }: TimeStampAnswer): AnsweredTimeStamp {
  const asked = parseTimeStampRequest(request);
  const { token, status, failures, texts } = parseTimeStampResponse(response);
  if (token === null) {
    // What an authority says is in its own language.
    const said = [failures.join(' '), ...texts]
      .filter((part) => part !== '')
      .join('; ')
      .slice(0, 200);
    const reason = said === '' ? bilingual(`status ${status}`, `状态码 ${status}`) : bilingual(said, said);
    throw new YinzhengError('TIME_STAMP_REFUSED', { reason });
  }
  const result = verifyTimeStampOf({ cms: token, digestBy: () => asked.imprint, crypto, cache });
  const { info, intact, codes, signerCertificate, signedAttributes } = result;
  if (info.imprintAlgorithm !== asked.imprintAlgorithm || !equalBytes(info.imprint, asked.imprint)) {
    throw wrong(bilingual('it is about something else', '时间戳针对的不是所请求的数据'));
  }
  if (asked.nonce !== null && (info.nonce === null || !equalBytes(info.nonce, asked.nonce))) {
    throw wrong(bilingual('its nonce is not that of the request', '随机数与请求不一致'));
  }
  if (asked.policy !== null && info.policy !== asked.policy) {
    throw wrong(bilingual('its policy is not the one asked for', '策略与请求不一致'));
  }
  if (signerCertificate === null) throw wrong(bilingual('it holds no certificate', '未附证书'));
  if (intact !== true)
    throw wrong(bilingual(`its signature is not right (${codes.join(' ')})`, `签名无效（${codes.join(' ')}）`));
  if ((signedAttributes?.signingCertificates ?? []).length === 0) {
    throw wrong(bilingual('its signed attributes name no certificate', '签名属性未指明证书'));
  }
  if (!isTimeStampingCertificate(signerCertificate)) {
    throw wrong(bilingual('its certificate is not one for time stamping only', '证书不是时间戳专用证书'));
  }
  return { ...result, token, signerCertificate };
}

function wrong(reason: Bilingual): YinzhengError {
  return new YinzhengError('TIME_STAMP_WRONG', { reason });
}
