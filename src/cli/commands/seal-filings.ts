/** `yinzheng seal export` and `import`: what was filed of seals, for systems that no line connects. */
import { utf8 } from '../../base/bytes.ts';
import { localDate } from '../../base/time.ts';
import type { FiledSeal } from '../../domain/seal/index.ts';
import { exportFilings, importFilings, MAX_FILED, readFilingFile, writeFilingFile } from '../../services/seals/index.ts';
import { readIdentity } from '../../services/storage/index.ts';
import { printOver } from '../administration.ts';
import { readArguments, required } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { inFile } from '../in-file.ts';

/** `yinzheng seal export --from DAY --to DAY --out FILE` */
export async function sealExport(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { from: 'text', to: 'text', out: 'text', force: 'flag', json: 'flag' } as const;
  const { options } = readArguments(argv, table, { min: 0, max: 0 });
  const [from, to] = [localDate(required(options.from, 'from')), localDate(required(options.to, 'to'))];
  const out = required(options.out, 'out');
  await context.checkOutput(out, options);
  return printOver(context, { json: options.json, open: () => context.openSealMaking() }, async ({ records }) => {
    const seals = new Map<string, FiledSeal>();
    for (let after: string | undefined; ;) {
      const page = await exportFilings(records, operator(context), { from, to, after, limit: MAX_FILED });
      for (const seal of page.items) seals.set(seal.code, seal);
      if (page.next === null) break;
      after = page.next;
    }
    const source = (await readIdentity(records))?.id ?? '';
    await context.writeFile(out, utf8(writeFilingFile({ source, seals: [...seals.values()] })), options);
    return { file: out, sealsFiled: [...seals.keys()] };
  });
}

/** `yinzheng seal import FILE` */
export async function sealImport(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { item: 'text', cause: 'text', case: 'text', json: 'flag' } as const;
  const { positionals, options } = readArguments(argv, table, { min: 1, max: 1 });
  const [path = ''] = positionals;
  const bytes = await context.readFile(path);
  const { source, seals } = inFile(path, () => readFilingFile(new TextDecoder().decode(bytes)));
  const purpose = { item: options.item ?? 'seal', cause: options.cause ?? 'command line', caseNumber: options.case ?? null };
  let refused = 0;
  const code = await printOver(context, { json: options.json, open: () => context.openSealMaking() }, async (deps) => {
    const told = await importFilings(deps, operator(context), { source, seals, purpose });
    const reasons = told.flatMap(({ code: esId, reason }) => (reason ? [{ esId, cause: reason }] : []));
    refused = reasons.length;
    const taken = told.filter(({ outcome }) => outcome !== 'refused').map(({ code: esId }) => esId);
    return { sealsFiled: taken, ...(reasons.length > 0 && { sealsRefused: reasons }) };
  });
  return refused > 0 ? EXIT.failed : code;
}
