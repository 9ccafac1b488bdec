import { addDays, LONG_TERM, localDateAt, type Instant } from '../../base/time.ts';
import { isCitizenNumber, isCreditCode, readIdentifier } from '../identifier/index.ts';
import { currentEdition, type Holder, type LicenceRecord } from '../licence/index.ts';
import type { QualityFinding, QualityRule, Severity } from './model.ts';

/** Most findings of one licence. */
export const MOST_FINDINGS = 50;

/** What no name or text has: control characters, replacement characters, private use, lone surrogates. */
const FOREIGN = /[\p{Cc}\p{Co}\p{Cs}\ufffd]/u;
/** The same in a text of several lines. */
const FOREIGN_IN_TEXT = /[\p{Co}\p{Cs}\ufffd]|[^\P{Cc}\n\r\t]/u;
const ERRORS: readonly QualityRule[] = [
  'identifier-check',
  'holder-missing',
  'holder-credit-code',
  'holder-citizen-number',
  'dates-order',
  'responsible-missing',
];

/**
 * What is wrong with a licence’s current edition, {@link MOST_FINDINGS} at most; nothing of one that was destroyed.
 * @param nameOf name of an organisation by its credit code, as the register here knows it; null where it does not
 */
export function findingsOf(
  licence: LicenceRecord,
  { now, nameOf }: { readonly now: Instant; readonly nameOf: (code: string) => string | null },
): readonly QualityFinding[] {
  if (licence.destroyed || licence.state !== 'published') return [];
  const edition = currentEdition(licence);
  const rules: QualityRule[] = [];
  if (edition.licenceNumber.trim() === '') rules.push('licence-number-missing');
  const { code, name } = licence.responsible;
  if (code.trim() === '' || name.trim() === '') rules.push('responsible-missing');
  else if (!isCreditCode(code)) rules.push('responsible-code');
  if (licence.holders.length === 0) rules.push('holder-missing');
  for (const holder of licence.holders) rules.push(...ofHolder(holder, nameOf));
  if (edition.validTo !== LONG_TERM && edition.validTo < edition.validFrom) rules.push('dates-order');
  if (edition.issueDate > addDays(localDateAt(now), 1)) rules.push('issue-date-future');
  const fields = Object.entries(edition.fields).filter(([, value]) => FOREIGN_IN_TEXT.test(value));
  return [
    ...[...ofIdentifier(edition.identifier), ...new Set(rules)].map((rule) => finding(rule, null)),
    ...fields.map(([field]) => finding('field-characters', field)),
  ].slice(0, MOST_FINDINGS);
}

function ofIdentifier(identifier: string): readonly QualityRule[] {
  try {
    const { checkRight, codesRight } = readIdentifier(identifier);
    return [...(checkRight ? [] : (['identifier-check'] as const)), ...(codesRight ? [] : (['identifier-codes'] as const))];
  } catch {
    return ['identifier-check'];
  }
}

function ofHolder({ name, codeType, code }: Holder, nameOf: (code: string) => string | null): readonly QualityRule[] {
  const rules: QualityRule[] = [];
  if (name.trim() === '' || FOREIGN.test(name)) rules.push('holder-name-characters');
  if (codeType === '111' && !isCitizenNumber(code.toUpperCase())) rules.push('holder-citizen-number');
  if (codeType !== '001') return rules;
  if (!isCreditCode(code.toUpperCase())) return [...rules, 'holder-credit-code'];
  const known = nameOf(code.toUpperCase());
  return known !== null && plain(known) !== plain(name) ? [...rules, 'holder-name-differs'] : rules;
}

/** Brackets of either width, and spaces, make no other name. */
function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, '');
}

function finding(rule: QualityRule, field: string | null): QualityFinding {
  const severity: Severity = ERRORS.includes(rule) ? 'error' : 'warning';
  return { rule, severity, field };
}

/** Whether two lists of findings are the same. */
export function sameFindings(some: readonly QualityFinding[], others: readonly QualityFinding[]): boolean {
  const text = (findings: readonly QualityFinding[]) => JSON.stringify(findings.map(({ rule, field }) => [rule, field]));
  return text(some) === text(others);
}
