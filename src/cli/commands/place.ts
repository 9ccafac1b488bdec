/** `yinzheng place …`: the register of areas and lines of business, by whoever has the machine. */
import { utf8 } from '../../base/bytes.ts';
import { TREES, type PlaceRecord, type Tree } from '../../domain/organisation/index.ts';
import {
  everyPlace,
  importPlaces,
  listPlaces,
  MAX_PLACE_FILE_BYTES,
  moveOrganisations,
  writePlaces,
} from '../../services/organisations/register/index.ts';
import { everyPage, printOver } from '../administration.ts';
import { oneOf, readArguments, required, usage, type OptionTable } from '../arguments.ts';
import { operator, type CliContext, type Organisations } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';

const PURPOSE = { item: 'text', cause: 'text', case: 'text', json: 'flag' } as const satisfies OptionTable;
const ONE = { min: 1, max: 1 } as const;
const TWO = { min: 2, max: 2 } as const;

/** `yinzheng place list TREE`: those whose codes begin with `--find`, or whose names have it. */
export async function placeList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { find: 'text', in: 'text', json: 'flag' } as const, ONE);
  const tree = treeOf(positionals);
  return withRegister(context, options, async ({ records }) => {
    const query = { tree, text: options.find, parent: options.in === 'none' ? null : options.in };
    const places = await everyPage((page) => listPlaces(records, operator(context), { ...query, ...page }));
    return { places: places.map(placeFacts) };
  });
}

/** `yinzheng place import TREE FILE` takes places into the register from CSV. */
export async function placeImport(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, PURPOSE, TWO);
  const tree = treeOf(positionals);
  const bytes = await context.readFile(positionals[1] ?? '');
  if (bytes.length > MAX_PLACE_FILE_BYTES)
    throw usage(`a file has at most ${MAX_PLACE_FILE_BYTES} bytes`, `文件不得超过 ${MAX_PLACE_FILE_BYTES} 字节`);
  const text = Buffer.from(bytes).toString('utf8');
  return withRegister(context, options, async (deps) => ({
    ...(await importPlaces(deps, operator(context), { tree, text, purpose: purposeOf(options) })),
  }));
}

/** `yinzheng place export TREE --out FILE` writes the register as the CSV that `import` takes. */
export async function placeExport(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { out: 'text', force: 'flag' } as const, ONE);
  const tree = treeOf(positionals);
  const out = required(options.out, 'out');
  await context.checkOutput(out, { force: options.force });
  const opened = await context.openOrganisations();
  try {
    const every: PlaceRecord[] = [];
    for await (const place of everyPlace(opened.value.records, operator(context), tree)) every.push(place);
    await context.writeFile(out, utf8(writePlaces(every)), { force: options.force });
    context.out(out);
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}

/** `yinzheng place move CODE` moves the organisations of an area whose code has ended to its successor. */
export async function placeMove(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { to: 'text', ...PURPOSE } as const, ONE);
  const [code = ''] = positionals;
  return withRegister(context, options, async (deps) => {
    const order = { code, to: options.to, purpose: purposeOf(options) };
    const { moved, left } = await moveOrganisations(deps, operator(context), order);
    return {
      moved: moved.map(({ organisation, from, to }) => `${organisation} ${from} → ${to}`),
      notMoved: left.map(({ organisation, areaCode, reason }) => `${organisation} ${areaCode}: ${reason[context.language]}`),
    };
  });
}

function treeOf([word = '']: readonly string[]): Tree {
  return oneOf(word, TREES, 'tree');
}

function purposeOf(options: {
  readonly item?: string | undefined;
  readonly cause?: string | undefined;
  readonly case?: string | undefined;
}) {
  return { item: options.item ?? 'place', cause: options.cause ?? 'command line', caseNumber: options.case ?? null };
}

function placeFacts({ code, name, firstDay, lastDay, successors }: PlaceRecord): Facts {
  return {
    ...{ placeCode: code, name },
    ...(firstDay !== null && { firstDay }),
    ...(lastDay !== null && { lastDay }),
    ...(successors.length > 0 && { successors }),
  };
}

function withRegister(
  context: CliContext,
  { json }: { readonly json: boolean },
  work: (deps: Organisations) => Promise<Facts>,
): Promise<ExitCode> {
  return printOver(context, { json, open: () => context.openOrganisations() }, work);
}
