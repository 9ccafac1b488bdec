/** `yinzheng catalogue …`: licence types, what bodies beneath add to them, and dictionaries, by whoever has the machine. */
import { utf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Purpose } from '../../domain/access/index.ts';
import { isWithdrawn, type CatalogueStep } from '../../domain/catalogue/index.ts';
import {
  CATALOGUE_KINDS,
  catalogueFileSchema,
  exportCatalogue,
  importCatalogue,
  listEntries,
  takeCatalogueStep,
  type CatalogueDependencies,
  type CatalogueEntry,
  type CatalogueFile,
  type EntryStep,
} from '../../services/catalogue/index.ts';
import { printOver } from '../administration.ts';
import { oneOf, readArguments, required, type OptionTable } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';

const PURPOSE = { item: 'text', cause: 'text', case: 'text', json: 'flag' } as const satisfies OptionTable;
/** Steps that the command line takes; drafts come in by files. */
const STEPS = [
  ...(['submit', 'return', 'discard', 'publish', 'ask-withdrawal', 'refuse-withdrawal', 'withdraw'] as const),
] as const satisfies readonly EntryStep[];

/** `yinzheng catalogue list` */
export async function catalogueList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return withCatalogue(context, options, async ({ records }) => {
    const kinds = await Promise.all(CATALOGUE_KINDS.map((kind) => listEntries(records, operator(context), kind)));
    return { catalogueEntries: kinds.flat().map(entryFacts) };
  });
}

/** `yinzheng catalogue export --out FILE` */
export async function catalogueExport(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { type: 'texts', out: 'text', force: 'flag', json: 'flag' } as const, {
    min: 0,
    max: 0,
  });
  const out = required(options.out, 'out');
  await context.checkOutput(out, options);
  return withCatalogue(context, options, async ({ records }) => {
    const file = await exportCatalogue(records, operator(context), options.type);
    await context.writeFile(out, utf8(`${JSON.stringify(file, null, 1)}\n`), options);
    return {
      file: out,
      catalogueEntries: CATALOGUE_KINDS.flatMap((kind) => file[kind].map(({ id }) => ({ catalogueEntry: id }))),
    };
  });
}

/** `yinzheng catalogue import FILE` drafts what a file has; it holds when it was submitted and somebody else has published it. */
export async function catalogueImport(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { owner: 'text', ...PURPOSE } as const, { min: 1, max: 1 });
  const [path = ''] = positionals;
  const file = readFile(path, await context.readFile(path));
  const owner = options.owner ?? null;
  let refused = 0;
  const code = await withCatalogue(context, options, async (deps) => {
    const outcomes = await importCatalogue(deps, operator(context), { file, owner, purpose: purposeOf(options) });
    refused = outcomes.filter(({ outcome }) => outcome === 'refused').length;
    return {
      catalogueEntries: outcomes.map(({ id, outcome, version, error }) => ({
        ...{ catalogueEntry: id, catalogueOutcome: outcome },
        ...(version !== null && { version }),
        ...(error && { cause: context.language === 'zh' ? error.chinese : error.message }),
      })),
    };
  });
  return refused > 0 ? EXIT.failed : code;
}

/** `yinzheng catalogue step KIND CODE --step STEP` */
export async function catalogueStep(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { step: 'text', document: 'text', ...PURPOSE } as const, {
    min: 2,
    max: 2,
  });
  const kind = oneOf(positionals[0] ?? '', CATALOGUE_KINDS, 'kind');
  const step: CatalogueStep & EntryStep = oneOf(required(options.step, 'step'), STEPS, 'step');
  const documentNumber = step === 'ask-withdrawal' ? required(options.document, 'document') : options.document;
  const order = { kind, id: positionals[1] ?? '', step, documentNumber, purpose: purposeOf(options) };
  return withCatalogue(context, options, async (deps) => entryFacts(await takeCatalogueStep(deps, operator(context), order)));
}

function readFile(path: string, bytes: Uint8Array): CatalogueFile {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw notRead(path, 'no JSON', '不是 JSON');
  }
  const read = catalogueFileSchema.safeParse(value);
  if (read.success) return read.data as CatalogueFile;
  const at = read.error.issues[0]?.path.join('.') ?? '';
  throw notRead(path, `wrong at ${at}`, `${at} 处有误`);
}

function notRead(path: string, en: string, zh: string): YinzhengError {
  return new YinzhengError('INPUT_INVALID', {
    reason: bilingual(`${path} is no file of the catalogue: ${en}`, `${path} 不是证照目录文件：${zh}`),
  });
}

function purposeOf({
  item = 'catalogue',
  cause = 'command line',
  case: caseNumber = null,
}: {
  readonly item?: string | undefined;
  readonly cause?: string | undefined;
  readonly case?: string | null | undefined;
}): Purpose {
  return { item, cause, caseNumber };
}

function entryFacts(entry: CatalogueEntry): Facts {
  return {
    ...{ catalogueEntry: entry._id, organisation: entry.owner },
    catalogueVersions: entry.versions.map(({ number, state }) => `${number} ${state}`),
    ...(isWithdrawn(entry) && { catalogueOutcome: 'withdrawn' }),
  };
}

function withCatalogue(
  context: CliContext,
  { json }: { readonly json: boolean },
  work: (deps: CatalogueDependencies) => Promise<Facts>,
): Promise<ExitCode> {
  const { crypto } = context;
  return printOver(context, { json, open: () => context.openOrganisations() }, (deps) => work({ ...deps, crypto }));
}
