/**
 * Text of a foreign file as it may be printed: escape sequences in a name must not reach the terminal, nor may direction marks turn
 * what stands around it.
 */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
