import { isoInstant } from '../../base/time.ts';
import { COPY_NUMBER } from '../../domain/copy/index.ts';
import { effectOf, EVENT_WORDS, livesOf, outcomesOf, STATUS_EVENTS } from '../../domain/licence/index.ts';
import { changeStatus, type LicenceAnswer } from '../../services/licences/index.ts';
import { verifyCode, verifyCopyNumber, verifyIdentifier, type StatusReport } from '../../services/verification/index.ts';
import { LICENCE_STATUS_WORDS, REVIEW_STATE_WORDS } from '../../report/words/index.ts';
import { instant, readArguments, required, usage, type Options } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { copyLines } from '../output/copy.ts';
import { timeText } from '../output/time.ts';
import { visible } from '../output/visible.ts';

const TABLE = {
  json: 'flag',
  'as-of': 'text',
  'known-at': 'text',
  organisation: 'text',
  event: 'text',
  reason: 'text',
  document: 'text',
  'effective-at': 'text',
} as const;
const PLANNED = { zh: '计划中', en: 'planned' } as const;
const SINCE = { zh: '状态起始时间', en: 'since' } as const;
const AS_OF = { zh: '查询时点', en: 'as of' } as const;
const KNOWN_AT = { zh: '知悉时点', en: 'known at' } as const;
const ISSUER = { zh: '颁发机构', en: 'issued by' } as const;
const REVIEW = { zh: '年检', en: 'annual review' } as const;
const SPECIMEN = { zh: '样本 无效', en: 'DEMONSTRATION' } as const;

/**
 * `yinzheng status IDENTIFIER|CODE|COPY [--as-of TIME]`: what the register says. With `--event` (and organisation, reason, document) it
 * changes the status first, and tells of the acts that are planned or came to nothing. Exit code 0 valid, 1 not valid.
 */
export async function status(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, TABLE, { min: 1, max: 1 });
  const name = positionals[0] ?? '';
  const moment = {
    asOf: options['as-of'] === undefined ? undefined : instant(options['as-of'], 'as-of'),
    knownAt: options['known-at'] === undefined ? undefined : instant(options['known-at'], 'known-at'),
  };
  const change = changeOf(options);
  let changed: LicenceAnswer | null = null;
  if (change) {
    const service = await context.openMaintenance();
    try {
      changed = await changeStatus(service.value, context.actorOf(change.organisation), { identifier: name, ...change.event });
    } finally {
      await service.close();
    }
  }
  const register = await context.openRegister();
  try {
    const deps = { clock: context, store: { records: register.value } };
    const answer = name.startsWith('1.')
      ? await verifyIdentifier(deps, context.actorOf(null), { identifier: name, ...moment })
      : COPY_NUMBER.test(name)
        ? await verifyCopyNumber(deps, context.actorOf(null), { number: name, ...moment })
        : await verifyCode(deps, name, moment);
    context.out(options.json ? JSON.stringify(answer, null, 2) : answerLines(answer, context).join('\n'));
    if (changed && !options.json) for (const line of actLines(changed, context)) context.out(line);
    return answer.status === 'valid' && (answer.copy?.state ?? 'valid') === 'valid' ? EXIT.passed : EXIT.failed;
  } finally {
    await register.close();
  }
}

/** The change that is asked for, null for a question; throws USAGE where something is missing or goes with a change alone. */
function changeOf(options: Options<typeof TABLE>) {
  const { event, organisation, reason, document, 'effective-at': effectiveAt } = options;
  if (event === undefined) {
    for (const [name, value] of Object.entries({ organisation, reason, document, 'effective-at': effectiveAt })) {
      if (value !== undefined) throw usage(`--${name} goes with --event`, `--${name} 须与 --event 同用`);
    }
    return null;
  }
  const kind = STATUS_EVENTS.find((known) => known === event);
  if (!kind) throw usage(`--event is one of ${STATUS_EVENTS.join(', ')}`, `--event 须为 ${STATUS_EVENTS.join('、')} 之一`);
  return {
    organisation: required(organisation, 'organisation'),
    event: {
      event: kind,
      reason: required(reason, 'reason'),
      documentNumber: required(document, 'document'),
      effectiveAt: effectiveAt === undefined ? undefined : isoInstant(instant(effectiveAt, 'effective-at')),
    },
  };
}

function answerLines(answer: StatusReport, { language, timeZone }: CliContext): readonly string[] {
  const { status: name, typeName, holderMasked, validFrom, validTo, demonstration, since, issuer, identifier } = answer;
  const { asOf, knownAt, copy } = answer;
  const parts = [LICENCE_STATUS_WORDS[name].title[language], typeName, holderMasked, `${validFrom} – ${validTo}`];
  const { annualReview: review } = answer;
  return [
    visible([...parts, ...(demonstration ? [SPECIMEN[language]] : [])].join('  ')),
    visible(`  ${SINCE[language]}: ${timeText(since, timeZone)}  ${ISSUER[language]}: ${issuer}  ${identifier}`),
    visible(`  ${AS_OF[language]}: ${timeText(asOf, timeZone)}  ${KNOWN_AT[language]}: ${timeText(knownAt, timeZone)}`),
    ...(copy ? copyLines(copy, { language, timeZone }) : []),
    ...(review ? [`  ${REVIEW[language]}: ${REVIEW_STATE_WORDS[review.state][language]} (${review.dueOn})`] : []),
  ];
}

/** The acts on record that are not in effect: planned ones, and those that cannot take effect any more, with the reason. */
function actLines({ licence, status: { asOf } }: LicenceAnswer, { language, timeZone }: CliContext): readonly string[] {
  return livesOf(licence)
    .flatMap(outcomesOf)
    .flatMap((outcome) => {
      const { effect, note } = effectOf(outcome, asOf);
      if (effect === 'effective') return [];
      const { kind, effectiveAt, documentNumber } = outcome.event;
      return [
        [EVENT_WORDS[kind][language], timeText(effectiveAt, timeZone), visible(documentNumber), (note ?? PLANNED)[language]].join(
          '  ',
        ),
      ];
    });
}
