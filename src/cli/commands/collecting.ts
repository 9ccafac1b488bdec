/** `yinzheng collecting …`: licences that are made elsewhere (归集). */
import { join } from 'node:path';
import { fromUtf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { CollectingSource, SourceTerms } from '../../domain/collecting/index.ts';
import {
  findSource,
  listSources,
  recordSource,
  sourceTermsSchema,
  takeBatch,
  type BatchResult,
  type CollectingDependencies,
  type ExchangeBatch,
} from '../../services/collecting/index.ts';
import { everyPage } from '../administration.ts';
import { readArguments, required } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { inFile } from '../in-file.ts';
import { visible } from '../output/visible.ts';

/** What the verifier is told: the trust of the installation, and nothing besides. */
const VERIFIER = {
  ...{ anchors: [], intermediates: [], revocationLists: [], sealMakers: [], certificates: [] },
  ...{ requireRevocation: false, register: false },
};
const LABELS = {
  zh: { sent: '报送', taken: '入库', updated: '更新', repeated: '重复', refused: '拒收', missing: '缺失' },
  en: { sent: 'sent', taken: 'taken', updated: 'updated', repeated: 'repeated', refused: 'refused', missing: 'missing' },
} as const;

/** `yinzheng collecting list`: sources with their counts. */
export async function collectingList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return withCollecting(context, async (deps) => {
    const all = await everyPage((page) => listSources(deps, operator(context), page));
    context.out(
      options.json ? JSON.stringify(all.map(factsOf), null, 2) : all.map((source) => lineOf(source, context)).join('\n'),
    );
    return EXIT.passed;
  });
}

/** `yinzheng collecting record ID TERMS.json [--stopped]`: records a source, or new terms of one. */
export async function collectingRecord(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { stopped: 'flag' }, { min: 2, max: 2 });
  const [id = '', path = ''] = positionals;
  const bytes = await context.readFile(path);
  const terms = inFile(path, () => readTerms(bytes));
  return withCollecting(context, async (deps) => {
    const { _id } = await recordSource(deps, operator(context), { id, terms, state: options.stopped ? 'stopped' : 'active' });
    context.out(_id);
    return EXIT.passed;
  });
}

function readTerms(bytes: Uint8Array): SourceTerms {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual('it is not JSON', '不是 JSON') }, { cause });
  }
  const parsed = sourceTermsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new YinzhengError('INPUT_INVALID', { reason: bilingual(`not as it has to be: ${at}`, `不符合要求：${at}`) });
}

/** `yinzheng collecting import FOLDER --source ID`: takes one batch from a folder, once; exit code 1 where something was refused. */
export async function collectingImport(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { source: 'text', json: 'flag' }, { min: 1, max: 1 });
  const id = required(options.source, 'source');
  return withCollecting(context, async (deps) => {
    const actor = operator(context);
    const source = await findSource(deps, actor, { id, action: 'collecting:push' });
    const result = await takeBatch(deps, { source, actor, batch: batchIn(context, positionals[0] ?? '') });
    context.out(options.json ? JSON.stringify(result, null, 2) : linesOf(result, context).join('\n'));
    return result.error === null && result.counts.refused === 0 ? EXIT.passed : EXIT.failed;
  });
}

/** A folder as a batch: its files by plain names, its result beside them. */
function batchIn(context: CliContext, folder: string): ExchangeBatch {
  return {
    name: folder,
    async read(name, limit) {
      if (/[/\\]|^\.{1,2}$/.test(name)) throw new YinzhengError('INPUT_UNREADABLE', { path: name });
      const bytes = await context.readFile(join(folder, name));
      if (bytes.length > limit) throw new YinzhengError('INPUT_TOO_LARGE', { limit });
      return bytes;
    },
    finish: (_, result) => context.writeFile(join(folder, 'result.json'), result, { force: true }),
  };
}

async function withCollecting(context: CliContext, work: (deps: CollectingDependencies) => Promise<ExitCode>): Promise<ExitCode> {
  const service = await context.openService(context);
  try {
    const verifier = await context.openVerifier(VERIFIER);
    try {
      const { store, journal, clock, random, demonstration, engine } = service.value;
      const verification = { ...verifier.value, store, journal, clock, random };
      return await work({ store, journal, clock, random, demonstration, crypto: engine.crypto, verification });
    } finally {
      await verifier.close();
    }
  } finally {
    await service.close();
  }
}

function factsOf({ _id: id, name, mode, state, counts, lastAt, trouble, reconciled }: CollectingSource) {
  return { id, name, mode, state, counts, lastAt, trouble, reconciled };
}

function lineOf({ _id, name, mode, state, counts, reconciled }: CollectingSource, { language }: CliContext): string {
  const label = LABELS[language];
  const numbers = (['sent', 'taken', 'updated', 'repeated', 'refused'] as const).map((each) => `${label[each]} ${counts[each]}`);
  return visible([_id, name, mode, state, ...numbers, `${label.missing} ${reconciled?.missing ?? '-'}`].join('  '));
}

function linesOf({ counts, items, error }: BatchResult, { language }: CliContext): readonly string[] {
  const label = LABELS[language];
  if (error) return [`${error.message[language]} [${error.code}]`];
  return [
    (['taken', 'updated', 'repeated', 'refused'] as const).map((each) => `${label[each]} ${counts[each]}`).join('  '),
    ...items.filter(({ code }) => code !== null).map(({ sourceId, code }) => visible(`  ${sourceId ?? '?'}  ${code ?? ''}`)),
  ];
}
