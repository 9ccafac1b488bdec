/** `yinzheng seal …`: what the unit that makes seals (制作管理单位) does at the machine that has the keys. */
import { fromBase64, utf8 } from '../../base/bytes.ts';
import type { Bilingual } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { Purpose } from '../../domain/access/index.ts';
import {
  APPLICATION_STATE_WORDS,
  APPLICATION_STATES,
  SEAL_STATE_WORDS,
  SEAL_STEP_WORDS,
  stateAt,
  type SealApplication,
  type SealRecord,
} from '../../domain/seal/index.ts';
import { readDerOrPem, writePem } from '../../pki/index.ts';
import { takeSealStep } from '../../services/grants/index.ts';
import {
  cancelAppliedSeal,
  fileAppliedSeal,
  getApplication,
  getSeal,
  listApplications,
  listSeals,
  makeAppliedSeal,
  MAX_APPLICATIONS,
  type SealMakingDependencies,
} from '../../services/seals/index.ts';
import { everyPage, printOver } from '../administration.ts';
import { oneOf, readArguments, type OptionTable } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { inFile } from '../in-file.ts';
import type { Facts } from '../inspection/facts.ts';

const ONE = { min: 1, max: 1 } as const;
const PURPOSE = { item: 'text', cause: 'text', case: 'text', json: 'flag' } as const satisfies OptionTable;

/** `yinzheng seal list` */
export async function sealList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return withSeals(context, options, async ({ records }, by) => {
    const seals = await everyPage((page) => listSeals(records, operator(context), page));
    return { seals: seals.map((seal) => sealFacts(by, seal)) };
  });
}

/** `yinzheng seal show CODE` */
export async function sealShow(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, ONE);
  return withSeals(context, options, async ({ records }, by) => {
    const seal = await getSeal(records, operator(context), positionals[0] ?? '');
    const filings = (seal.filings ?? []).map(({ step, version, to, since, cause }): Facts => ({
      ...{ step: said(SEAL_STEP_WORDS, step, by), version, sealState: said(SEAL_STATE_WORDS, to, by), since, cause },
    }));
    return { ...sealFacts(by, seal), ...(filings.length > 0 && { filings }) };
  });
}

/** `yinzheng seal applications [--state STATE]` */
export async function sealApplications(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { state: 'text', json: 'flag' } as const, { min: 0, max: 0 });
  const state = options.state === undefined ? undefined : oneOf(options.state, APPLICATION_STATES, 'state');
  return withSeals(context, options, async ({ records }, by) => {
    const found = await everyPage(({ after }) =>
      listApplications(records, operator(context), { state, after, limit: MAX_APPLICATIONS }),
    );
    return { applications: found.map((one) => applicationFacts(by, one)) };
  });
}

/**
 * `yinzheng seal make APPLICATION` makes the seal of an approved application. Where another CA certifies the key, `--request-out` takes the
 * request, and the command is given once more with `--certificate`; `--out` takes the certificate for the holder's own key.
 */
export async function sealMake(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { certificate: 'text', out: 'text', 'request-out': 'text', force: 'flag', ...PURPOSE } as const;
  const { positionals, options } = readArguments(argv, table, ONE);
  const [id = ''] = positionals;
  const { out, 'request-out': requestOut, certificate: path, force } = options;
  for (const file of [out, requestOut]) if (file !== undefined) await context.checkOutput(file, { force });
  const certificate = path === undefined ? null : await certificateIn(context, path);
  return withSeals(context, options, async (deps, by) => {
    const made = await makeAppliedSeal(deps, operator(context), { id, certificate, purpose: purposeOf(options) });
    if (out !== undefined && made.certificate !== null)
      await context.writeFile(out, utf8(writePem('CERTIFICATE', fromBase64(made.certificate))), { force });
    if (requestOut !== undefined && made.request !== null)
      await context.writeFile(requestOut, utf8(writePem('CERTIFICATE REQUEST', fromBase64(made.request))), { force });
    return applicationFacts(by, made);
  });
}

/** `yinzheng seal file APPLICATION` files a seal that was made: it is in use from then on. */
export async function sealFile(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  return bringToEnd(context, argv, fileAppliedSeal);
}

/** `yinzheng seal cancel APPLICATION` cancels a seal whose cancellation was approved. */
export async function sealCancel(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  return bringToEnd(context, argv, cancelAppliedSeal);
}

/** `yinzheng seal stop CODE` stops a seal. */
export async function sealStop(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, PURPOSE, ONE);
  const order = { seal: positionals[0] ?? '', step: 'suspend', purpose: purposeOf(options) } as const;
  return withSeals(context, options, async (deps, by) => sealFacts(by, await takeSealStep(deps, operator(context), order)));
}

async function bringToEnd(context: CliContext, argv: readonly string[], end: typeof fileAppliedSeal): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, PURPOSE, ONE);
  const order = { id: positionals[0] ?? '', purpose: purposeOf(options) };
  return withSeals(context, options, async (deps, by) => {
    const { seal } = await getApplication(deps.records, operator(context), order.id);
    const application = applicationFacts(by, await end(deps, operator(context), order));
    return seal === null
      ? application
      : { ...application, ...sealFacts(by, await getSeal(deps.records, operator(context), seal)) };
  });
}

async function certificateIn(context: CliContext, path: string): Promise<Uint8Array> {
  const bytes = await context.readFile(path);
  const [one] = inFile(path, () => readDerOrPem(bytes, 'CERTIFICATE'));
  return one ?? new Uint8Array();
}

function purposeOf(options: {
  readonly item?: string | undefined;
  readonly cause?: string | undefined;
  readonly case?: string | undefined;
}): Purpose {
  return { item: options.item ?? 'seal', cause: options.cause ?? 'command line', caseNumber: options.case ?? null };
}

function sealFacts(by: Printing, { _id, name, owner, kind, versions }: SealRecord): Facts {
  const shown = versions.map((version) => ({
    ...{ version: version.number, sealState: said(SEAL_STATE_WORDS, stateAt(version, by.now()), by) },
    ...{ validFrom: version.validFrom, validTo: version.validTo },
  }));
  return { esId: _id, name, organisation: owner, kind, sealVersions: shown };
}

function applicationFacts(by: Printing, { _id, kind, state, owner, seal, face, basis, steps }: SealApplication): Facts {
  return {
    ...{
      application: _id,
      applicationKind: kind,
      applicationState: said(APPLICATION_STATE_WORDS, state, by),
      organisation: owner,
    },
    ...(seal !== null && { esId: seal }),
    ...(face && { kind: face.kind, name: face.name, lowerLine: face.lowerLine }),
    ...(basis !== null && { documentNumber: basis }),
    appliedAt: steps[0]?.at ?? null,
  };
}

/** How facts are printed: as JSON with codes, or for people with words. */
interface Printing {
  readonly json: boolean;
  readonly now: () => Instant;
}

function said<State extends string>(
  words: Readonly<Record<State, Bilingual>>,
  state: State,
  { json }: Printing,
): State | Bilingual {
  return json ? state : words[state];
}

function withSeals(
  context: CliContext,
  { json }: { readonly json: boolean },
  work: (deps: SealMakingDependencies, by: Printing) => Promise<Facts>,
): Promise<ExitCode> {
  const by = { json, now: () => context.now() };
  return printOver(context, { json, open: () => context.openSealMaking() }, (deps) => work(deps, by));
}
