import { bilingual, type Bilingual } from '../../base/errors/index.ts';

/** Reasons of RFC 5280 §5.3.1 by number, as people are told of them. */
const REASON_WORDS: Readonly<Record<number, Bilingual>> = {
  1: bilingual('its key was compromised', '私钥泄露'),
  2: bilingual('the key of its CA was compromised', 'CA 私钥泄露'),
  3: bilingual('its holder’s affiliation changed', '隶属变更'),
  4: bilingual('another took its place', '已被替代'),
  5: bilingual('it is used no longer', '停止使用'),
  6: bilingual('it is on hold', '暂停使用'),
  9: bilingual('its privilege was withdrawn', '权限撤回'),
  10: bilingual('the attribute authority was compromised', '属性权威泄露'),
};

/** Why a certificate was revoked; `number` is a CRLReason, null where none was given. */
export function revocationWords(number: number | null): Bilingual {
  return REASON_WORDS[number ?? 0] ?? bilingual('no reason given', '未说明原因');
}
