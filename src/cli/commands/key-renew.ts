import { renewKey } from '../../services/keys/index.ts';
import { readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { nameFacts } from '../inspection/certificate.ts';
import type { Facts } from '../inspection/facts.ts';
import { printFacts } from '../output/facts.ts';
import { readCertificate } from '../read-certificate.ts';

/**
 * `yinzheng key renew ID` gives a key another certificate, by the CA that issued the one before or from a file, and names the seals that
 * list the one before; with `--remake-seals` they are made again.
 */
export async function keyRenew(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { certificate: 'text', 'remake-seals': 'flag', json: 'flag' } as const;
  const { positionals, options } = readArguments(argv, table, { min: 1, max: 1 });
  const [keyId = ''] = positionals;
  const given = options.certificate === undefined ? null : await readCertificate(context, options.certificate);
  const opened = await context.openCustody();
  try {
    const order = { keyId, certificate: given && given.raw, remakeSeals: options['remake-seals'] };
    const { key, renewed, remade, waiting } = await renewKey(opened.value, context.actorOf(null), order);
    const facts: Facts = {
      keyId,
      renewed,
      certificate: nameFacts(key.certificate, context.crypto),
      sealsRemade: remade,
      sealsWaiting: waiting,
    };
    context.out(options.json ? JSON.stringify(facts, null, 2) : printFacts(facts, context));
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}
