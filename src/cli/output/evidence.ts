import type { EvidenceLevel } from '../../domain/licence/index.ts';
import type { SignatureLevel } from '../../domain/signature/index.ts';
import type { CliContext } from '../context.ts';

const HAS = {
  SES: {
    zh: '暂无验证证据（SES，仅有声称的签章时间）',
    en: 'it has none yet (SES: its time is only claimed)',
  },
  'SES-T': {
    zh: '仅有签章时间戳（SES-T），尚缺证书吊销状态',
    en: 'it has a time stamp over its seal signature only (SES-T); the status of the certificates is missing',
  },
  'B-B': {
    zh: '暂无验证证据（B-B，仅有声称的签名时间）',
    en: 'it has none yet (B-B: its time is only claimed)',
  },
  'B-T': {
    zh: '仅有签名时间戳（B-T），尚缺证书吊销状态',
    en: 'it has a time stamp over its signature only (B-T); the status of the certificates is missing',
  },
} as const;

const LATER = {
  register: {
    zh: '服务恢复取证后由运行中的服务自动补充，补充后的文件可重新下载',
    en: 'the running server adds it as soon as it is to be had; download the file again then',
  },
  'not kept': {
    zh: '该文件不留存，系统不会自动补充',
    en: 'this file is not kept here, and nobody adds it by himself',
  },
} as const;

/** Tells, on standard error, that a file lacks evidence, and who adds it; nothing of one that has all. */
export function tellPendingEvidence(
  context: Pick<CliContext, 'err' | 'language'>,
  {
    level,
    file,
    later,
  }: { readonly level: EvidenceLevel | SignatureLevel; readonly file: string; readonly later: keyof typeof LATER },
): void {
  if (level === 'SES-LT' || level === 'B-LTA') return;
  const { language } = context;
  const [has, who] = [HAS[level][language], LATER[later][language]];
  context.err(
    language === 'zh' ? `yinzheng: 证据待补：${file}：${has}；${who}` : `yinzheng: evidence pending: ${file}: ${has}; ${who}`,
  );
}
