/** ISO/IEC 7064 MOD 37,36 (GB/T 17710), the hybrid system of licence identifiers and printed codes. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The check character of a body of digits and capital letters; null when it has another character. */
export function mod3736(body: string): string | null {
  let product = 36;
  for (const character of body) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    const sum = (product + value) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return ALPHABET.charAt((37 - product) % 36);
}
