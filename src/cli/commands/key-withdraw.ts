import { withdrawSignatureKey } from '../../services/signing/index.ts';
import { readArguments } from '../arguments.ts';
import { administrator, type CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';
import { printFacts } from '../output/facts.ts';

/** `yinzheng key withdraw ID`: the key signs for its organisation no more. */
export async function keyWithdraw(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, { min: 1, max: 1 });
  const opened = await context.openCustody();
  try {
    const { _id, organisation } = await withdrawSignatureKey(opened.value, administrator(context), positionals[0] ?? '');
    const facts: Facts = { keyId: _id, signsForNoMore: organisation };
    context.out(options.json ? JSON.stringify(facts, null, 2) : printFacts(facts, context));
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}
