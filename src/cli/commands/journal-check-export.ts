import { isoInstant, zonedText } from '../../base/time.ts';
import type { Sm3 } from '../../domain/journal/index.ts';
import { EXPORT_FAULT_WORDS, verifyExport } from '../../services/journal/heads/index.ts';
import { readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';

/** `yinzheng journal check-export FILE`: verifies an export without any store. */
export async function journalCheckExport(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { anchors: 'texts', intermediates: 'texts', crls: 'texts', certificate: 'texts', json: 'flag' } as const;
  const { positionals, options } = readArguments(argv, table, { min: 1, max: 1 });
  const verifier = await context.openVerifier({
    ...{ anchors: options.anchors, intermediates: options.intermediates, revocationLists: options.crls, sealMakers: [] },
    ...{ certificates: options.certificate, requireRevocation: false, register: false },
  });
  const { language, timeZone, crypto } = context;
  try {
    const { trust, policy, certificates = [] } = verifier.value;
    const sm3: Sm3 = (bytes) => crypto.digest('sm3', bytes);
    const known = certificates.map(({ raw }) => raw);
    const terms = { trust: trust(), policy, crypto, at: context.now(), known, sm3 };
    const { fault, line, entries, signed } = await verifyExport(context.readExport(positionals[0] ?? ''), terms);
    if (options.json) {
      const statement = signed && { ...signed.statement, time: isoInstant(signed.statement.time), exported: undefined };
      context.out(
        JSON.stringify({ fault, line, entries, signed: statement, provenAt: signed && isoInstant(signed.time) }, null, 2),
      );
    } else if (fault !== null) {
      context.out(`✘ ${EXPORT_FAULT_WORDS[fault][language]} (${language === 'zh' ? '行' : 'line'} ${line ?? ''})`);
    } else if (signed?.statement.exported) {
      const { from, to } = signed.statement.exported;
      const [begins, ends, proven] = [from, to, signed.time].map((time) => zonedText(time, timeZone));
      context.out(
        language === 'zh'
          ? `✔ 导出完整：${entries} 条，${begins} 至 ${ends}\n  时间戳：${proven}`
          : `✔ The export is whole: ${entries} entries, ${begins} to ${ends}\n  time-stamped: ${proven}`,
      );
    }
    return fault === null ? EXIT.passed : EXIT.failed;
  } finally {
    await verifier.close();
  }
}
