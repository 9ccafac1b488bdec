import type { ClaimVerdict } from '../../claim/index.ts';
import type { CodeWords, Words } from '../../report/words/index.ts';

/** What the check of a QR code comes to. */
export const CLAIM_VERDICT_WORDS: Readonly<Record<ClaimVerdict, CodeWords>> = {
  valid: {
    title: { en: 'Genuine and in force', zh: '真实有效' },
    meaning: {
      en: 'The QR code is as it was signed, and the status list has the licence as in force.',
      zh: '二维码内容与签发时一致，状态列表显示该证照有效。',
    },
  },
  'not-yet-valid': {
    title: { en: 'Licence not yet in force', zh: '证照尚未生效' },
    meaning: {
      en: 'The QR code is genuine, but the first day of the licence has not come yet.',
      zh: '二维码真实，但证照有效期尚未开始。',
    },
  },
  expired: {
    title: { en: 'Licence expired', zh: '证照已过期' },
    meaning: {
      en: 'The QR code is genuine, but the last day of the licence has passed.',
      zh: '二维码真实，但证照已超过有效期。',
    },
  },
  suspended: {
    title: { en: 'Licence suspended', zh: '证照已暂扣' },
    meaning: {
      en: 'The licence is withheld by the department and cannot be used until it is given back.',
      zh: '该证照被主管部门暂扣，发还之前不能使用。',
    },
  },
  ended: {
    title: { en: 'Licence ended', zh: '证照已终止' },
    meaning: {
      en: 'The licence was cancelled, rescinded, revoked or made void. Ask the register to learn which.',
      zh: '该证照已被注销、撤销、吊销或作废，具体情形可向登记簿查询。',
    },
  },
  replaced: {
    title: { en: 'Licence replaced', zh: '证照已被新版本替换' },
    meaning: {
      en: 'A newer edition of this licence has been issued; ask for that one.',
      zh: '该证照已签发新版本，请出示新版本。',
    },
  },
  'status-unavailable': {
    title: { en: 'QR code genuine, status unavailable', zh: '二维码真实，状态无法确认' },
    meaning: {
      en: 'The QR code is as it was signed, but there is no status list at hand that is new enough. Check again with a network before relying on it.',
      zh: '二维码内容与签发时一致，但没有足够新的状态列表。采信之前，请联网后再次查验。',
    },
  },
  altered: {
    title: { en: 'QR code altered', zh: '二维码内容被改动' },
    meaning: {
      en: 'The content of the QR code is not what was signed. Do not rely on it.',
      zh: '二维码内容与签名不符，请勿采信。',
    },
  },
  'unknown-issuer': {
    title: { en: 'Signed by somebody unknown', zh: '签发者未知' },
    meaning: {
      en: 'The QR code is not signed by a key that is known here. It may be forged, come from another platform, or the keys on this device may be too old: check again with a network.',
      zh: '二维码不是由本平台已知的密钥签名。可能系伪造，可能来自其他平台，也可能是本机保存的密钥过旧，请联网后再次查验。',
    },
  },
  'issuer-key-revoked': {
    title: { en: 'Signing key revoked', zh: '签发密钥已被撤销' },
    meaning: {
      en: 'The key that signed the QR code was revoked, so that the code proves nothing. Ask the register.',
      zh: '签署该二维码的密钥已被撤销，二维码不能作为凭据，请向登记簿查询。',
    },
  },
};

/** Texts of the check of a QR code. */
export const CLAIM_WORDS = {
  specimen: {
    en: 'The QR code is as it was signed, but of a demonstration licence, which proves nothing.',
    zh: '二维码内容与签发时一致，但属于演示用证照，不具有任何效力。',
  },
  heading: { en: 'What the QR code says', zh: '二维码所载信息' },
  issueDate: { en: 'Issued on', zh: '颁发日期' },
  signer: { en: 'QR code signed by', zh: '二维码签名者' },
  statusList: { en: 'Status list', zh: '状态列表' },
  noList: { en: 'none at hand', zh: '本机没有可用的状态列表' },
  listFresh: { en: 'of {time}, {age} old; the server has no newer one', zh: '{time} 发布（{age}前），服务器上没有更新的列表' },
  listKept: {
    en: 'of {time}, {age} old, kept on this device; the server could not be asked',
    zh: '{time} 发布（{age}前），为本机保存的列表，未能连接服务器',
  },
  listOverdue: { en: 'of {time}, {age} old: too old to rely on', zh: '{time} 发布（{age}前），已过时，不足为据' },
  then: { en: 'The old list had: {status}', zh: '过时列表中的状态：{status}' },
  compare: {
    en: 'Compare type, issuer, holder and dates with the licence in front of you: a QR code can be copied onto a forged licence.',
    zh: '请核对类型、颁发机构、持证主体和日期是否与所持证照一致：二维码可能被复制到伪造的证照上。',
  },
  private: {
    en: 'The QR code was checked on this device; nothing of it was sent.',
    zh: '二维码在本机完成查验，其内容没有上传。',
  },
  askRegister: { en: 'Ask the register now', zh: '向登记簿实时查询' },
  offlineHeading: { en: 'Check without a network', zh: '离线查验' },
  offlineLead: {
    en: 'Scan the QR code of a licence with the camera of this device: it opens this page and is checked here. Prepare the device beforehand to do so without a network.',
    zh: '用本机相机扫描证照二维码，即可打开本页并在本机查验。如需在无网络环境下查验，请先在联网时做好准备。',
  },
  prepare: { en: 'Prepare this device', zh: '准备离线查验' },
  preparing: { en: 'Fetching keys and status lists …', zh: '正在下载密钥和状态列表 …' },
  prepared: {
    en: 'Ready: {count} status list(s) of {time} kept on this device.',
    zh: '已就绪：本机已保存 {count} 份状态列表，发布于 {time}。',
  },
  notPrepared: { en: 'Not all could be fetched. Try again with a network.', zh: '未能全部下载，请联网后重试。' },
  minutes: { en: '{n} min', zh: '{n} 分钟' },
  hours: { en: '{n} h', zh: '{n} 小时' },
  days: { en: '{n} days', zh: '{n} 天' },
  seconds: { en: 'less than a minute', zh: '不到 1 分钟' },
} as const satisfies Readonly<Record<string, Words>>;
