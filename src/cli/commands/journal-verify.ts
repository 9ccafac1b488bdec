import { isYinzhengError, type YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, zonedText } from '../../base/time.ts';
import type { Sm3 } from '../../domain/journal/index.ts';
import {
  HEAD_FAULT_WORDS,
  keptHeads,
  verifyAgainstHeads,
  type HeadLine,
  type HeadsVerification,
} from '../../services/journal/heads/index.ts';
import { JOURNAL_FAULT_WORDS, verifyJournal } from '../../services/journal/index.ts';
import { checkHighWater } from '../../services/maintenance/index.ts';
import { readArguments } from '../arguments.ts';
import type { CliContext, Examination } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';

const WORDS = {
  whole: { zh: '日志完整', en: 'The journal is whole' },
  broken: { zh: '日志断裂', en: 'The journal is broken' },
  entries: { zh: '条数', en: 'entries' },
  head: { zh: '末条', en: 'head' },
  at: { zh: '位置', en: 'at entry' },
  confirmed: { zh: '与已签名末条相符', en: 'signed heads that it agrees with' },
  last: { zh: '最远的已签名末条', en: 'the furthest signed head' },
  none: { zh: '没有可信的末条', en: 'no head that can be believed' },
  beyond: {
    zh: '已签名末条均在断裂处之后，无法比对',
    en: 'every signed head lies behind the fault, so that none could be compared',
  },
  cutOff: { zh: '因中断而不完整的行', en: 'lines that a crash cut off' },
  more: { zh: '另有问题', en: 'more faults' },
} as const;

/**
 * `yinzheng journal verify`: checks the hash chain of the journal, and that it reaches what was seen of it; with `--head` also that it agrees
 * with the signed heads of files and with those that the store keeps.
 */
export async function journalVerify(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { head: 'texts', json: 'flag' }, { min: 0, max: 0 });
  try {
    return await verify(context, options);
  } catch (error) {
    // A database that cannot even be opened has no whole journal.
    if (!isYinzhengError(error, 'STORE_DAMAGED')) throw error;
    context.err(`✘ ${messageOf(error, context)}`);
    return EXIT.failed;
  }
}

async function verify(
  context: CliContext,
  { head: files, json }: { readonly head: readonly string[]; readonly json: boolean },
): Promise<ExitCode> {
  const opened = await context.openExamination();
  try {
    const { store, mark, crypto } = opened.value;
    const sm3: Sm3 = (bytes) => crypto.digest('sm3', bytes);
    const heads =
      files.length === 0
        ? null
        : await verifyAgainstHeads(store, linesOf(context, files, store), { ...(await opened.value.headTerms()), sm3 });
    const { head, entries, fault } = heads ?? (await verifyJournal(store.journal, sm3));
    const behind = await refusal(() => checkHighWater(store, mark));
    const whole = fault === null && behind === null && (heads === null || (heads.faultCount === 0 && heads.confirmed > 0));
    const say = (word: keyof typeof WORDS): string => WORDS[word][context.language];
    if (json) {
      const seen = behind ? { code: behind.code, ...behind.details } : null;
      context.out(
        JSON.stringify({ whole, entries, head, fault, behind: seen, ...(heads && { heads: headsView(heads) }) }, null, 2),
      );
    } else {
      if (fault)
        context.out(`✘ ${say('broken')}: ${say('at')} ${fault.sequence} (${JOURNAL_FAULT_WORDS[fault.fault][context.language]})`);
      if (behind) context.out(`✘ ${messageOf(behind, context)}`);
      if (heads) tellFaults(heads, context, { isBroken: fault !== null });
      if (whole) context.out(`✔ ${say('whole')}`);
      context.out(`  ${say('entries')}: ${entries}\n  ${say('head')}: ${head.sequence} ${head.hash}`);
      if (heads) tellHeads(heads, context);
    }
    return whole ? EXIT.passed : EXIT.failed;
  } finally {
    await opened.close();
  }
}

async function* linesOf(
  context: CliContext,
  files: readonly string[],
  { records }: Examination['store'],
): AsyncIterable<HeadLine> {
  for (const file of files) yield* context.readHeads(file);
  yield* keptHeads(records);
}

function headsView({ confirmed, last, cutOff, faults, faultCount }: HeadsVerification): object {
  return { confirmed, last: last && { ...last, time: isoInstant(last.time) }, cutOff, faults, faultCount };
}

function tellFaults(
  { faults, faultCount, confirmed }: HeadsVerification,
  context: CliContext,
  { isBroken }: { readonly isBroken: boolean },
): void {
  const { language } = context;
  for (const { place, number, sequence, fault } of faults) {
    const entry = sequence === null ? '' : ` ${WORDS.at[language]} ${sequence}`;
    context.out(`✘ ${place}:${number}${entry} (${HEAD_FAULT_WORDS[fault][language]})`);
  }
  if (faultCount > faults.length) context.out(`✘ ${WORDS.more[language]}: ${faultCount - faults.length}`);
  // Heads behind a fault may be right: the journal does not reach them.
  if (confirmed === 0) context.out(`✘ ${WORDS[isBroken && faultCount === 0 ? 'beyond' : 'none'][language]}`);
}

function tellHeads({ confirmed, last, cutOff }: HeadsVerification, context: CliContext): void {
  const { language, timeZone } = context;
  context.out(`  ${WORDS.confirmed[language]}: ${confirmed}`);
  if (last) context.out(`  ${WORDS.last[language]}: ${last.sequence}, ${zonedText(last.time, timeZone)}`);
  if (cutOff > 0) context.out(`  ${WORDS.cutOff[language]}: ${cutOff}`);
}

/** Why the journal is not what was seen of it, null when it is. */
async function refusal(check: () => Promise<void>): Promise<YinzhengError | null> {
  try {
    await check();
    return null;
  } catch (error) {
    if (isYinzhengError(error, 'STORE_ROLLED_BACK', 'DATA_MISSING', 'STORE_DAMAGED')) return error;
    throw error;
  }
}

function messageOf(error: YinzhengError, { language }: CliContext): string {
  return `${language === 'zh' ? error.chinese : error.message} [${error.code}]`;
}
