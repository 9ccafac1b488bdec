/** Unified social credit codes (统一社会信用代码) of organisations, GB 32100-2015: 17 characters and a check character, MOD 31. */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

/** The check character of the first 17 characters of a unified social credit code; null when one is not in its alphabet. */
export function creditCodeCheck(body: string): string | null {
  let sum = 0;
  for (const [index, weight] of WEIGHTS.entries()) {
    const value = ALPHABET.indexOf(body.charAt(index) || '?');
    if (value < 0) return null;
    sum += value * weight;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** True for 18 characters whose check character is right (GB 32100 §4.2.5). */
export function isCreditCode(code: string): boolean {
  return code.length === 18 && creditCodeCheck(code) === code.charAt(17);
}
