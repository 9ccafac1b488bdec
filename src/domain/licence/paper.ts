/** The paper twin of a licence (纸质证照): forms with printed numbers, from being printed to being back. */
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { checkPaperSerial, type PaperSerialRule } from '../catalogue/index.ts';
import { currentEdition } from './editions.ts';
import type { LicenceEdition, LicenceRecord } from './model.ts';
import { PAPER_STEPS, type LicencePaper, type PaperState, type PaperStep } from './parts.ts';
import { statusOf } from './status.ts';

const NEXT: Readonly<Record<PaperState, Readonly<Partial<Record<PaperStep, PaperState>>>>> = {
  printed: { collect: 'collected', destroy: 'destroyed', lose: 'lost' },
  collected: { return: 'returned', lose: 'lost' },
  returned: { destroy: 'destroyed' },
  destroyed: {},
  // One that is found again is taken back.
  lost: { return: 'returned' },
};

const STATE_REASONS: Readonly<Record<PaperState, Bilingual>> = {
  printed: { en: 'the paper is printed, and not collected', zh: '纸质证照已打印，尚未领取' },
  collected: { en: 'the paper is collected', zh: '纸质证照已领取' },
  returned: { en: 'the paper is back', zh: '纸质证照已收回' },
  destroyed: { en: 'the paper is destroyed', zh: '纸质证照已销毁' },
  lost: { en: 'the paper is lost', zh: '纸质证照已遗失' },
};

/**
 * The state that a step leads to.
 * @throws {YinzhengError} PAPER_NOT_POSSIBLE
 */
export function judgePaperStep({ state }: Pick<LicencePaper, 'state'>, step: PaperStep): PaperState {
  const next = NEXT[state][step];
  if (next === undefined) throw new YinzhengError('PAPER_NOT_POSSIBLE', { reason: STATE_REASONS[state] });
  return next;
}

/** The steps that are possible with a paper. */
export function possiblePaperSteps({ state }: Pick<LicencePaper, 'state'>): readonly PaperStep[] {
  return PAPER_STEPS.filter((step) => NEXT[state][step] !== undefined);
}

/**
 * Whether an edition of a licence may be printed now on the form of a number: it is in force and the current one, no other paper of it is out, and
 * the number is written as its type says, and that of its face where that has one.
 * @throws {YinzhengError} PAPER_NOT_POSSIBLE, FIELD_INVALID
 */
export function judgePrinting(
  licence: LicenceRecord,
  edition: LicenceEdition,
  asked: { readonly serial: string; readonly rule: PaperSerialRule | null; readonly now: Instant },
): void {
  const { serial, rule, now } = asked;
  const refused = (en: string, zh: string) => new YinzhengError('PAPER_NOT_POSSIBLE', { reason: bilingual(en, zh) });
  if (!rule) throw refused('its type has no numbered form', '该类证照没有带印制流水号的证照用纸');
  if (
    currentEdition(licence).number !== edition.number ||
    statusOf(licence, edition, { asOf: now, knownAt: now }).status !== 'valid'
  )
    throw refused('the licence is not valid, or was replaced', '证照不在有效状态或已被替换');
  if ((licence.papers ?? []).some((paper) => paper.edition === edition.number && isOut(paper)))
    throw refused('a paper of this edition is out already', '该版本已有纸质证照在外');
  checkPaperSerial(rule, { [rule.field]: serial });
  const shown = edition.fields[rule.field] ?? '';
  if (shown !== '' && shown !== serial) throw refused('the face shows another number', '与照面记载的印制流水号不一致');
}

/** Whether a paper is, or may be, in anybody's hands. */
export function isOut({ state }: Pick<LicencePaper, 'state'>): boolean {
  return state === 'printed' || state === 'collected';
}

/** The papers that should be back at a moment: out though what they show has ended, expired or was replaced. */
export function papersDue(licence: LicenceRecord, moment: Instant): readonly LicencePaper[] {
  return (licence.papers ?? []).filter((paper) => {
    const edition = licence.editions.find(({ number }) => number === paper.edition);
    if (!edition || !isOut(paper)) return false;
    const { status } = statusOf(licence, edition, { asOf: moment, knownAt: moment });
    return status !== 'valid' && status !== 'suspended' && status !== 'not-yet-valid';
  });
}

/** The licence with the issuer by whom papers are looked for that are out; without where none is. */
export function withPapersOut(licence: LicenceRecord): LicenceRecord {
  const out = (licence.papers ?? []).some(isOut);
  if (out) return licence.papersOut === licence.issuer.code ? licence : { ...licence, papersOut: licence.issuer.code };
  if (licence.papersOut === undefined) return licence;
  const rest: { -readonly [K in keyof LicenceRecord]: LicenceRecord[K] } = { ...licence };
  delete rest.papersOut;
  return rest;
}
