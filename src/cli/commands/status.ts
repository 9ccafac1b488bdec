import { YinzhengError } from '../../base/errors/index.ts';
import type { StatusEventKind } from '../../domain/licence/index.ts';
import { changeStatus } from '../../services/licences/index.ts';
import { verifyCode, verifyIdentifier } from '../../services/verification/index.ts';
import { instant, readArguments, required } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';

const EVENTS: readonly StatusEventKind[] = ['suspend', 'resume', 'cancel', 'rescind', 'revoke', 'void'];

/**
 * `yinzheng status IDENTIFIER|CODE [--as-of TIME]`: what the register says. With `--event` (and organisation, reason, document) it
 * changes the status first. Exit code 0 valid, 1 not valid.
 */
export async function status(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    {
      json: 'flag',
      'as-of': 'text',
      'known-at': 'text',
      organisation: 'text',
      event: 'text',
      reason: 'text',
      document: 'text',
      'effective-at': 'text',
    },
    { min: 1, max: 1 },
  );
  const name = positionals[0] ?? '';
  const service = await context.openService();
  try {
    const deps = service.value;
    if (options.event !== undefined) {
      await changeStatus(deps, context.actorOf(required(options.organisation, 'organisation')), {
        identifier: name,
        event: eventKind(options.event),
        reason: required(options.reason, 'reason'),
        documentNumber: required(options.document, 'document'),
        effectiveAt: options['effective-at'],
      });
    }
    const moment = {
      asOf: options['as-of'] === undefined ? undefined : instant(options['as-of'], 'as-of'),
      knownAt: options['known-at'] === undefined ? undefined : instant(options['known-at'], 'known-at'),
    };
    const answer = name.startsWith('1.')
      ? await verifyIdentifier(deps, context.actorOf(options.organisation ?? null), { identifier: name, ...moment })
      : await verifyCode(deps, name, moment);
    context.out(
      options.json
        ? JSON.stringify(answer, null, 2)
        : `${answer.status}  ${answer.typeName}  ${answer.holderMasked}  ${answer.validFrom} – ${answer.validTo}`,
    );
    return answer.status === 'valid' ? EXIT.passed : EXIT.failed;
  } finally {
    await service.close();
  }
}

function eventKind(text: string): StatusEventKind {
  const found = EVENTS.find((kind) => kind === text);
  if (!found) throw new YinzhengError('USAGE', { reason: `--event is one of ${EVENTS.join(', ')}` });
  return found;
}
