import type { CodeWords } from './shape.ts';

/** The statuses of a licence that can be met in a report. */
export const LICENCE_STATUS_NAMES = [
  'valid',
  'not-yet-valid',
  'expired',
  'suspended',
  'transferred-out',
  'replaced',
  'cancelled',
  'rescinded',
  'revoked',
  'void',
] as const;

/** A status of a licence. */
export type LicenceStatusName = (typeof LICENCE_STATUS_NAMES)[number];

/** True for a status that has words. */
export function isLicenceStatusName(text: string): text is LicenceStatusName {
  return (LICENCE_STATUS_NAMES as readonly string[]).includes(text);
}

/** Each status of a licence as a headline and as a sentence. */
export const LICENCE_STATUS_WORDS: Readonly<Record<LicenceStatusName, CodeWords>> = {
  valid: {
    title: { en: 'Licence in force', zh: '证照有效' },
    meaning: { en: 'The licence is in force.', zh: '该证照当前有效。' },
  },
  'not-yet-valid': {
    title: { en: 'Licence not yet in force', zh: '证照尚未生效' },
    meaning: { en: 'The first day of the licence has not come yet.', zh: '该证照的有效期尚未开始。' },
  },
  expired: {
    title: { en: 'Licence expired', zh: '证照已过期' },
    meaning: { en: 'The last day of the licence has passed.', zh: '该证照已超过有效期。' },
  },
  suspended: {
    title: { en: 'Licence suspended', zh: '证照已暂扣' },
    meaning: {
      en: 'The licence is withheld by the department and cannot be used until it is given back.',
      zh: '该证照被主管部门暂扣，发还之前不能使用。',
    },
  },
  'transferred-out': {
    title: { en: 'Licence transferred out', zh: '证照已办理转出' },
    meaning: {
      en: 'The licence is being transferred to another region and cannot be used until it is taken over there or given back.',
      zh: '该证照已办理转出，在转入地接收或退回之前不能使用。',
    },
  },
  replaced: {
    title: { en: 'Licence replaced', zh: '证照已被新版本替换' },
    meaning: {
      en: 'A newer edition of this licence has been issued; ask for that one.',
      zh: '该证照已签发新版本，请出示新版本。',
    },
  },
  cancelled: {
    title: { en: 'Licence cancelled', zh: '证照已注销' },
    meaning: {
      en: 'The licence was ended in the register, for instance at its holder’s wish or because its holder ceased to exist.',
      zh: '该证照已办理注销，例如由持证主体申请，或持证主体已终止。',
    },
  },
  rescinded: {
    title: { en: 'Licence rescinded', zh: '证照已撤销' },
    meaning: {
      en: 'The grant of the licence was withdrawn, because it should not have been granted.',
      zh: '该证照的许可决定已被撤销。',
    },
  },
  revoked: {
    title: { en: 'Licence revoked', zh: '证照已吊销' },
    meaning: { en: 'The licence was taken away as a penalty.', zh: '该证照因行政处罚被吊销。' },
  },
  void: {
    title: { en: 'Licence void', zh: '证照已作废' },
    meaning: {
      en: 'The licence was declared void, for instance because it was issued in error.',
      zh: '该证照已作废，例如因签发有误。',
    },
  },
};
