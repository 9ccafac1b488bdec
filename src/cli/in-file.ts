import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../base/errors/index.ts';

/**
 * What is read from the bytes of a file; where they are wrong the error names the file, since a command is given several.
 * @throws {YinzhengError} INPUT_INVALID for whatever `read` throws about its input
 */
export function inFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!isYinzhengError(cause)) throw cause;
    const { reason } = cause.details;
    const said = cause.code === 'INPUT_INVALID' && isBilingual(reason) ? reason : cause.bilingual;
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual(`${path}: ${said.en}`, `${path}：${said.zh}`) }, { cause });
  }
}

function isBilingual(value: unknown): value is Bilingual {
  return typeof value === 'object' && value !== null && 'en' in value && 'zh' in value;
}
