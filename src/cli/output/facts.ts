import type { Bilingual } from '../../base/errors/index.ts';
import { DEVIATION_WORDS } from '../../report/words/index.ts';
import type { Reader } from '../context.ts';
import { FACT_WORDS, TIME_FACTS, type Fact, type FactName, type Facts } from '../inspection/facts.ts';
import { timeText } from './time.ts';
import { visible } from './visible.ts';

const VALUES = {
  zh: { true: '是', false: '否', none: '无', more: (count: number) => `……另有 ${count} 项` },
  en: { true: 'yes', false: 'no', none: 'none', more: (count: number) => `… and ${count} more` },
} as const;

/** Members of a list within something else that are printed; JSON has them all. */
const MOST_PRINTED = 20;
/** Members of what was asked for, such as all keys. */
const MOST_LISTED = 10_000;

/** Facts as lines for people, what is inside indented. Control characters of foreign texts are shown, never sent to the terminal. */
export function printFacts(facts: Facts, reader: Reader): string {
  return factLines(facts, reader, '').join('\n');
}

function factLines(facts: Facts, reader: Reader, indent: string): readonly string[] {
  return Object.entries(facts).flatMap(([name, fact]) => {
    const label = `${indent}${FACT_WORDS[name as FactName][reader.language]}`;
    if (isText(fact)) return [`${label}: ${visible(fact[reader.language])}`];
    if (isFactsList(fact)) return listLines(fact, { reader, indent, label });
    if (isFacts(fact)) return [`${label}:`, ...factLines(fact, reader, `${indent}  `)];
    if (typeof fact === 'string' && TIME_FACTS.has(name)) return [`${label}: ${visible(timeText(fact, reader.timeZone))}`];
    if (name === 'deviations' && Array.isArray(fact)) return [`${label}: ${deviationText(fact.map(String), reader.language)}`];
    return [`${label}: ${valueText(fact, reader.language)}`];
  });
}

function listLines(
  list: readonly Facts[],
  { reader, indent, label }: { readonly reader: Reader; readonly indent: string; readonly label: string },
): readonly string[] {
  if (list.length === 0) return [`${label}: ${VALUES[reader.language].none}`];
  const most = indent === '' ? MOST_LISTED : MOST_PRINTED;
  const lines = list
    .slice(0, most)
    .flatMap((facts, index) => [`${label} [${index + 1}]:`, ...factLines(facts, reader, `${indent}  `)]);
  return list.length > most ? [...lines, `${indent}${VALUES[reader.language].more(list.length - most)}`] : lines;
}

function valueText(fact: Exclude<Fact, Bilingual | Facts | readonly Facts[]>, language: Reader['language']): string {
  const words = VALUES[language];
  if (fact === null) return words.none;
  if (typeof fact === 'boolean') return words[fact ? 'true' : 'false'];
  if (typeof fact === 'object') return fact.length === 0 ? words.none : visible(fact.join(', '));
  return visible(String(fact));
}

function deviationText(codes: readonly string[], language: Reader['language']): string {
  const told = codes.map((code) => (isDeviationCode(code) ? `${code} (${DEVIATION_WORDS[code][language]})` : code));
  return told.length === 0 ? VALUES[language].none : visible(told.join('; '));
}

function isDeviationCode(code: string): code is keyof typeof DEVIATION_WORDS {
  return Object.hasOwn(DEVIATION_WORDS, code);
}

function isText(fact: Fact): fact is Bilingual {
  return typeof fact === 'object' && fact !== null && 'en' in fact && 'zh' in fact;
}

function isFactsList(fact: Fact): fact is readonly Facts[] {
  return Array.isArray(fact) && typeof fact[0] === 'object';
}

function isFacts(fact: Fact): fact is Facts {
  return typeof fact === 'object' && fact !== null && !Array.isArray(fact);
}
