import { rotateKey } from '../../services/keys/index.ts';
import { readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { nameFacts } from '../inspection/certificate.ts';
import type { Facts } from '../inspection/facts.ts';
import { printFacts } from '../output/facts.ts';

/** `yinzheng key rotate ID` puts another key in the place of one, and makes its seals again with it. */
export async function keyRotate(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { to: 'text', 'destroy-old': 'flag', json: 'flag' } as const;
  const { positionals, options } = readArguments(argv, table, { min: 1, max: 1 });
  const [keyId = ''] = positionals;
  const opened = await context.openCustody();
  try {
    const order = { keyId, to: options.to ?? null, destroyOld: options['destroy-old'] };
    const { key, remade, passedOn, revoked, destroyed } = await rotateKey(opened.value, context.actorOf(null), order);
    const facts: Facts = {
      keyId: key.keyId,
      certificate: nameFacts(key.certificate, context.crypto),
      sealsRemade: remade,
      ...(passedOn && { assignmentPassedOn: true }),
      formerKey: keyId,
      formerRevoked: revoked,
      formerDestroyed: destroyed,
    };
    context.out(options.json ? JSON.stringify(facts, null, 2) : printFacts(facts, context));
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}
