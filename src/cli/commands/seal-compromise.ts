/** `yinzheng seal compromise …` and what follows from it: a seal's key in other hands, by whoever has the machine. */
import { utf8 } from '../../base/bytes.ts';
import {
  COMPROMISED_COLUMNS,
  compromisedRow,
  getCompromise,
  listCompromised,
  listNotices,
  NOTICE_COLUMNS,
  noticeRow,
  orderReseal,
  reportCompromise,
  workOnCompromises,
} from '../../services/compromise/index.ts';
import type { SealMakingDependencies } from '../../services/seals/index.ts';
import { csvTable } from '../../services/stamping/log/index.ts';
import type { SealCompromiseRecord } from '../../services/storage/index.ts';
import { everyPage, printOver } from '../administration.ts';
import { oneOf, readArguments, required, usage, type OptionTable } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';
import { printTable } from '../output/table.ts';

const ONE = { min: 1, max: 1 } as const;
const PURPOSE = { item: 'text', cause: 'text', case: 'text', json: 'flag' } as const satisfies OptionTable;
const LIST = { format: 'text', out: 'text', force: 'flag' } as const satisfies OptionTable;

/** `yinzheng seal compromise CODE --since TIME --cause TEXT` reports that a seal's key is in other hands; without `--since` it says how far the work is. */
export async function sealCompromise(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { since: 'text', ...PURPOSE } as const, ONE);
  const [seal = ''] = positionals;
  const since = instantOf(options.since);
  if (since === undefined)
    return withSeals(context, options, async ({ records }) => workFacts(await getCompromise(records, operator(context), seal)));
  const purpose = purposeOf(options);
  return withSeals(context, options, async (deps) =>
    workFacts(await reportCompromise(deps, operator(context), { seal, since, purpose })),
  );
}

/** `yinzheng seal compromised CODE`: every document stamped since then, with its evidence of time. */
export async function sealCompromised(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { since: 'text', ...LIST } as const, ONE);
  const [seal = ''] = positionals;
  const asked = instantOf(options.since);
  return list(context, options, COMPROMISED_COLUMNS, async ({ records }) => {
    const since = asked ?? Date.parse((await getCompromise(records, operator(context), seal)).since);
    const found = await everyPage((page) => listCompromised(records, operator(context), { ...page, seal, since }));
    return found.map(compromisedRow);
  });
}

/** `yinzheng seal notices CODE`: a notice for each holder of a licence that was sealed since then. */
export async function sealNotices(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, LIST, ONE);
  const [seal = ''] = positionals;
  return list(context, options, NOTICE_COLUMNS, async ({ records }) => {
    const found = await everyPage((page) => listNotices(records, operator(context), { ...page, seal }));
    return found.map(noticeRow);
  });
}

/** `yinzheng seal reseal CODE --by SEAL --cause TEXT [--now]` has the licences sealed again with another seal, by the servers or here. */
export async function sealReseal(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { by: 'text', now: 'flag', ...PURPOSE } as const, ONE);
  const [seal = ''] = positionals;
  const order = { seal, by: required(options.by, 'by'), purpose: purposeOf(options) };
  return printOver(context, { json: options.json, open: () => context.openService(context) }, async (deps) => {
    const { records } = deps.store;
    const { owner } = await getCompromise(records, operator(context), seal);
    // Seals are used in the name of their owner, whom a grant of the other seal has to name.
    await orderReseal({ ...deps, records }, { ...operator(context), organisation: owner }, order);
    if (options.now)
      for (let more = true; more;) {
        more = await workOnCompromises(deps);
        const { reseal } = await getCompromise(records, operator(context), seal);
        context.progress(`${reseal?.resealed ?? 0}`);
      }
    context.progress(null);
    return workFacts(await getCompromise(records, operator(context), seal));
  });
}

function workFacts({ _id, owner, since, reportedAt, purpose, revoked, notOurs, noting, reseal }: SealCompromiseRecord): Facts {
  return {
    ...{ sealCode: _id, owner, compromisedSince: since, reportedAt, cause: purpose.cause },
    ...{ certificatesRevoked: revoked, certificatesOfOthers: notOurs },
    ...{ documentsSince: noting.documents, holdersNoted: noting.holders, notingDone: noting.done },
    ...(reseal && {
      ...{ resealedBy: reseal.seal, resealed: reseal.resealed, resealFailed: reseal.failed, resealDone: reseal.done },
    }),
  };
}

function purposeOf(options: { readonly [K in 'item' | 'cause' | 'case']?: string | undefined }) {
  return { item: options.item ?? 'seal compromise', cause: required(options.cause, 'cause'), caseNumber: options.case ?? null };
}

function instantOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw usage(`--since is no time: ${text}`, `--since 不是时间：${text}`);
  return at;
}

function withSeals(
  context: CliContext,
  { json }: { readonly json: boolean },
  work: (deps: SealMakingDependencies) => Promise<Facts>,
): Promise<ExitCode> {
  return printOver(context, { json, open: () => context.openSealMaking() }, work);
}

/** Prints rows as a table, as CSV or as JSON, or writes them into a file. */
async function list<Column extends string>(
  context: CliContext,
  options: { readonly format: string | undefined; readonly out: string | undefined; readonly force: boolean },
  columns: readonly Column[],
  read: (deps: SealMakingDependencies) => Promise<readonly Readonly<Record<Column, string>>[]>,
): Promise<ExitCode> {
  const { out, force } = options;
  const format = oneOf(options.format ?? (out === undefined ? 'table' : 'csv'), ['table', 'csv', 'json'] as const, 'format');
  if (out !== undefined) await context.checkOutput(out, { force });
  const opened = await context.openSealMaking();
  try {
    const rows = await read(opened.value);
    const text =
      format === 'csv'
        ? csvTable(columns, rows)
        : format === 'json'
          ? `${JSON.stringify(rows, null, 2)}\n`
          : `${printTable(columns, rows, context)}\n`;
    if (out === undefined) context.out(text.replace(/\r?\n$/, ''));
    else {
      await context.writeFile(out, utf8(text), { force });
      context.out(out);
    }
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}
