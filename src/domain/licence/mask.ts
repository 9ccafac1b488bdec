/** Masked names and numbers for answers that must not reveal the holder. */

/** A name with all but its first character hidden; organisations keep more, since their names are public. */
export function maskName(name: string): string {
  const characters = [...name];
  if (characters.length <= 1) return '*';
  if (characters.length > 6) return `${characters.slice(0, 3).join('')}****${characters.slice(-3).join('')}`;
  return `${characters[0] ?? ''}${'*'.repeat(characters.length - 1)}`;
}

/** A code with its middle hidden: three characters and the last two or four remain. */
export function maskCode(code: string): string {
  const characters = [...code];
  if (characters.length < 8) return '*'.repeat(characters.length);
  const tail = characters.length >= 15 ? 4 : 2;
  return `${characters.slice(0, 3).join('')}${'*'.repeat(characters.length - 3 - tail)}${characters.slice(-tail).join('')}`;
}
