/** What the faults of heads are called when people are told of them. */
import { bilingual, type Bilingual } from '../../../base/errors/index.ts';
import type { ExportFault } from './export.ts';
import type { HeadFault } from './verify.ts';

/** What is wrong with a head, or with the journal by it. */
export const HEAD_FAULT_WORDS: Readonly<Record<HeadFault, Bilingual>> = {
  malformed: bilingual('the line is no head', '该行不是末条记录'),
  signature: bilingual('its signature is wrong', '签名不符'),
  signer: bilingual('it is not signed by an audit key that is trusted', '签名者不是受信任的审计密钥'),
  'time-stamp': bilingual('its time stamp does not hold', '时间戳不成立'),
  'other-store': bilingual('it is of another store', '属于另一数据库'),
  order: bilingual('it comes after a later one', '位于更晚的末条之后'),
  contradicts: bilingual('two genuine heads of this entry differ', '同一条目有两个不同的真实末条'),
  missing: bilingual(
    'the journal ends before it: its end was cut off, or the data are an older copy',
    '日志在此之前结束：尾部被截断，或数据是较早的副本',
  ),
  differs: bilingual('the journal had another entry there: it was made anew', '该处条目与当时不同：日志被重写'),
};

/** What is wrong with an export. */
export const EXPORT_FAULT_WORDS: Readonly<Record<ExportFault, Bilingual>> = {
  malformed: bilingual('the first line is no signed head', '首行不是已签名的末条'),
  signature: HEAD_FAULT_WORDS.signature,
  signer: HEAD_FAULT_WORDS.signer,
  'time-stamp': HEAD_FAULT_WORDS['time-stamp'],
  'no-export': bilingual('the head was not signed for an export', '该末条不是为导出而签名的'),
  entry: bilingual('an entry is not what was signed', '条目与签名时不同'),
  incomplete: bilingual('entries are missing at the end', '末尾缺少条目'),
};
