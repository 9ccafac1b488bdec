import { downloadLicence, editionRequestSchema, makeEdition } from '../../services/licences/index.ts';
import { readArguments, required } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { readJsonRequest } from '../read-request.ts';

/** `yinzheng edition IDENTIFIER REQUEST.json --organisation CODE`: gives a licence its next edition, and writes its sealed file. */
export async function edition(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    { organisation: 'text', out: 'text', force: 'flag', json: 'flag' },
    { min: 2, max: 2 },
  );
  const organisation = required(options.organisation, 'organisation');
  if (options.out !== undefined) await context.checkOutput(options.out, { force: options.force });
  const [before = '', path = ''] = positionals;
  const request = readJsonRequest(editionRequestSchema, await context.readFile(path));
  const service = await context.openService(context);
  try {
    const actor = context.actorOf(organisation);
    const made = await makeEdition(service.value, actor, { identifier: before, ...request });
    const { identifier, number, verificationCode } = made.edition;
    if (options.out !== undefined) {
      const { bytes } = await downloadLicence(service.value, actor, { identifier, purpose: request.purpose });
      await context.writeFile(options.out, bytes, { force: options.force });
    }
    const file = options.out ?? null;
    if (options.json)
      context.out(JSON.stringify({ identifier, edition: number, verificationCode, repeated: made.repeated, file }, null, 2));
    else context.out([identifier, verificationCode, ...(file === null ? [] : [file])].join('\n'));
    return EXIT.passed;
  } finally {
    await service.close();
  }
}
