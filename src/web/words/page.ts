import type { Words } from '../../report/words/index.ts';

/** Texts of the page itself. */
export const PAGE_WORDS = {
  product: { en: 'Yinzheng', zh: '印证' },
  subtitle: { en: 'Verification of electronic licences and seals', zh: '电子证照与电子印章查验' },
  skip: { en: 'Skip to content', zh: '跳到正文' },
  question: { en: 'Is this licence genuine?', zh: '这份证照是真的吗？' },
  lead: {
    en: 'Check a PDF file, or the code printed on a licence. No sign-in needed.',
    zh: '查验 PDF 文件，或输入证照上印制的查验码，无需登录。',
  },
  fileHeading: { en: 'Check a file', zh: '查验文件' },
  choose: { en: 'Choose a PDF file', zh: '选择 PDF 文件' },
  drop: { en: 'or drop it here', zh: '或将文件拖放到此处' },
  dropNow: { en: 'Let go to check this file', zh: '松开即可查验该文件' },
  privacy: {
    en: 'The file is sent to this server to be checked and is not kept; its digest and the report are kept for a limited time, the verdict is recorded.',
    zh: '文件将上传到本服务器查验，查验后不留存；查验报告（含文件摘要）限期保存，查验结论将记录在案。',
  },
  codeHeading: { en: 'Check a printed code', zh: '查验码查验' },
  codeLabel: { en: 'Verification code', zh: '查验码' },
  codeHint: {
    en: 'The 17 letters and digits printed at the foot of the licence',
    zh: '证照上“查验码”后的 17 位字母和数字',
  },
  codeLength: {
    en: 'The code has 17 letters and digits; this one has {count}.',
    zh: '查验码为 17 位字母和数字，当前为 {count} 位。',
  },
  ask: { en: 'Check', zh: '查验' },
  busyFile: { en: 'Checking {name} …', zh: '正在查验 {name} …' },
  busyCode: { en: 'Asking the register …', zh: '正在查询登记簿 …' },
  cancel: { en: 'Cancel', zh: '取消' },
  again: { en: 'Check another', zh: '继续查验' },
  retry: { en: 'Try again', zh: '重试' },
  sealedReport: { en: 'Sealed report (PDF)', zh: '盖章查验报告（PDF）' },
  print: { en: 'Print', zh: '打印' },
  my: { en: 'Are you a holder? Your licences', zh: '持证主体请进入“我的证照”' },
  kept: {
    en: 'Nothing is kept in your browser except the language, and for checking without a network this page, public keys and status lists.',
    zh: '除语言选择，以及供离线查验的本页、公开密钥和状态列表外，本页不在浏览器中保存任何内容。',
  },
  busyClaim: { en: 'Checking the QR code …', zh: '正在查验二维码 …' },
  specimen: { en: 'Specimen · not valid', zh: '样本 无效' },
  specimenMeaning: {
    en: 'Made by a demonstration installation. It proves nothing.',
    zh: '由演示系统制作，不具有任何效力。',
  },
  verdict: { en: 'Verdict', zh: '查验结论' },
  wait: { en: 'Try again in {seconds} seconds.', zh: '请在 {seconds} 秒后重试。' },
  requestId: { en: 'Request number', zh: '请求编号' },
  serverSays: { en: 'The server says: {text}', zh: '服务器返回：{text}' },
} as const satisfies Readonly<Record<string, Words>>;
