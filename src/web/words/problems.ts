import type { CodeWords } from '../../report/words/index.ts';
import type { ProblemKind } from '../problem.ts';

/** Each problem with what the reader can do about it. */
export const PROBLEM_WORDS: Readonly<Record<ProblemKind, CodeWords>> = {
  'not-a-pdf': {
    title: { en: 'This is not a PDF file', zh: '这不是 PDF 文件' },
    meaning: {
      en: 'Choose the PDF file itself, as it was downloaded. A photograph or a screenshot carries no seal that could be checked.',
      zh: '请选择下载得到的 PDF 原文件。照片和截图中没有可查验的电子签章。',
    },
  },
  encrypted: {
    title: { en: 'The file is encrypted', zh: '文件已加密' },
    meaning: {
      en: 'An encrypted or password-protected PDF cannot be checked. Use the file as it was issued.',
      zh: '加密或设有密码的 PDF 无法查验，请使用签发时的原文件。',
    },
  },
  damaged: {
    title: { en: 'The file is damaged', zh: '文件已损坏' },
    meaning: {
      en: 'The PDF cannot be read. Download it again; if that does not help, do not rely on it.',
      zh: '无法读取该 PDF。请重新下载后再试；如仍无法读取，请勿采信。',
    },
  },
  'too-large': {
    title: { en: 'The file is too large', zh: '文件过大' },
    meaning: { en: 'This server does not accept files of this size.', zh: '文件超过了本服务器允许的大小。' },
  },
  empty: {
    title: { en: 'The file is empty', zh: '文件是空的' },
    meaning: { en: 'The file has no content. Download it again.', zh: '文件没有内容，请重新下载后再试。' },
  },
  unreadable: {
    title: { en: 'The file cannot be opened', zh: '无法打开文件' },
    meaning: {
      en: 'The browser could not read the file. It may have been moved or deleted; choose it again.',
      zh: '浏览器无法读取该文件，文件可能已被移动或删除，请重新选择。',
    },
  },
  'code-mistyped': {
    title: { en: 'The code is mistyped', zh: '查验码输入有误' },
    meaning: {
      en: 'At least one character is wrong. Compare the code with the licence and type it again.',
      zh: '至少有一位字符不正确，请对照证照重新输入。',
    },
  },
  'code-unknown': {
    title: { en: 'The register does not know this code', zh: '登记簿中没有此查验码' },
    meaning: {
      en: 'The code is well formed but belongs to no licence here. The licence may be forged, or come from another platform: ask the body named on it.',
      zh: '查验码格式正确，但本登记簿中没有对应的证照。证照可能系伪造，也可能由其他平台签发，请向证照上的颁发机构核实。',
    },
  },
  'claim-unreadable': {
    title: { en: 'The QR code cannot be read', zh: '无法识别二维码内容' },
    meaning: {
      en: 'This is not the QR code of a licence, or part of it is missing. Scan it again, or type the verification code.',
      zh: '这不是证照二维码，或内容不完整。请重新扫描，或输入查验码查验。',
    },
  },
  'shown-nothing': {
    title: { en: 'Nothing is shown here', zh: '没有该亮证码' },
    meaning: {
      en: 'No licence is shown by this code or link. It may be incomplete; ask its holder for another.',
      zh: '该亮证码或链接未出示任何证照，可能不完整，请由持证主体重新出示。',
    },
  },
  'shown-over': {
    title: { en: 'It is over', zh: '亮证已失效' },
    meaning: {
      en: 'The code or link was used, withdrawn, or its time is over. Ask the holder for another.',
      zh: '该亮证码或链接已使用、已撤回或已超过有效时间，请由持证主体重新出示。',
    },
  },
  'separate-wrong': {
    title: { en: 'The separate code is wrong', zh: '提取码错误' },
    meaning: {
      en: 'Compare it with what the holder sent you. After five wrong ones the link is closed.',
      zh: '请核对持证主体发送的提取码。输错 5 次后链接将锁定。',
    },
  },
  'too-many': {
    title: { en: 'Too many tries', zh: '查验过于频繁' },
    meaning: {
      en: 'Too many checks came from your network in a short time. Wait a little and try again.',
      zh: '您所在网络短时间内查验次数过多，请稍后再试。',
    },
  },
  offline: {
    title: { en: 'No connection', zh: '无法连接服务器' },
    meaning: {
      en: 'The server cannot be reached. Check your connection and try again. This says nothing about the licence.',
      zh: '无法连接服务器，请检查网络后重试。这不代表证照有问题。',
    },
  },
  timeout: {
    title: { en: 'No answer in time', zh: '服务器响应超时' },
    meaning: {
      en: 'The server did not answer in time. Try again. This says nothing about the licence.',
      zh: '服务器未能及时响应，请重试。这不代表证照有问题。',
    },
  },
  unavailable: {
    title: { en: 'Service unavailable', zh: '服务暂时不可用' },
    meaning: {
      en: 'The service cannot answer at the moment. Try again later. This says nothing about the licence.',
      zh: '服务暂时无法响应，请稍后重试。这不代表证照有问题。',
    },
  },
  server: {
    title: { en: 'Server error', zh: '服务器出错' },
    meaning: {
      en: 'Something went wrong on the server. Try again; if it happens again, report the request number. This says nothing about the licence.',
      zh: '服务器发生错误，请重试；如再次出现，请将请求编号告知管理员。这不代表证照有问题。',
    },
  },
  refused: {
    title: { en: 'The request was refused', zh: '无法查验' },
    meaning: { en: 'The server could not process the request.', zh: '服务器无法处理该请求。' },
  },
};
