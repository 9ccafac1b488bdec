/** Faults of input that a schema finds, in words. */
import { z } from 'zod';
import { bilingual, type Bilingual } from '../base/errors/index.ts';

type Issue = z.core.$ZodIssue;

const ENGLISH = z.locales.en().localeError;
const CHINESE = z.locales.zhCN().localeError;

/** Kinds of values, as people who write JSON call them. */
const KINDS: Readonly<Record<string, Bilingual>> = {
  string: bilingual('a text', '文本'),
  number: bilingual('a number', '数字'),
  int: bilingual('a whole number', '整数'),
  boolean: bilingual('true or false', 'true 或 false'),
  array: bilingual('a list', '列表'),
  object: bilingual('an object', '对象'),
  record: bilingual('an object', '对象'),
};

/** What texts of a form look like: formats of schemas, and the patterns that ours use. */
const FORMS: Readonly<Record<string, Bilingual>> = {
  datetime: bilingual('a time such as 2026-03-01T09:00:00+08:00', '时间，例如 2026-03-01T09:00:00+08:00'),
  date: bilingual('a date such as 2026-03-01', '日期，例如 2026-03-01'),
  '/^\\d{4}-\\d{2}-\\d{2}$/': bilingual('a date such as 2026-03-01', '日期，例如 2026-03-01'),
  '/^(?:\\d{4}-\\d{2}-\\d{2}|long-term)$/': bilingual(
    'a date such as 2026-03-01, or long-term',
    '日期，例如 2026-03-01，或 long-term',
  ),
  '/^[0-9A-Z]{21}$/': bilingual('21 digits and capital letters', '21 位数字或大写字母'),
  '/^[0-9A-Z]{18}$/': bilingual('18 digits and capital letters', '18 位数字或大写字母'),
  '/^[0-9a-f]{40}\\.crl$/': bilingual('40 hexadecimal digits and .crl', '40 位小写十六进制数字加 .crl'),
};

/** What is counted, where it has a size. */
const UNITS: Readonly<Record<string, Bilingual>> = {
  string: bilingual('characters', '个字符'),
  array: bilingual('entries', '项'),
};

/** What is wrong, in both languages; never the value itself, which may be somebody's name. A schema's own words (`params`) come first. */
export function faultWords(issue: Issue): Bilingual {
  switch (issue.code) {
    case 'custom': {
      const { en, zh } = issue.params ?? {};
      const words = zodWords(issue);
      return bilingual(typeof en === 'string' ? en : words.en, typeof zh === 'string' ? zh : words.zh);
    }
    case 'invalid_type':
      return typeWords(issue);
    case 'invalid_format':
      return formWords(issue);
    case 'invalid_value':
      return valueWords(issue);
    case 'too_small':
    case 'too_big':
      return sizeWords(issue);
    case 'unrecognized_keys':
      return bilingual(
        `there is nothing of the name ${issue.keys.join(', ')} here`,
        `此处没有名为 ${issue.keys.join('、')} 的项`,
      );
    case 'invalid_union':
      return unionWords(issue);
    default:
      return zodWords(issue);
  }
}

function typeWords(issue: z.core.$ZodIssueInvalidType): Bilingual {
  // A number that a query lacks has been made NaN before it came here.
  if ('input' in issue && (issue.input === undefined || Number.isNaN(issue.input))) {
    const expected = Number.isNaN(issue.input) ? KINDS['number'] : null;
    return expected ? must(expected) : bilingual('is missing', '缺少此项');
  }
  const kind = KINDS[issue.expected];
  return kind ? must(kind) : zodWords(issue);
}

function formWords(issue: z.core.$ZodIssueInvalidStringFormat): Bilingual {
  const form = FORMS[issue.format === 'regex' ? (issue.pattern ?? '') : issue.format];
  if (form) return must(form);
  if (issue.pattern === undefined) return zodWords(issue);
  return bilingual(`does not have the form ${issue.pattern}`, `不符合格式 ${issue.pattern}`);
}

function valueWords({ values }: z.core.$ZodIssueInvalidValue): Bilingual {
  const named = values.map(String);
  return named.length === 1
    ? bilingual(`must be ${named.join('')}`, `须为 ${named.join('')}`)
    : bilingual(`must be one of ${named.join(', ')}`, `须为 ${named.join('、')} 之一`);
}

function sizeWords(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): Bilingual {
  const small = issue.code === 'too_small';
  const limit = small ? issue.minimum : issue.maximum;
  if (small && limit === 1 && issue.origin in UNITS) return bilingual('must not be empty', '不能为空');
  const unit = UNITS[issue.origin] ?? bilingual('', '');
  const [en, zh] =
    issue.inclusive === false
      ? small
        ? ['more than', '须大于']
        : ['less than', '须小于']
      : small
        ? ['at least', '不得少于']
        : ['at most', '不得超过'];
  return bilingual(`must be ${en} ${limit} ${unit.en}`.trim(), `${zh} ${limit} ${unit.zh}`.trim());
}

function unionWords(issue: z.core.$ZodIssueInvalidUnion): Bilingual {
  const said = issue.errors.flatMap((branch) => (branch[0] ? [faultWords(branch[0])] : []));
  if (said.length === 0) return zodWords(issue);
  const either = (language: keyof Bilingual, or: string): string => [...new Set(said.map((words) => words[language]))].join(or);
  return bilingual(either('en', ', or '), either('zh', '，或'));
}

function must({ en, zh }: Bilingual): Bilingual {
  return bilingual(`must be ${en}`, `须为${/^[\x21-\x7e]/.test(zh) ? ' ' : ''}${zh}`);
}

function zodWords(issue: Issue): Bilingual {
  return bilingual(words(ENGLISH, issue), words(CHINESE, issue));
}

function words(locale: z.core.$ZodErrorMap, issue: Issue): string {
  const said = locale(issue as z.core.$ZodRawIssue);
  return (typeof said === 'string' ? said : said?.message) ?? issue.message;
}
