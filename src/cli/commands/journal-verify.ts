import { isYinzhengError } from '../../base/errors/index.ts';
import { verifyJournal } from '../../services/journal/index.ts';
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

/** `yinzheng journal verify`: checks the hash chain of the journal; that it is not older than it was, opening it has shown. */
export async function journalVerify(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  try {
    return await verify(context, options.json);
  } catch (error) {
    // What was cut off its end or put back whole is found when it is opened; a damaged end cannot even be asked for its head.
    if (!isYinzhengError(error, 'STORE_DAMAGED', 'STORE_ROLLED_BACK')) throw error;
    context.err(`✘ ${context.language === 'zh' ? error.chinese : error.message} [${error.code}]`);
    return EXIT.failed;
  }
}

async function verify(context: CliContext, json: boolean): Promise<ExitCode> {
  const opened = await context.openMaintenance();
  try {
    const { store, crypto } = opened.value;
    const { head, entries, fault } = await verifyJournal(store.journal, (bytes) => crypto.digest('sm3', bytes));
    const say = (word: keyof typeof WORDS): string => WORDS[word][context.language];
    if (json) {
      context.out(JSON.stringify({ whole: fault === null, entries, head, fault }, null, 2));
    } else {
      context.out(fault === null ? `✔ ${say('whole')}` : `✘ ${say('broken')}: ${say('at')} ${fault.sequence} (${fault.fault})`);
      context.out(`  ${say('entries')}: ${entries}\n  ${say('head')}: ${head.sequence} ${head.hash}`);
    }
    return fault === null ? EXIT.passed : EXIT.failed;
  } finally {
    await opened.close();
  }
}
