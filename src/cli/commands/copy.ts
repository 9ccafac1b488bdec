/** `yinzheng copy …`: use copies of licences (加注件), and renditions of those that have ended. */
import { isoInstant } from '../../base/time.ts';
import type { LicenceCopyRecord } from '../../domain/copy/index.ts';
import { chooseCopySeal, downloadCopy, makeCancelledRendition, makeUseCopy } from '../../services/copies/index.ts';
import { instant, readArguments, required } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';

const COMMON = {
  organisation: 'text',
  item: 'text',
  cause: 'text',
  case: 'text',
  out: 'text',
  force: 'flag',
  json: 'flag',
} as const;
const ONE = { min: 1, max: 1 } as const;

/** `yinzheng copy make IDENTIFIER --organisation CODE --for TEXT --user TEXT --until TIME --item TEXT --cause TEXT` */
export async function copyMake(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { ...COMMON, for: 'text', user: 'text', until: 'text' }, ONE);
  const order = {
    identifier: positionals[0] ?? '',
    purpose: required(options.for, 'for'),
    user: required(options.user, 'user'),
    expiresAt: isoInstant(instant(required(options.until, 'until'), 'until')),
    reason: reasonOf(options),
  };
  return making(context, options, (deps, actor) => makeUseCopy(deps, actor, order));
}

/** `yinzheng copy cancelled IDENTIFIER --organisation CODE --item TEXT --cause TEXT` */
export async function copyCancelled(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, COMMON, ONE);
  const order = { identifier: positionals[0] ?? '', reason: reasonOf(options) };
  return making(context, options, async (deps, actor) => (await makeCancelledRendition(deps, actor, order)).copy);
}

/** `yinzheng copy seal CODE --item TEXT --cause TEXT` */
export async function copySeal(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { item: 'text', cause: 'text', case: 'text', json: 'flag' }, ONE);
  const order = { seal: positionals[0] ?? '', purpose: reasonOf(options) };
  const service = await context.openService(context);
  try {
    const { _id: seal, owner: organisation } = await chooseCopySeal(service.value, operator(context), order);
    context.out(options.json ? JSON.stringify({ organisation, seal }, null, 2) : `${organisation}  ${seal}`);
    return EXIT.passed;
  } finally {
    await service.close();
  }
}

type Service = Awaited<ReturnType<CliContext['openService']>>['value'];

interface MakingOptions {
  readonly organisation?: string | undefined;
  readonly out?: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

async function making(
  context: CliContext,
  { organisation, out, force, json }: MakingOptions,
  work: (deps: Service, actor: ReturnType<CliContext['actorOf']>) => Promise<LicenceCopyRecord>,
): Promise<ExitCode> {
  const actor = context.actorOf(required(organisation, 'organisation'));
  if (out !== undefined) await context.checkOutput(out, { force });
  const service = await context.openService(context);
  try {
    const copy = await work(service.value, actor);
    const { _id: number, verificationCode, reason, original } = copy;
    if (out !== undefined) {
      const { bytes } = await downloadCopy(service.value, actor, { number, purpose: reason ?? null });
      await context.writeFile(out, bytes, { force });
    }
    if (json) context.out(JSON.stringify({ number, verificationCode, original, file: out ?? null }, null, 2));
    else context.out([number, verificationCode, ...(out === undefined ? [] : [out])].join('\n'));
    return EXIT.passed;
  } finally {
    await service.close();
  }
}

function reasonOf(options: {
  readonly item?: string | undefined;
  readonly cause?: string | undefined;
  readonly case?: string | undefined;
}) {
  return {
    item: required(options.item, 'item'),
    cause: required(options.cause, 'cause'),
    caseNumber: options.case ?? null,
  };
}
