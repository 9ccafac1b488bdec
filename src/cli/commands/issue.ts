import { currentEdition, originalFile } from '../../domain/licence/index.ts';
import { downloadLicence, issueLicence, issueRequestSchema } from '../../services/licences/index.ts';
import { readArguments, required } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { tellPendingEvidence } from '../output/evidence.ts';
import { readJsonRequest } from '../read-request.ts';

/** `yinzheng issue REQUEST.json --organisation CODE --out FILE`: issues a licence into the register and writes its sealed file. */
export async function issue(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    { organisation: 'text', out: 'text', force: 'flag', json: 'flag' },
    { min: 1, max: 1 },
  );
  const organisation = required(options.organisation, 'organisation');
  if (options.out !== undefined) await context.checkOutput(options.out, { force: options.force });
  const request = readJsonRequest(issueRequestSchema, await context.readFile(positionals[0] ?? ''));
  const service = await context.openService(context);
  try {
    const deps = service.value;
    const actor = context.actorOf(organisation);
    const { licence, repeated } = await issueLicence(deps, actor, request);
    const edition = currentEdition(licence);
    const { identifier, verificationCode } = edition;
    const level = originalFile(edition)?.evidence ?? 'SES';
    const evidence = { evidence: level, evidencePending: licence.evidencePending === true };
    if (options.out !== undefined) {
      const { bytes } = await downloadLicence(deps, actor, { identifier, purpose: request.purpose });
      await context.writeFile(options.out, bytes, { force: options.force });
    }
    if (options.json)
      context.out(JSON.stringify({ identifier, verificationCode, repeated, ...evidence, file: options.out ?? null }, null, 2));
    else context.out([identifier, verificationCode, ...(options.out === undefined ? [] : [options.out])].join('\n'));
    if (licence.evidencePending) tellPendingEvidence(context, { level, file: options.out ?? identifier, later: 'register' });
    return EXIT.passed;
  } finally {
    await service.close();
  }
}
