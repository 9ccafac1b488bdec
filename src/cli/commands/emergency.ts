/** `yinzheng emergency …`: the emergency stop of a seal, by whoever has the machine, its end by a person's code, and which seals are stopped. */
import { accountOf, listStops, resumeSeal, stopSeal } from '../../services/grants/index.ts';
import { everyPage, printOver } from '../administration.ts';
import { readArguments, required } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';

const ONE = { min: 1, max: 1 } as const;

/** `yinzheng emergency stop CODE --cause TEXT` */
export async function emergencyStop(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { cause: 'text', case: 'text', json: 'flag' } as const, ONE);
  const [seal = ''] = positionals;
  const purpose = { item: 'emergency stop', cause: required(options.cause, 'cause'), caseNumber: options.case ?? null };
  return printOver(context, { json: options.json, open: () => context.openGrants() }, async (deps) => {
    const { stop, custody } = await stopSeal(deps, operator(context), { seal, purpose });
    return { sealCode: seal, stopState: stop.state, time: stop.at, stopFiled: stop.filed === true, knownToCustody: custody };
  });
}

/** `yinzheng emergency list` */
export async function emergencyList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return printOver(context, { json: options.json, open: () => context.openGrants() }, async (deps) => {
    const stops = await everyPage((page) => listStops(deps, operator(context), page));
    return {
      stops: stops.map(({ stop, name, custody }) => ({
        ...{ sealCode: stop._id, name, since: stop.since ?? stop.at, cause: stop.purpose.cause },
        ...{ stoppedBy: stop.by.person ?? stop.by.client, stopFiled: stop.filed === true, knownToCustody: custody },
      })),
    };
  });
}

/** `yinzheng emergency end CODE --approver NAME --code CODE --cause TEXT` */
export async function emergencyEnd(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    { cause: 'text', case: 'text', approver: 'text', code: 'text', json: 'flag' } as const,
    ONE,
  );
  const [seal = ''] = positionals;
  const name = required(options.approver, 'approver');
  const purpose = { item: 'emergency stop', cause: required(options.cause, 'cause'), caseNumber: options.case ?? null };
  return printOver(context, { json: options.json, open: () => context.openGrants() }, async (deps) => {
    const account = await accountOf(deps.records, name);
    const { state, at } = await resumeSeal(deps, operator(context), { seal, purpose, account, code: options.code ?? null });
    return { sealCode: seal, stopState: state, time: at };
  });
}
