import { assignmentOf, sealsOf, type KeyManagement } from '../../services/keys/index.ts';
import { readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';
import { keyFacts } from '../inspection/key.ts';
import { printFacts } from '../output/facts.ts';

/** `yinzheng key list`: the keys in custody, their certificates, the seals that are used with them, and whom they sign documents for. */
export async function keyList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  const opened = await context.openCustody();
  try {
    const desk = opened.value;
    const keys: Facts[] = [];
    for (const key of await desk.custody.list()) {
      const seals = (await sealsOf(desk, key.keyId)).map(({ record }) => record._id);
      keys.push({
        ...{ ...keyFacts(key, context.crypto), sealCodes: seals },
        ...(await signing(desk, key.keyId)),
      });
    }
    context.out(options.json ? JSON.stringify({ keys }, null, 2) : printFacts({ keys }, context));
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}

/** Whom a key signs documents for, and how; nothing of one that signs for nobody. */
async function signing(desk: Pick<KeyManagement, 'records'>, keyId: string): Promise<Facts> {
  const assignment = await assignmentOf(desk, keyId);
  if (assignment === null) return {};
  const { organisation, padding } = assignment;
  return { signsFor: organisation, ...(padding && { padding }) };
}
