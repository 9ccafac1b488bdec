import { zonedText, type Instant } from '../../base/time.ts';
import type { Sm3 } from '../../domain/journal/index.ts';
import {
  HEAD_FAULT_WORDS,
  headProofEnds,
  HEADS_RENEWED,
  RENEW_HEADS_BEFORE,
  verifyAgainstHeads,
  type HeadLine,
  type HeadTerms,
} from '../journal/heads/index.ts';
import type { OpenStore } from '../storage/index.ts';
import { finding, type Finding } from './findings.ts';

/** The proof of a head that ends so soon should have been renewed long ago, ms. */
const LATE = RENEW_HEADS_BEFORE / 2;

/** A journal that is older, and has no signed head, has nobody who signs it, ms. */
const FIRST_HEAD_WITHIN = 24 * 3_600_000;

/** What is examined: the lines of the file outside and of the store, and by what they are judged. */
export interface HeadsExamination {
  readonly store: Pick<OpenStore, 'identity' | 'journal' | 'records'>;
  readonly lines: AsyncIterable<HeadLine>;
  readonly terms: HeadTerms & { readonly sm3: Sm3 };
  readonly timeZone: string;
}

/** Holds the journal against its signed heads, and sees that their proof does not end. Rejects with STORE_UNAVAILABLE, INPUT_UNREADABLE. */
export async function examineHeads({ store, lines, terms, timeZone }: HeadsExamination): Promise<Finding> {
  const { confirmed, last, faults, faultCount } = await verifyAgainstHeads(store, lines, terms);
  const [first] = faults;
  if (first) {
    const { place, number, fault } = first;
    const words = HEAD_FAULT_WORDS[fault];
    return finding(
      'journal-heads',
      'fault',
      `The journal and its signed heads do not agree, ${faultCount} faults; line ${number} of ${place}: ${words.en}`,
      `日志与已签名末条不符，共 ${faultCount} 处；${place} 第 ${number} 行：${words.zh}`,
    );
  }
  if (last === null) {
    // A server that has only just been started signs the first within a minute or two.
    const [oldest] = await store.journal.read(1, 1);
    const isLate = oldest !== undefined && terms.at - Date.parse(oldest.event.recordedAt) > FIRST_HEAD_WITHIN;
    const outcome = isLate ? 'warning' : 'ok';
    return finding('journal-heads', outcome, 'No head of the journal is signed yet', '日志尚无已签名末条');
  }
  const ends = await oldestEnd(store, terms);
  const time = zonedText(last.time, timeZone);
  if (ends !== null && ends - terms.at < LATE) {
    const until = zonedText(ends, timeZone);
    return finding(
      'journal-heads',
      'warning',
      `Signed heads of the journal are proved until ${until} only: there is no younger time stamping unit to renew them`,
      `日志已签名末条的时间戳证书将于 ${until} 到期：没有更晚到期的时间戳单元可供续期`,
    );
  }
  return finding(
    'journal-heads',
    'ok',
    `The journal agrees with ${confirmed} signed heads, the last of entry ${last.sequence} at ${time}`,
    `日志与 ${confirmed} 个已签名末条相符，最远为第 ${last.sequence} 条（${time}）`,
  );
}

/** When the stamp of the oldest head that was not renewed ends, null where all are. */
async function oldestEnd(
  { records }: Pick<OpenStore, 'records'>,
  { crypto }: Pick<HeadTerms, 'crypto'>,
): Promise<Instant | null> {
  const to = (await records.get('settings', HEADS_RENEWED))?.value['to'];
  const [oldest] = await records.list('journal-heads', { limit: 1, ...(typeof to === 'string' && { after: to }) });
  return oldest ? headProofEnds(oldest.line, crypto) : null;
}
