/** `yinzheng organisation …`: organisations, by whoever has the machine. */
import { localDate, localDateAt, type LocalDate } from '../../base/time.ts';
import type { Purpose } from '../../domain/access/index.ts';
import { BODY_CLASSES, ENDINGS, revisionOf, superiorsOf, type OrganisationRecord } from '../../domain/organisation/index.ts';
import {
  changeOrganisation,
  endOrganisation,
  getOrganisation,
  listOrganisations,
  makeOrganisation,
  nameSuccessors,
  previewName,
  withdrawEnd,
} from '../../services/organisations/index.ts';
import { placeNameIn, placeNames, type PlaceNames } from '../../services/organisations/register/index.ts';
import { everyPage, printOver } from '../administration.ts';
import { oneOf, readArguments, required, type OptionTable } from '../arguments.ts';
import { operator, type CliContext, type Organisations } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';

const ONE = { min: 1, max: 1 } as const;
const PURPOSE = { item: 'text', cause: 'text', case: 'text', json: 'flag' } as const satisfies OptionTable;
const FACTS = {
  ...{ name: 'text', class: 'text', area: 'text', line: 'text', 'area-superior': 'text', 'line-superior': 'text' },
  ...PURPOSE,
} as const satisfies OptionTable;
/** What takes a value away. */
const NONE = 'none';

/** `yinzheng organisation list` */
export async function organisationList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return withOrganisations(context, options, async ({ records }) => {
    const organisations = await everyPage((page) => listOrganisations(records, operator(context), page));
    const names = await placeNames(records, organisations);
    return { organisations: organisations.map((record) => organisationFacts(record, names)) };
  });
}

/** `yinzheng organisation show CODE` */
export async function organisationShow(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, ONE);
  return withOrganisations(context, options, async ({ records }) => {
    const record = await getOrganisation(records, operator(context), positionals[0] ?? '');
    return organisationFacts(record, await placeNames(records, [record]));
  });
}

/** `yinzheng organisation create CODE --name TEXT --class CLASS --area CODE` records an organisation. */
export async function organisationCreate(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { ...FACTS, 'first-day': 'text' } as const, ONE);
  const order = {
    code: positionals[0] ?? '',
    name: required(options.name, 'name'),
    bodyClass: oneOf(required(options.class, 'class'), BODY_CLASSES, 'class'),
    areaCode: required(options.area, 'area'),
    line: orNull(options.line) ?? null,
    superiors: { area: orNull(options['area-superior']) ?? null, line: orNull(options['line-superior']) ?? null },
    firstDay: day(options['first-day']) ?? null,
    purpose: purposeOf(options),
  };
  return withOrganisations(context, options, async (deps) =>
    organisationFacts(await makeOrganisation(deps, operator(context), order)),
  );
}

/** `yinzheng organisation change CODE` changes what is given and leaves the rest. */
export async function organisationChange(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    { ...FACTS, 'area-since': 'text', 'name-since': 'text', preview: 'flag' } as const,
    ONE,
  );
  const [code = ''] = positionals;
  if (options.preview) {
    const order = { code, name: options.name };
    return withOrganisations(context, options, async ({ records }) => {
      const { name, next, firstDay, ending, ready } = await previewName(records, operator(context), order);
      const lines = (seals: typeof ending) => seals.map(({ seal, title }) => `${seal} ${title}`);
      return { name, nextName: next, nameSince: firstDay, sealsEnding: lines(ending), sealsReady: lines(ready) };
    });
  }
  const superior = { area: orNull(options['area-superior']), line: orNull(options['line-superior']) };
  return withOrganisations(context, options, async (deps) => {
    const { revision, record } = await current(context, deps, code);
    const before = superiorsOf(record);
    const change = {
      ...{ code, revision, name: options.name, areaCode: options.area, areaSince: day(options['area-since']) },
      nameSince: day(options['name-since']),
      bodyClass: options.class === undefined ? undefined : oneOf(options.class, BODY_CLASSES, 'class'),
      line: orNull(options.line),
      superiors: {
        area: superior.area === undefined ? before.area : superior.area,
        line: superior.line === undefined ? before.line : superior.line,
      },
      purpose: purposeOf(options),
    };
    return organisationFacts(await changeOrganisation(deps, operator(context), change));
  });
}

/** `yinzheng organisation end CODE --kind KIND --document NUMBER` ends an organisation and cancels its seals, or plans it; `--withdraw` takes that back. */
export async function organisationEnd(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    { kind: 'text', document: 'text', 'last-day': 'text', successor: 'texts', withdraw: 'flag', ...PURPOSE } as const,
    ONE,
  );
  const [code = ''] = positionals;
  if (options.withdraw)
    return withOrganisations(context, options, async (deps) => {
      const { revision } = await current(context, deps, code);
      return organisationFacts(await withdrawEnd(deps, operator(context), { code, revision, purpose: purposeOf(options) }));
    });
  const ending = {
    kind: oneOf(required(options.kind, 'kind'), ENDINGS, 'kind'),
    documentNumber: required(options.document, 'document'),
    lastDay: day(options['last-day']) ?? localDateAt(context.now()),
    successors: options.successor,
    purpose: purposeOf(options),
  };
  return withOrganisations(context, options, async (deps) => {
    const { revision } = await current(context, deps, code);
    return organisationFacts(await endOrganisation(deps, operator(context), { code, revision, ...ending }));
  });
}

/** `yinzheng organisation succeed CODE --successor CODE` names who succeeds an organisation that has ended. */
export async function organisationSucceed(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { successor: 'texts', ...PURPOSE } as const, ONE);
  const [code = ''] = positionals;
  required(options.successor[0], 'successor');
  return withOrganisations(context, options, async (deps) => {
    const { revision } = await current(context, deps, code);
    const order = { code, revision, successors: options.successor, purpose: purposeOf(options) };
    return organisationFacts(await nameSuccessors(deps, operator(context), order));
  });
}

async function current(
  context: CliContext,
  { records }: Organisations,
  code: string,
): Promise<{ readonly record: OrganisationRecord; readonly revision: number }> {
  const record = await getOrganisation(records, operator(context), code);
  return { record, revision: revisionOf(record) };
}

function purposeOf(options: {
  readonly item?: string | undefined;
  readonly cause?: string | undefined;
  readonly case?: string | undefined;
}): Purpose {
  return { item: options.item ?? 'organisation', cause: options.cause ?? 'command line', caseNumber: options.case ?? null };
}

function orNull(value: string | undefined): string | null | undefined {
  return value === NONE ? null : value;
}

function day(value: string | undefined): LocalDate | undefined {
  return value === undefined ? undefined : localDate(value);
}

function organisationFacts(record: OrganisationRecord, names?: PlaceNames): Facts {
  const { _id, name, bodyClass, areaCode, line = null, firstDay = null, formerAreas = [], formerNames = [], end } = record;
  const superiors = superiorsOf(record);
  return {
    ...{ organisation: _id, name, bodyClass, areaCode },
    ...(names && { areaName: placeNameIn(names, 'area', areaCode) }),
    ...(record.nextName && { nextName: record.nextName.name, nameSince: record.nextName.firstDay }),
    ...(formerNames.length > 0 && {
      formerNames: formerNames.map((former) => [`${former.name} (${former.lastDay})`, ...former.seals].join(' ')),
    }),
    ...(formerAreas.length > 0 && { formerAreas: formerAreas.map((former) => `${former.areaCode} (${former.lastDay})`) }),
    ...{ line, ...(names && line !== null && { lineName: placeNameIn(names, 'line', line) }) },
    ...{ areaSuperior: superiors.area, lineSuperior: superiors.line, firstDay, revision: revisionOf(record) },
    ...(end && {
      ...{
        ending: end.kind,
        lastDay: end.lastDay,
        planned: end.planned === true,
        documentNumber: end.documentNumber,
        successors: end.successors,
      },
    }),
  };
}

function withOrganisations(
  context: CliContext,
  { json }: { readonly json: boolean },
  work: (deps: Organisations) => Promise<Facts>,
): Promise<ExitCode> {
  return printOver(context, { json, open: () => context.openOrganisations() }, work);
}
