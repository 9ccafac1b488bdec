import { isYinzhengError, type YinzhengError } from '../../base/errors/index.ts';
import { JOURNAL_FAULT_WORDS, verifyJournal } from '../../services/journal/index.ts';
import { checkHighWater } from '../../services/maintenance/index.ts';
import { readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';

const WORDS = {
  whole: { zh: '日志完整', en: 'The journal is whole' },
  broken: { zh: '日志断裂', en: 'The journal is broken' },
  entries: { zh: '条数', en: 'entries' },
  head: { zh: '末条', en: 'head' },
  at: { zh: '位置', en: 'at entry' },
} as const;

/** `yinzheng journal verify`: checks the hash chain of the journal, and that it reaches what was seen of it. */
export async function journalVerify(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  try {
    return await verify(context, options.json);
  } catch (error) {
    // A database that cannot even be opened has no whole journal.
    if (!isYinzhengError(error, 'STORE_DAMAGED')) throw error;
    context.err(`✘ ${messageOf(error, context)}`);
    return EXIT.failed;
  }
}

async function verify(context: CliContext, json: boolean): Promise<ExitCode> {
  const opened = await context.openExamination();
  try {
    const { store, mark, crypto } = opened.value;
    const { head, entries, fault } = await verifyJournal(store.journal, (bytes) => crypto.digest('sm3', bytes));
    const behind = await refusal(() => checkHighWater(store, mark));
    const whole = fault === null && behind === null;
    const say = (word: keyof typeof WORDS): string => WORDS[word][context.language];
    if (json) {
      const seen = behind ? { code: behind.code, ...behind.details } : null;
      context.out(JSON.stringify({ whole, entries, head, fault, behind: seen }, null, 2));
    } else {
      if (fault)
        context.out(`✘ ${say('broken')}: ${say('at')} ${fault.sequence} (${JOURNAL_FAULT_WORDS[fault.fault][context.language]})`);
      if (behind) context.out(`✘ ${messageOf(behind, context)}`);
      if (whole) context.out(`✔ ${say('whole')}`);
      context.out(`  ${say('entries')}: ${entries}\n  ${say('head')}: ${head.sequence} ${head.hash}`);
    }
    return whole ? EXIT.passed : EXIT.failed;
  } finally {
    await opened.close();
  }
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
