/** `yinzheng stampings …`: the log of stampings, by whoever has the machine. */
import { utf8 } from '../../base/bytes.ts';
import {
  exportStampings,
  listStampings,
  STAMPING_RESULTS,
  stampingRow,
  stampingsCsv,
  type StampingFilter,
  type StampingRow,
} from '../../services/stamping/log/index.ts';
import { printOver } from '../administration.ts';
import { oneOf, readArguments, required, usage, type OptionTable } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';

const NONE = { min: 0, max: 0 } as const;
const FILTER = {
  ...{ seal: 'text', organisation: 'text', applicant: 'text', case: 'text', result: 'text', from: 'text', to: 'text' },
} as const satisfies OptionTable;
const SHOWN = 50;

/** `yinzheng stampings list`: the last ones that fit the filter. */
export async function stampingsList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { ...FILTER, json: 'flag' } as const, NONE);
  const filter = filterOf(options);
  return printOver(context, { json: options.json, open: () => context.openGrants() }, async ({ records }) => {
    const { items } = await listStampings(records, operator(context), { ...filter, limit: SHOWN });
    return { stampings: items.map((record) => stampingFacts(stampingRow(record))) };
  });
}

/** `yinzheng stampings export --out FILE`: all that fit the filter, as CSV or JSON. */
export async function stampingsExport(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { ...FILTER, format: 'text', out: 'text', force: 'flag' } as const, NONE);
  const out = required(options.out, 'out');
  const filter = filterOf(options);
  const format = oneOf(options.format ?? 'csv', ['csv', 'json'] as const, 'format');
  await context.checkOutput(out, { force: options.force });
  const opened = await context.openGrants();
  try {
    const rows: StampingRow[] = [];
    for (let after: string | undefined | null; after !== null;) {
      const part = await exportStampings(opened.value, operator(context), { ...filter, after });
      rows.push(...part.rows);
      after = part.next;
    }
    const text = format === 'csv' ? stampingsCsv(rows) : `${JSON.stringify(rows, null, 2)}\n`;
    await context.writeFile(out, utf8(text), { force: options.force });
    context.out(out);
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}

function filterOf(options: { readonly [K in keyof typeof FILTER]: string | undefined }): StampingFilter {
  const { seal, organisation, applicant, result, from, to } = options;
  return {
    ...{ seal, organisation, applicant, caseNumber: options.case, from: instantOf(from, 'from'), to: instantOf(to, 'to') },
    result: result === undefined ? undefined : oneOf(result, STAMPING_RESULTS, 'result'),
  };
}

function instantOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw usage(`--${name} is no time: ${text}`, `--${name} 不是时间：${text}`);
  return at;
}

function stampingFacts(row: StampingRow): Facts {
  return {
    ...{ stamping: row.id, time: row.recordedAt, result: row.result, failure: row.failure || null, sealCode: row.seal },
    ...{ owner: row.organisation, applicant: row.applicant, grant: row.grant || null, caseNumber: row.caseNumber || null },
    ...{ digestBefore: row.digestBefore || null, digestAfter: row.digestAfter || null, placesText: row.place || null },
  };
}
