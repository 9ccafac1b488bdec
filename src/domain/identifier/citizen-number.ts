/** Citizen identity numbers (公民身份号码), GB 11643-1999: 17 digits and a check character, ISO 7064 MOD 11-2. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;

/** True for 18 characters with a day of birth that exists and a right check character. */
export function isCitizenNumber(code: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(code)) return false;
  const birth = `${code.slice(6, 10)}-${code.slice(10, 12)}-${code.slice(12, 14)}`;
  const instant = Date.parse(`${birth}T00:00:00Z`);
  if (!Number.isFinite(instant) || new Date(instant).toISOString().slice(0, 10) !== birth) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(code.charAt(index)), 0);
  return '10X98765432'.charAt(sum % 11) === code.charAt(17);
}

/**
 * The number of 15 digits that a citizen had before GB 11643-1999 (15 位身份证号码): without the century and the check character. Null for those born
 * in 2000 or later, who never had one.
 */
export function earlierCitizenNumber(code: string): string | null {
  return isCitizenNumber(code) && code.startsWith('19', 6) ? `${code.slice(0, 6)}${code.slice(8, 17)}` : null;
}

/** The day of birth that a citizen's number has, `YYYY-MM-DD`; null for what is no such number. */
export function birthdayOf(code: string): string | null {
  return isCitizenNumber(code) ? `${code.slice(6, 10)}-${code.slice(10, 12)}-${code.slice(12, 14)}` : null;
}
