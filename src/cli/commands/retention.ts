/** `yinzheng retention …`: how long records are kept, and their destruction, by whoever has the machine. Deciding is for accounts. */
import { RETAINED_KINDS, RETENTION_STARTS, type DestructionList, type RetentionRule } from '../../domain/retention/index.ts';
import {
  carryOutList,
  findList,
  listDestructions,
  listRules,
  makeDestructionList,
  recordRule,
} from '../../services/retention/index.ts';
import { everyPage, printOver } from '../administration.ts';
import { number, oneOf, readArguments, required } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';
import type { RetentionDependencies } from '../../services/retention/index.ts';

const NONE = { min: 0, max: 0 } as const;
const ONE = { min: 1, max: 1 } as const;

/** `yinzheng retention rules` */
export async function retentionRules(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, NONE);
  return withRetention(context, options, async ({ store }) => ({
    retentionRules: (await listRules(store.records, operator(context))).map(ruleFacts),
  }));
}

/** `yinzheng retention rule --kind KIND --start START --years N --basis TEXT [--type CODE]` */
export async function retentionRule(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { kind: 'text', type: 'text', start: 'text', years: 'text', basis: 'text', json: 'flag' } as const;
  const { options } = readArguments(argv, table, NONE);
  const order = {
    kind: oneOf(required(options.kind, 'kind'), RETAINED_KINDS, 'kind'),
    type: options.type ?? null,
    start: oneOf(required(options.start, 'start'), RETENTION_STARTS, 'start'),
    years: number(required(options.years, 'years'), 'years'),
    basis: required(options.basis, 'basis'),
  };
  return withRetention(context, options, async (deps) => ruleFacts(await recordRule(deps, operator(context), order)));
}

/** `yinzheng retention lists` */
export async function retentionLists(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, NONE);
  return withRetention(context, options, async ({ store }) => ({
    destructionLists: (await everyPage((page) => listDestructions(store.records, operator(context), page))).map(summaryFacts),
  }));
}

/** `yinzheng retention show LIST` */
export async function retentionShow(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, ONE);
  const which = { action: 'retention:read', id: positionals[0] ?? '' } as const;
  return withRetention(context, options, async ({ store }) => listFacts(await findList(store.records, operator(context), which)));
}

/** `yinzheng retention make --organisation CODE` */
export async function retentionMake(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { organisation: 'text', item: 'text', cause: 'text', json: 'flag' } as const;
  const { options } = readArguments(argv, table, NONE);
  const organisation = required(options.organisation, 'organisation');
  const purpose = { item: options.item ?? 'retention', cause: options.cause ?? 'command line', caseNumber: null };
  return withRetention(context, options, async (deps) =>
    listFacts(await makeDestructionList(deps, operator(context), { organisation, purpose })),
  );
}

/** `yinzheng retention carry-out LIST` */
export async function retentionCarryOut(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, ONE);
  return withRetention(context, options, async (deps) =>
    summaryFacts(await carryOutList(deps, operator(context), positionals[0] ?? '')),
  );
}

function ruleFacts({ kind, type, start, years, basis }: RetentionRule): Facts {
  return { retainedKind: kind, licenceType: type, retentionStart: start, years, basis };
}

function summaryFacts({ _id, organisation, state, madeAt, items, decisions, outcome }: DestructionList): Facts {
  return {
    ...{ destructionList: _id, organisation, listState: state, createdAt: madeAt, itemCount: items.length },
    decisions: decisions.map(({ kind, at, actor }) => ({ decision: kind, time: at, accountId: actor.person })),
    ...(outcome && {
      ...{ carriedOutAt: outcome.at, destroyed: outcome.destroyed, digest: outcome.digest },
      left: outcome.left.map(({ id, why }) => ({ recordId: id, leftBecause: why })),
    }),
  };
}

function listFacts(list: DestructionList): Facts {
  const destructionItems = list.items.map(({ collection, id, identifier, type, rule, due }) => {
    return { retainedKind: collection, recordId: id, identifier, licenceType: type, retentionRule: rule, due };
  });
  return { ...summaryFacts(list), destructionItems };
}

function withRetention(
  context: CliContext,
  { json }: { readonly json: boolean },
  work: (deps: RetentionDependencies) => Promise<Facts>,
): Promise<ExitCode> {
  return printOver(context, { json, open: () => context.openRetention() }, work);
}
