import { concatBytes } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import {
  createIssueBatchWorker,
  getIssueBatch,
  issueBatchResults,
  receiveIssueTable,
  startIssueBatch,
} from '../../services/licences/batches/index.ts';
import type { IssueBatchRecord } from '../../services/storage/index.ts';
import { readArguments, required } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { failureLines } from '../failure.ts';

/** How often it is looked whether a server is done with what it has in hand, ms. */
const LOOK_EVERY = 250;

/** `yinzheng issue-table TABLE`: issues licences from a table, after all of its rows are found right, and writes what became of each. */
export async function issueTable(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    {
      ...{ type: 'text', organisation: 'text', item: 'text', cause: 'text', results: 'text' },
      ...{ check: 'flag', force: 'flag', json: 'flag' },
    },
    { min: 1, max: 1 },
  );
  const [path = ''] = positionals;
  const typeCode = required(options.type, 'type');
  const actor = context.actorOf(required(options.organisation, 'organisation'));
  const purpose = { item: required(options.item, 'item'), cause: required(options.cause, 'cause') };
  if (options.results !== undefined) await context.checkOutput(options.results, { force: options.force });
  const bytes = await context.readFile(path);
  const opened = await context.openService(context);
  const { value: service } = opened;
  try {
    const { _id: id } = await receiveIssueTable(service, actor, { typeCode, name: path.slice(-200), bytes, purpose });
    const worker = createIssueBatchWorker(service, { owner: 'cli', only: id });
    const work = async (state: IssueBatchRecord['state']): Promise<IssueBatchRecord> => {
      for (;;) {
        await worker.round();
        const batch = await getIssueBatch(service, actor, id);
        if (batch.state !== state) return batch;
        context.progress(`${batch.counts.issued + batch.counts.failed} / ${batch.rows}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
      }
    };
    let batch = await work('checking');
    if (batch.state === 'ready' && !options.check) {
      await startIssueBatch(service, actor, id);
      batch = await work('running');
    }
    if (options.results !== undefined) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of await issueBatchResults(service, actor, id)) chunks.push(chunk);
      await context.writeFile(options.results, concatBytes(...chunks), { force: options.force });
    }
    return tell(context, batch, options);
  } finally {
    context.progress(null);
    await opened.close();
  }
}

function tell(
  context: CliContext,
  { _id: batch, state, rows, counts, fault }: IssueBatchRecord,
  { json, check, results }: { readonly json: boolean; readonly check: boolean; readonly results?: string | undefined },
): ExitCode {
  if (fault) for (const line of failureLines(new YinzhengError(fault.code, fault.details), context)) context.err(line);
  if (json) context.out(JSON.stringify({ batch, state, rows, ...counts, results: results ?? null }, null, 2));
  else {
    const words = WORDS[context.language];
    const told = [words.rows, rows, words.wrong, counts.wrong, words.issued, counts.issued, words.failed, counts.failed];
    context.out([batch, told.join(' '), ...(results === undefined ? [] : [results])].join('\n'));
  }
  const isRight = check ? state === 'ready' : state === 'done' && counts.failed === 0;
  return isRight ? EXIT.passed : EXIT.failed;
}

const WORDS = {
  zh: { rows: '行数', wrong: '有误', issued: '已签发', failed: '失败' },
  en: { rows: 'rows', wrong: 'wrong', issued: 'issued', failed: 'failed' },
} as const;
