/** Whether values of face fields are what their definitions say; and the words that stand on the face for them. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { localDate } from '../../base/time.ts';
import { isCitizenNumber, isCreditCode } from '../identifier/index.ts';
import { isAreaCode } from '../organisation/index.ts';
import { typeOf, type FieldDefinition, type FieldType } from './field.ts';
import type { DictionaryContent, PaperSerialRule } from './model.ts';
import { readRows } from './table.ts';

/** Control characters but the line feed, line separators, and halves of surrogate pairs. */
const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Dictionaries by code, as they hold now. */
export type Dictionaries = ReadonlyMap<string, DictionaryContent>;

/** The words for a date without end on a face (长期). */
export const LONG_TERM_WORDS = '长期';

/**
 * Checks face fields against their definitions: all required ones there, none unknown, none too long, each a value of its type.
 * @returns the values as they are kept: a choice by its words, a date as `YYYY-MM-DD` or 长期, a table as the JSON of its rows
 * @throws {YinzhengError} FIELD_INVALID naming the field
 */
export function checkFields(
  definitions: readonly FieldDefinition[],
  fields: Readonly<Record<string, string>>,
  dictionaries: Dictionaries = new Map(),
): Readonly<Record<string, string>> {
  const known = new Map(definitions.map((definition) => [definition.name, definition]));
  const kept: Record<string, string> = {};
  for (const [field, value] of Object.entries(fields)) {
    const definition = known.get(field);
    if (!definition) throw invalid(field, 'not a field of this licence type', '该证照类型没有此字段');
    const most = definition.maxLength;
    if ([...value].length > most) throw invalid(field, `longer than ${most} characters`, `超过 ${most} 个字符`);
    if (UNPRINTABLE.test(value)) throw invalid(field, 'contains control characters', '含有控制字符');
    kept[field] = value.trim() === '' ? value : CHECKS[typeOf(definition)](value, definition, dictionaries);
  }
  for (const { name, required } of definitions) {
    if (required && (fields[name] ?? '').trim() === '') throw invalid(name, 'is required', '不能为空');
  }
  return kept;
}

function invalid(field: string, en: string, zh: string): YinzhengError {
  return new YinzhengError('FIELD_INVALID', { field, reason: bilingual(en, zh) });
}

type ValueCheck = (value: string, definition: FieldDefinition, dictionaries: Dictionaries) => string;

const CHECKS: Readonly<Record<FieldType, ValueCheck>> = {
  text: (value) => value,
  number: checkNumber,
  date: checkDate,
  choice: checkChoice,
  area: (value, { name }) => {
    if (!isAreaCode(value)) throw invalid(name, 'is not the code of an area', '不是有效的行政区划代码');
    return value;
  },
  'citizen-number': (value, { name }) => {
    const number = value.toUpperCase();
    if (!isCitizenNumber(number)) throw invalid(name, 'is not the number of a citizen', '公民身份号码不符合 GB 11643 的规则');
    return number;
  },
  'credit-code': (value, { name }) => {
    if (!isCreditCode(value))
      throw invalid(name, 'is not a unified social credit code', '统一社会信用代码不符合 GB 32100 的规则');
    return value;
  },
  image: (value, { name }) => {
    // What is in it is looked at when it is drawn; JPEG and PNG begin like this.
    if (!/^(?:\/9j\/|iVBORw0KGgo)[A-Za-z0-9+/]*={0,2}$/.test(value))
      throw invalid(name, 'is not a JPEG or PNG picture in Base64', '不是 Base64 编码的 JPEG 或 PNG 图像');
    return value;
  },
  table: (value, definition) => JSON.stringify(readRows(value, definition)),
};

function checkNumber(value: string, { name, least, most, decimals = 0 }: FieldDefinition): string {
  const form = decimals === 0 ? /^-?\d{1,15}$/ : new RegExp(`^-?\\d{1,15}(?:\\.\\d{1,${Math.min(decimals, 9)}})?$`);
  if (!form.test(value))
    throw invalid(name, `is not a number with at most ${decimals} decimals`, `不是数字，或小数位数超过 ${decimals} 位`);
  const number = Number(value);
  if (least !== undefined && number < least) throw invalid(name, `is less than ${least}`, `小于 ${least}`);
  if (most !== undefined && number > most) throw invalid(name, `is more than ${most}`, `大于 ${most}`);
  return value;
}

function checkDate(value: string, { name, longTerm = false }: FieldDefinition): string {
  if (longTerm && (value === LONG_TERM_WORDS || value === 'long-term')) return LONG_TERM_WORDS;
  try {
    return localDate(value);
  } catch {
    throw invalid(
      name,
      `is not a day of the calendar written YYYY-MM-DD${longTerm ? ' or long-term' : ''}`,
      `不是日期（YYYY-MM-DD）${longTerm ? '或“长期”' : ''}`,
    );
  }
}

function checkChoice(value: string, { name, dictionary = '' }: FieldDefinition, dictionaries: Dictionaries): string {
  const entry = dictionaries
    .get(dictionary)
    ?.entries.find(({ code, label, retired }) => retired !== true && (code === value || label === value));
  if (!entry)
    throw invalid(name, `is not in the dictionary ${dictionary.slice(0, 60)}`, `不在数据字典 ${dictionary.slice(0, 60)} 中`);
  return entry.label;
}

/**
 * Checks the serial number of the paper form, where the type has one and it is given.
 * @throws {YinzhengError} FIELD_INVALID
 */
export function checkPaperSerial(rule: PaperSerialRule | null, fields: Readonly<Record<string, string>>): void {
  const serial = rule ? (fields[rule.field] ?? '') : '';
  if (!rule || serial === '') return;
  const { field, prefix, digits } = rule;
  const rest = serial.startsWith(prefix) ? serial.slice(prefix.length) : '';
  if (!/^\d+$/.test(rest) || rest.length !== digits)
    throw invalid(field, `is written ${prefix} and ${digits} digits`, `应为“${prefix}”加 ${digits} 位数字`);
}
