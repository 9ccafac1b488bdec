/** Looks for words in octets in every spelling in which they could lie there in clear. */

/** A word as octets: UTF-8 and UTF-16, each also as Base64 at every offset and as hexadecimal, and as JSON escapes. */
function spellings(word: string): readonly { readonly how: string; readonly bytes: Buffer }[] {
  const utf8 = Buffer.from(word);
  const utf16 = Buffer.from(word, 'utf16le');
  const plain = { 'UTF-8': utf8, 'UTF-16LE': utf16, 'UTF-16BE': Buffer.from(utf16).swap16() };
  const escapes = [...utf16.keys()]
    .filter((at) => at % 2 === 0)
    .map((at) => `\\u${utf16.readUInt16LE(at).toString(16).padStart(4, '0')}`)
    .join('');
  return [
    { how: 'JSON escapes', bytes: Buffer.from(escapes) },
    ...Object.entries(plain).flatMap(([how, bytes]) => [
      { how, bytes },
      { how: `${how} hexadecimal`, bytes: Buffer.from(bytes.toString('hex')) },
      { how: `${how} HEXADECIMAL`, bytes: Buffer.from(bytes.toString('hex').toUpperCase()) },
      ...[0, 1, 2].flatMap((offset) =>
        base64At(bytes, offset).map((text) => ({ how: `${how} Base64`, bytes: Buffer.from(text) })),
      ),
    ]),
  ];
}

/** The characters of Base64 that depend on these octets alone when so many stand before them. */
function base64At(bytes: Buffer, offset: number): readonly string[] {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor((whole.length * 8) / 6);
  const text = whole.toString('base64').slice(first, last);
  const url = whole.toString('base64url').slice(first, last);
  return text === url ? [text] : [text, url];
}

/** Where words are found in octets; each is named with its spelling. */
export function tracesOf(bytes: Uint8Array, words: readonly string[]): readonly string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return words.flatMap((word) =>
    spellings(word)
      .filter(({ bytes: spelling }) => buffer.includes(spelling))
      .map(({ how }) => `${word} in ${how}`),
  );
}
