/** Why a system is not let in. */
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';

/** Each reason in words. Those who have not proved to be anybody are told no more than `unproved`. */
const REASONS = {
  unproved: bilingual(
    'it is not known, not authorised, blocked, or did not prove itself by one of its keys',
    '系统不存在、未授权、已停用，或未能以登记的密钥证明身份',
  ),
  malformed: bilingual('the assertion is none that is taken', '断言格式或算法不被接受'),
  issuer: bilingual('iss and sub are the client_id', 'iss 与 sub 应为 client_id'),
  audience: bilingual(
    'aud is this issuer or its token endpoint, and nothing besides',
    'aud 应且仅应为本服务的签发者标识或令牌端点',
  ),
  expired: bilingual('the assertion is over, or lasts too long', '断言已过期，或有效期过长'),
  early: bilingual('the assertion is of a later time', '断言尚未生效'),
  identifier: bilingual('jti is missing', '缺少 jti'),
  replayed: bilingual('the assertion was used before', '断言已使用过'),
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Name of a reason, as the journal has it. */
export type RefusalReason = keyof typeof REASONS | 'unknown' | 'standing' | 'key' | 'key-set' | 'signature';

/** The error of a reason. */
export function clientNotLetIn(reason: RefusalReason): YinzhengError {
  const told = reason in REASONS ? (reason as keyof typeof REASONS) : 'unproved';
  return new YinzhengError('CLIENT_REFUSED', { reason: REASONS[told] });
}
