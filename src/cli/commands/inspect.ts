import { YinzhengError } from '../../base/errors/index.ts';
import { ordinal, readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { fileFacts, inspectBytes } from '../inspection/inspect.ts';
import { printFacts } from '../output/facts.ts';

/** `yinzheng inspect FILE [--picture FILE]`: what is inside, as written and unverified. */
export async function inspect(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    { json: 'flag', picture: 'text', signature: 'text', force: 'flag' },
    { min: 1, max: 1 },
  );
  const wanted = options.signature === undefined ? null : ordinal(options.signature, 'signature');
  const bytes = await context.readFile(positionals[0] ?? '');
  const found = inspectBytes(bytes, context);
  if (options.picture !== undefined) {
    const pictures = found.flatMap((one) => one.pictures);
    const picture = wanted === null ? pictures.find((one) => one !== null) : pictures[wanted - 1];
    if (!picture) throw new YinzhengError('SEAL_PICTURE_NOT_FOUND', { signature: wanted ?? 1 });
    await context.writeFile(options.picture, picture.data, { force: options.force });
  }
  const facts = { file: fileFacts(bytes, context.crypto), items: found.map((one) => one.facts) };
  context.out(options.json ? JSON.stringify(facts, null, 2) : printFacts(facts, context));
  return EXIT.passed;
}
