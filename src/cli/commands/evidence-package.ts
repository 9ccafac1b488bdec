/** `yinzheng evidence LICENCE`, `evidence verify`, `evidence receipt`: packages of evidence. */
import { toHex } from '../../base/bytes.ts';
import {
  makeEvidencePackage,
  recordReceipt,
  verifyEvidencePackage,
  type PackageCheck,
  type PackageReport,
} from '../../services/evidence-packages/index.ts';
import { printOver } from '../administration.ts';
import { instant, oneOf, readArguments, required } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import { EXIT, exitOf, type ExitCode } from '../exit.ts';

const ONE = { min: 1, max: 1 } as const;

/** Whether an argument is the identifier of a licence, and not a file. */
export function isLicence(text: string): boolean {
  return text.startsWith('1.2.156.3005.2.');
}

/** `yinzheng evidence LICENCE --item TEXT --cause TEXT [--case NUMBER] [--out FILE]` */
export async function evidencePackage(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { out: 'text', force: 'flag', item: 'text', cause: 'text', case: 'text' } as const;
  const { positionals, options } = readArguments(argv, table, ONE);
  const [identifier = ''] = positionals;
  const purpose = {
    ...{ item: required(options.item, 'item'), cause: required(options.cause, 'cause') },
    caseNumber: options.case ?? null,
  };
  const out = options.out ?? `evidence-${identifier}.tar`;
  await context.checkOutput(out, options);
  const opened = await context.openPackages();
  try {
    const { bytes, record } = await makeEvidencePackage(opened.value, operator(context), { identifier, purpose });
    await context.writeFile(out, bytes, options);
    context.out(
      context.language === 'zh' ? `✔ 证据包：${out}\n  SM3 ${record._id}` : `✔ Package of evidence: ${out}\n  SM3 ${record._id}`,
    );
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}

/** `yinzheng evidence verify PACKAGE`: offline, whatever is asked of a register or a network elsewhere. */
export async function evidenceVerify(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = {
    json: 'flag',
    anchors: 'texts',
    intermediates: 'texts',
    crls: 'texts',
    'seal-makers': 'texts',
    at: 'text',
  } as const;
  const { positionals, options } = readArguments(argv, table, ONE);
  const at = options.at === undefined ? context.now() : instant(options.at, 'at');
  const bytes = await context.readFile(positionals[0] ?? '');
  const verifier = await context.openVerifier({
    ...{ anchors: options.anchors, intermediates: options.intermediates, revocationLists: options.crls },
    ...{ sealMakers: options['seal-makers'], certificates: [], requireRevocation: false, register: false },
  });
  try {
    const { engine, trust, policy } = verifier.value;
    const report = verifyEvidencePackage({ engine, trust: trust(), policy, at }, bytes);
    context.out(options.json ? JSON.stringify(report, null, 2) : textOf(context, report));
    return exitOf(report.conclusion);
  } finally {
    await verifier.close();
  }
}

/** `yinzheng evidence receipt PACKAGE --archive NAME --number NUMBER --received TIME [--checked passed|failed]` */
export async function evidenceReceipt(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { archive: 'text', number: 'text', received: 'text', checked: 'text', json: 'flag' } as const;
  const { positionals, options } = readArguments(argv, table, ONE);
  const bytes = await context.readFile(positionals[0] ?? '');
  const order = {
    ...{ package: toHex(context.crypto.digest('sm3', bytes)), archive: required(options.archive, 'archive') },
    ...{ number: required(options.number, 'number'), receivedAt: instant(required(options.received, 'received'), 'received') },
    checked: oneOf(options.checked ?? 'passed', ['passed', 'failed'] as const, 'checked'),
  };
  return printOver(context, { json: options.json, open: () => context.openPackages() }, async ({ store, ...deps }) => {
    const {
      _id: digest,
      identifier,
      receipt,
    } = await recordReceipt({ ...deps, records: store.records }, operator(context), order);
    return { digest, identifier, archive: receipt?.archive ?? null, receiptNumber: receipt?.number ?? null };
  });
}

const PROPERTY_WORDS = {
  authenticity: { zh: '真实性', en: 'authenticity' },
  integrity: { zh: '完整性', en: 'integrity' },
  usability: { zh: '可用性', en: 'usability' },
  security: { zh: '安全性', en: 'security' },
} as const;
const OUTCOME_WORDS = {
  passed: { mark: '✔', zh: '合格', en: 'passed' },
  failed: { mark: '✘', zh: '不合格', en: 'failed' },
  indeterminate: { mark: '?', zh: '无法判定', en: 'indeterminate' },
} as const;

function textOf({ language }: Pick<CliContext, 'language'>, { properties, checks, statement, provenAt }: PackageReport): string {
  const lineOf = ({ where, words, outcome }: PackageCheck): string =>
    `    ${OUTCOME_WORDS[outcome].mark} ${words[language]}${where === null ? '' : `  ${where}`}`;
  const lines = (Object.keys(PROPERTY_WORDS) as (keyof typeof PROPERTY_WORDS)[]).flatMap((property) => {
    const outcome = OUTCOME_WORDS[properties[property]];
    const own = checks.filter((check) => check.property === property);
    return [`${outcome.mark} ${PROPERTY_WORDS[property][language]}: ${outcome[language]}`, ...own.map(lineOf)];
  });
  const about = statement ? [`  ${statement.licence}  ${provenAt ?? statement.time}`] : [];
  return [...about, ...lines].join('\n');
}
