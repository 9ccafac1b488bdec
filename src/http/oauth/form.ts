import { fromUtf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';

/**
 * The parameters of a form (application/x-www-form-urlencoded), each at most once and none empty (RFC 6749 section 3.2).
 * @throws {YinzhengError} BODY_MALFORMED
 */
export function readForm(bytes: Uint8Array): ReadonlyMap<string, string> {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(textOf(bytes))) {
    if (form.has(name))
      throw new YinzhengError('BODY_MALFORMED', { reason: bilingual('a parameter is given twice', '参数重复') });
    // Parameters without a value are as if they were not there.
    if (value !== '') form.set(name, value);
  }
  return form;
}

function textOf(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch (cause) {
    throw new YinzhengError('BODY_MALFORMED', { reason: bilingual('not UTF-8', '不是 UTF-8') }, { cause });
  }
}
