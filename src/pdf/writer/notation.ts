/** How single PDF values are written (ISO 32000-1 §7.3): numbers, names, strings, dates. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { toHex } from '../../base/bytes.ts';
import type { Instant } from '../../base/time.ts';

const SHANGHAI_OFFSET = 8 * 3_600_000;
const PLAIN_NAME = /^[A-Za-z0-9_.+:-]*$/;
const PLAIN_TEXT = /^[\x20-\x7e]*$/;
const LARGEST = 1e15;

/**
 * A number with at most `decimals` decimals, without exponent (§7.3.3).
 * @throws {YinzhengError} INPUT_INVALID when it is not finite or beyond 10¹⁵
 */
export function numberText(value: number, decimals = 3): string {
  if (!(Math.abs(value) < LARGEST))
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(`${value} cannot be written as a PDF number`, `${value} 无法写为 PDF 数值`),
    });
  if (Number.isInteger(value)) return value === 0 ? '0' : String(value);
  const scale = 10 ** decimals;
  const text = String(Math.round(value * scale) / scale);
  return text.includes('e') ? (Math.round(value * scale) / scale).toFixed(decimals) : text;
}

/** A name with its solidus (§7.3.5); everything but letters, digits and a few marks is written `#hh`. `name` has a byte a character. */
export function nameText(name: string): string {
  if (PLAIN_NAME.test(name)) return `/${name}`;
  let text = '/';
  for (const character of name) {
    text += PLAIN_NAME.test(character) ? character : `#${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`;
  }
  return text;
}

/** A byte string as hexadecimal string (§7.3.4.3). */
export function hexString(bytes: Uint8Array): string {
  return `<${toHex(bytes)}>`;
}

/** A text string (§7.9.2.2): literal where it is ASCII, else UTF-16BE with its byte order mark in hexadecimal. */
export function textString(text: string): string {
  if (PLAIN_TEXT.test(text)) return `(${text.replace(/[\\()]/g, '\\$&')})`;
  return `<FEFF${utf16Hex(text)}>`;
}

/** UTF-16BE code units of a text in upper-case hexadecimal. */
export function utf16Hex(text: string): string {
  let hex = '';
  for (let index = 0; index < text.length; index++) hex += text.charCodeAt(index).toString(16).toUpperCase().padStart(4, '0');
  return hex;
}

/** A date (§7.9.4) in Chinese time, without parentheses: `D:YYYYMMDDHHmmSS+08'00'`. */
export function dateText(instant: Instant): string {
  const digits = new Date(instant + SHANGHAI_OFFSET).toISOString().replace(/\D/g, '').slice(0, 14);
  return `D:${digits}+08'00'`;
}
