import { readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';

const MARK = { ok: '✔', warning: '!', fault: '✘' } as const;

/** `yinzheng doctor`: everything that is missing or wrong in an installation, and what is right. */
export async function doctor(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  const findings = await context.examine();
  if (options.json) {
    context.out(JSON.stringify(findings, null, 2));
  } else {
    for (const { outcome, words } of findings) context.out(`${MARK[outcome]} ${words[context.language]}`);
  }
  return findings.some(({ outcome }) => outcome === 'fault') ? EXIT.failed : EXIT.passed;
}
