import { destroyKey } from '../../services/keys/index.ts';
import { readArguments, usage } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';
import { printFacts } from '../output/facts.ts';

/** `yinzheng key destroy ID --yes` destroys a key for good; one that is in use only with `--force`. */
export async function keyDestroy(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { yes: 'flag', force: 'flag', json: 'flag' } as const;
  const { positionals, options } = readArguments(argv, table, { min: 1, max: 1 });
  const [keyId = ''] = positionals;
  if (!options.yes)
    throw usage('a key that is destroyed is gone for good: confirm with --yes', '密钥销毁后无法恢复：请以 --yes 确认');
  const opened = await context.openCustody();
  try {
    const { revoked } = await destroyKey(opened.value, context.actorOf(null), { keyId, force: options.force });
    const facts: Facts = { formerKey: keyId, formerRevoked: revoked, formerDestroyed: true };
    context.out(options.json ? JSON.stringify(facts, null, 2) : printFacts(facts, context));
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}
