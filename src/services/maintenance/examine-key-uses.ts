import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import { finding, type Finding } from './findings.ts';
import type { Difference, Reconciliation } from './reconcile.ts';

const SHOWN = 5;

const WORDS: Readonly<Record<Difference['kind'], Bilingual>> = {
  missing: bilingual('a file of the log is gone', '日志文件缺失'),
  malformed: bilingual('a line of the log is none', '日志行格式错误'),
  chain: bilingual('the log was changed', '日志被改动'),
  count: bilingual('the log does not count on', '日志计数不连续'),
  truncated: bilingual('the log was cut off', '日志被截断'),
  'unknown-stamping': bilingual('a signature that the register does not know', '登记簿中没有的签名'),
  'other-key': bilingual('signed with another key than that of its seal or record', '所用密钥与印章或记录不符'),
  'other-content': bilingual('signed twice with different content', '同一次用章或签名签过不同内容'),
  'no-line': bilingual('a stamping or signature without its line in the log', '用章或签名记录在日志中没有对应签名'),
};

/** What a comparison of the log of key uses with the register says to people. */
export function examineKeyUses({ since, signatures, differences, listed }: Reconciliation): Finding {
  if (differences === 0) {
    return since === null
      ? finding('key-uses', 'ok', 'No key was used by a signer yet', '签名进程尚未使用过密钥')
      : finding(
          'key-uses',
          'ok',
          `Every signature of a document is in the register, and every stamping in the signer’s log: ${signatures} since ${since}`,
          `签名日志与登记簿一致，自 ${since} 起共 ${signatures} 次文件签名`,
        );
  }
  const shown = listed.slice(0, SHOWN);
  const list = (language: 'en' | 'zh'): string =>
    shown.map(({ kind, subject }) => `${WORDS[kind][language]} (${subject})`).join(', ');
  return finding(
    'key-uses',
    'fault',
    `The signer’s log and the register differ ${differences} times: ${list('en')}`,
    `签名日志与登记簿有 ${differences} 处不符：${list('zh')}`,
  );
}
