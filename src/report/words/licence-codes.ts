import type { CheckCode } from '../codes.ts';
import type { CodeWords } from './shape.ts';
import { COPY_STATE_WORDS } from './copies.ts';
import { LICENCE_STATUS_WORDS } from './statuses.ts';

/** Reasons of our own: about what the register says. */
export const LICENCE_CODE_WORDS = {
  REGISTER_NOT_ASKED: {
    title: { en: 'Register not asked', zh: '未查询登记簿' },
    meaning: {
      en: 'No register was asked here, so nothing is known of the present status of the licence.',
      zh: '本次核验没有查询登记簿，证照当前状态未知。',
    },
  },
  NOT_IN_REGISTER: {
    title: { en: 'Not in the register', zh: '登记簿中没有此文件' },
    meaning: {
      en: 'This register does not know the file. It may come from elsewhere; ask the body that is named on it.',
      zh: '本登记簿没有此文件的记录。文件可能由其他系统签发，请向文件上的颁发机构核实。',
    },
  },
  REGISTER_UNAVAILABLE: {
    title: { en: 'Status unavailable', zh: '暂时无法查询证照状态' },
    meaning: {
      en: 'The register cannot be reached, so the present status is unknown. Try again later.',
      zh: '登记簿暂时无法访问，当前状态未知，请稍后再查。',
    },
  },
  LICENCE_SUSPENDED: LICENCE_STATUS_WORDS.suspended,
  LICENCE_TRANSFERRED_OUT: LICENCE_STATUS_WORDS['transferred-out'],
  LICENCE_EXPIRED: LICENCE_STATUS_WORDS.expired,
  LICENCE_NOT_YET_VALID: LICENCE_STATUS_WORDS['not-yet-valid'],
  LICENCE_CANCELLED: LICENCE_STATUS_WORDS.cancelled,
  LICENCE_RESCINDED: LICENCE_STATUS_WORDS.rescinded,
  LICENCE_REVOKED: LICENCE_STATUS_WORDS.revoked,
  LICENCE_VOID: LICENCE_STATUS_WORDS.void,
  LICENCE_REPLACED: LICENCE_STATUS_WORDS.replaced,
  COPY_EXPIRED: COPY_STATE_WORDS.expired,
} as const satisfies Partial<Record<CheckCode, CodeWords>>;
