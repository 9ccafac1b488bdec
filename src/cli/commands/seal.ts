import { utf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { SEAL_KINDS } from '../../domain/seal/index.ts';
import { readDerOrPem, writePem } from '../../pki/index.ts';
import { makeHeldSeal, type HeldKey } from '../../services/seals/index.ts';
import { oneOf, readArguments, required, usage } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { certificateFacts } from '../inspection/certificate.ts';
import type { Facts } from '../inspection/facts.ts';
import { printFacts } from '../output/facts.ts';

/**
 * `yinzheng seal CODE --organisation CODE` makes a seal for a key that its holder has: `--request FILE --out FILE` certifies the key by its
 * request and writes the certificate, `--certificate FILE` takes the certificate of another CA. A running server knows the seal at once.
 */
export async function seal(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    {
      ...{ organisation: 'text', request: 'text', certificate: 'text', kind: 'text', 'lower-line': 'text' },
      ...{ out: 'text', json: 'flag', force: 'flag' },
    } as const,
    { min: 1, max: 1 },
  );
  const owner = required(options.organisation, 'organisation');
  const kind = oneOf(options.kind ?? 'special-purpose', SEAL_KINDS, 'kind');
  const { request, certificate, out, force } = { ...options };
  if ((request === undefined) === (certificate === undefined))
    throw usage('either --request or --certificate is needed', '须给出 --request 或 --certificate 之一');
  if ((request === undefined) !== (out === undefined))
    throw usage('--request and --out go together', '--request 须与 --out 同用');
  const key = await keyOf(context, { request, certificate });
  if (out !== undefined) await context.checkOutput(out, { force });
  const opened = await context.openSealMaking();
  try {
    const order = { code: positionals[0] ?? '', owner, kind, lowerLine: options['lower-line'] ?? null, key };
    const made = await makeHeldSeal(opened.value, context.actorOf(null), order);
    if (out !== undefined) await context.writeFile(out, utf8(writePem('CERTIFICATE', made.certificate.raw)), { force });
    const [version] = made.seal.versions;
    const facts: Facts = {
      ...{ esId: made.seal._id, name: made.seal.name },
      ...(version && { validFrom: version.validFrom, validTo: version.validTo }),
      certificate: certificateFacts(made.certificate, context.crypto),
    };
    context.out(options.json ? JSON.stringify(facts, null, 2) : printFacts(facts, context));
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}

async function keyOf(
  context: CliContext,
  { request, certificate }: { readonly request: string | undefined; readonly certificate: string | undefined },
): Promise<HeldKey> {
  if (request !== undefined) return { kind: 'request', request: await readOne(context, request, 'CERTIFICATE REQUEST') };
  return { kind: 'certificate', certificate: await readOne(context, certificate ?? '', 'CERTIFICATE') };
}

async function readOne(context: CliContext, path: string, label: 'CERTIFICATE REQUEST' | 'CERTIFICATE'): Promise<Uint8Array> {
  const [one, ...more] = readDerOrPem(await context.readFile(path), label);
  if (!one || more.length > 0)
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(`one ${label} is expected in ${path}`, `${path} 中应只有一个 ${label}`),
    });
  return one;
}
