import { isoInstant } from '../../base/time.ts';
import { nameText } from '../../pki/index.ts';
import { REVOCATION_REASONS, revokeCertificate, type RevocationReason } from '../../services/pki/index.ts';
import { instant, readArguments, usage } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';
import { printFacts } from '../output/facts.ts';
import { readCertificate } from '../read-certificate.ts';

/**
 * `yinzheng revoke CERTIFICATE` revokes a certificate that a CA of this installation issued, and publishes the next revocation list;
 * a running server takes it within seconds.
 */
export async function revoke(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { reason: 'text', since: 'text', json: 'flag' }, { min: 1, max: 1 });
  const reason = reasonOf(options.reason);
  const invalidityDate = options.since === undefined ? null : instant(options.since, 'since');
  const [path = ''] = positionals;
  const certificate = await readCertificate(context, path);
  const opened = await context.openCustody();
  try {
    const { value: desk } = opened;
    const order = { certificate, reason, invalidityDate };
    const { entry, others } = await revokeCertificate({ ...desk, signer: desk.custody }, context.actorOf(null), order);
    const facts: Facts = {
      certificate: nameText(certificate.subject),
      revokedAt: isoInstant(entry.revokedAt),
      reason: Object.entries(REVOCATION_REASONS).find(([, number]) => number === (entry.reason ?? 0))?.[0] ?? null,
      invalidityDate: entry.invalidityDate === null ? null : isoInstant(entry.invalidityDate),
      othersOfKey: others,
    };
    context.out(options.json ? JSON.stringify(facts, null, 2) : printFacts(facts, context));
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}

function reasonOf(text = 'unspecified'): RevocationReason {
  const known = Object.keys(REVOCATION_REASONS) as readonly RevocationReason[];
  const found = known.find((reason) => reason === text);
  if (!found) throw usage(`--reason is one of ${known.join(', ')}`, `--reason 须为 ${known.join('、')} 之一`);
  return found;
}
