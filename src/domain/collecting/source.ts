/** What a source must be like. */
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isTypeCode } from '../catalogue/index.ts';
import { isCreditCode } from '../identifier/index.ts';
import type { CollectingCounts, SourceTerms } from './model.ts';

/** Form of the id of a source: it also names its folder. */
export const SOURCE_ID = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
/** Most types of one source. */
export const MOST_SOURCE_TYPES = 500;
/** Counts of a source from which nothing came yet. */
export const NO_COUNTS: CollectingCounts = { sent: 0, taken: 0, updated: 0, repeated: 0, refused: 0 };

/**
 * Checks the terms of a source.
 * @throws {YinzhengError} SOURCE_INVALID
 */
export function checkSource(terms: SourceTerms): void {
  const reason = faultOf(terms);
  if (reason) throw new YinzhengError('SOURCE_INVALID', { reason });
}

/** Counts with what one more item came to. */
export function counted(counts: CollectingCounts, outcome: Exclude<keyof CollectingCounts, 'sent'>): CollectingCounts {
  return { ...counts, sent: counts.sent + 1, [outcome]: counts[outcome] + 1 };
}

function faultOf({ organisation, types, mode, address, origin, trust }: SourceTerms): Bilingual | null {
  if (!isCreditCode(organisation)) return bilingual('the code of its organisation is wrong', '来源机构代码有误');
  if (types.length === 0 || types.length > MOST_SOURCE_TYPES || new Set(types).size < types.length)
    return bilingual(`1 to ${MOST_SOURCE_TYPES} types, each once`, `证照类型应为 1 至 ${MOST_SOURCE_TYPES} 个，不得重复`);
  if (!types.every(isTypeCode)) return bilingual('the code of a type is wrong', '证照类型代码有误');
  if ((mode === 'pull') !== (address !== null))
    return bilingual('an address goes with fetching, and with nothing else', '仅拉取方式须填写地址');
  if (address !== null && !isAddress(address)) return bilingual('the address is none', '地址有误');
  return (origin === 'digitised') === (trust !== null)
    ? null
    : bilingual('a level of trust goes with scans, and with nothing else', '仅存量扫描件须填写可信等级');
}

function isAddress(text: string): boolean {
  if (text.length > 1_000 || !URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username + password + hash === '';
}
