/** Whether a licence may have a further edition, which number it has, and from when to when it is valid. */
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { LONG_TERM, localDate, localDateAt, type Instant } from '../../base/time.ts';
import type { ValidityRule } from '../catalogue/index.ts';
import { currentEdition } from './editions.ts';
import { EDITION_ACTS, type EditionActKind, type LicenceEdition, type LicenceRecord } from './model.ts';
import { statusOf, type LicenceStatus } from './status.ts';
import { dayAfter, validityOf, type Validity } from './validate.ts';

/** The acts that make a further edition, in people's words. */
export const EDITION_WORDS: Readonly<Record<EditionActKind, Bilingual>> = {
  change: { en: 'changed', zh: '变更' },
  renew: { en: 'renewed', zh: '延续' },
  reissue: { en: 'reissued', zh: '补发' },
  correct: { en: 'voided and issued again', zh: '作废重发' },
  reinstate: { en: 'reinstated', zh: '恢复' },
};

/** Statuses of the current edition in which each act is possible. */
const POSSIBLE: Readonly<Record<EditionActKind, readonly LicenceStatus[]>> = {
  change: ['valid', 'not-yet-valid'],
  renew: ['valid', 'not-yet-valid', 'expired'],
  reissue: ['valid', 'not-yet-valid'],
  correct: ['valid', 'not-yet-valid'],
  reinstate: ['cancelled', 'rescinded', 'revoked', 'void'],
};

const LAST_EDITION = 999;

/** The acts that can make a further edition of a licence at a moment; what else they need is judged when they are done. */
export function possibleEditions(licence: LicenceRecord, moment: Instant): readonly EditionActKind[] {
  const { status } = statusOf(licence, currentEdition(licence), { asOf: moment, knownAt: moment });
  return licence.origin === 'issued' ? EDITION_ACTS.filter((act) => POSSIBLE[act].includes(status)) : [];
}

/**
 * The number of the edition that an act on one of a licence's editions makes: `002` after `001`.
 * @throws {YinzhengError} EDITION_NOT_POSSIBLE when it is not the current one, or its status does not permit the act; FIELD_INVALID when a
 * reinstatement names no document
 */
export function judgeEdition(
  licence: LicenceRecord,
  edition: Pick<LicenceEdition, 'number'>,
  asked: { readonly act: EditionActKind; readonly documentNumber: string | null; readonly now: Instant },
): string {
  const { act, documentNumber, now } = asked;
  const current = currentEdition(licence);
  const { status } = statusOf(licence, current, { asOf: now, knownAt: now });
  const refused = (reason: Bilingual) => new YinzhengError('EDITION_NOT_POSSIBLE', { event: EDITION_WORDS[act], reason });
  if (licence.origin !== 'issued')
    throw refused({
      en: 'another system makes it, and its editions come from there',
      zh: '该证照由其他系统制发，其版本由来源报送',
    });
  if (current.number !== edition.number)
    throw refused(bilingual(`it was replaced by edition ${current.number}`, `该版本已被版本 ${current.number} 替换`));
  if (!POSSIBLE[act].includes(status)) throw refused(STATUS_REASONS[status]);
  if (act === 'reinstate' && documentNumber === null)
    throw new YinzhengError('FIELD_INVALID', {
      field: 'documentNumber',
      reason: bilingual(
        'the decision or judgment by which the licence is reinstated is named',
        '须注明据以恢复的复议决定、判决等文书号',
      ),
    });
  const next = Number(current.number) + 1;
  if (next > LAST_EDITION) throw refused(bilingual('an identifier counts 999 editions at most', '证照标识最多记 999 个版本'));
  return String(next).padStart(3, '0');
}

const STATUS_REASONS: Readonly<Record<LicenceStatus, Bilingual>> = {
  valid: { en: 'it is valid', zh: '证照有效' },
  'not-yet-valid': { en: 'it is not yet valid', zh: '证照未生效' },
  expired: { en: 'it has expired', zh: '证照已过期' },
  suspended: { en: 'it is suspended', zh: '证照已暂扣' },
  'transferred-out': { en: 'it was transferred out', zh: '证照已转出' },
  replaced: { en: 'it was replaced', zh: '证照已被替换' },
  cancelled: { en: 'it was cancelled', zh: '证照已注销' },
  rescinded: { en: 'it was rescinded', zh: '证照已撤销' },
  revoked: { en: 'it was revoked', zh: '证照已吊销' },
  void: { en: 'it is void', zh: '证照已作废' },
};

/**
 * The dates of a further edition. Issued today unless a day is stated; first and last day are those of the edition before. A renewal begins
 * when it is issued, and its term counts from the day after the last day until now, or from its first day where that is later.
 * @throws {YinzhengError} DATE_INVALID, FIELD_INVALID, EDITION_NOT_POSSIBLE when what is long-term already is renewed
 */
export function editionValidity(
  rule: ValidityRule,
  current: LicenceEdition,
  asked: {
    readonly act: EditionActKind;
    readonly issueDate?: string | undefined;
    readonly validFrom?: string | undefined;
    readonly validTo?: string | undefined;
    readonly now: Instant;
  },
): Validity {
  const { act, issueDate, validFrom, validTo, now } = asked;
  const today = localDateAt(now);
  const kept = { issueDate, validFrom: validFrom ?? current.validFrom };
  if (act !== 'renew') return validityOf(rule, { ...kept, validTo: validTo ?? current.validTo }, today);
  if (current.validTo === LONG_TERM)
    throw new YinzhengError('EDITION_NOT_POSSIBLE', {
      event: EDITION_WORDS.renew,
      reason: bilingual('it is valid for a long term already', '证照已为长期有效'),
    });
  const first = validFrom ?? issueDate ?? today;
  const following = dayAfter(current.validTo);
  const from = localDate(first) > following ? first : following;
  const renewed = validTo ?? validityOf(rule, { issueDate, validFrom: from }, today).validTo;
  const validity = validityOf(rule, { issueDate, validFrom: first, validTo: renewed }, today);
  if (validity.validTo !== LONG_TERM && validity.validTo <= current.validTo)
    throw new YinzhengError('FIELD_INVALID', {
      field: 'validTo',
      reason: bilingual('is not after the last day until now', '须晚于现有效期截止日期'),
    });
  return validity;
}
