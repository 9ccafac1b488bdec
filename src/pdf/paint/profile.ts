/** The output intent's colour profile: sRGB (IEC 61966-2-1) as a minimal ICC version 4 display profile (ISO 15076-1), computed here. */

/** Matrix of sRGB adapted to D50, columns red, green, blue. */
const PRIMARIES: readonly (readonly [string, number, number, number])[] = [
  ['rXYZ', 0.436065674, 0.222488403, 0.013916016],
  ['gXYZ', 0.385147095, 0.716873169, 0.097076416],
  ['bXYZ', 0.143066406, 0.06060791, 0.714096069],
];
const D50 = [0.9642, 1, 0.8249] as const;
/** Bradford adaptation from D65 to D50, row by row. */
const ADAPTATION = [1.047882, 0.022919, -0.050201, 0.029587, 0.990479, -0.017059, -0.009232, 0.015076, 0.751678];
/** Parametric curve of type 3: Y = (aX + b)^g above d, else cX. */
const CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];
const HEADER_LENGTH = 128;

type Bytes = readonly number[];

function integer(value: number): Bytes {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
function fixed(value: number): Bytes {
  return integer(Math.round(value * 65_536));
}
function signature(text: string): Bytes {
  return Array.from(text, (character) => character.charCodeAt(0));
}
function unicode(text: string): Bytes {
  const characters = Array.from(text, (character) => [0, character.charCodeAt(0)]).flat();
  return [
    ...signature('mluc'),
    ...integer(0),
    ...integer(1),
    ...integer(12),
    ...signature('enUS'),
    ...integer(characters.length),
    ...integer(28),
    ...characters,
  ];
}
function xyz(values: readonly number[]): Bytes {
  return [...signature('XYZ '), ...integer(0), ...values.flatMap(fixed)];
}

function build(): Uint8Array {
  const curve: Bytes = [...signature('para'), ...integer(0), 0, 3, 0, 0, ...CURVE.flatMap(fixed)];
  const tags: readonly (readonly [string, Bytes])[] = [
    ['desc', unicode('sRGB')],
    ['cprt', unicode('No copyright')],
    ['wtpt', xyz(D50)],
    ['chad', [...signature('sf32'), ...integer(0), ...ADAPTATION.flatMap(fixed)]],
    ...PRIMARIES.map(([name, ...values]) => [name, xyz(values)] as const),
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  let offset = HEADER_LENGTH + 4 + tags.length * 12;
  const directory: number[] = [...integer(tags.length)];
  const body: number[] = [];
  const placed = new Map<Bytes, number>();
  for (const [name, data] of tags) {
    let at = placed.get(data);
    if (at === undefined) {
      at = offset;
      placed.set(data, at);
      const padded = [...data, ...Array<number>((4 - (data.length % 4)) % 4).fill(0)];
      body.push(...padded);
      offset += padded.length;
    }
    directory.push(...signature(name), ...integer(at), ...integer(data.length));
  }
  const header = [
    ...[...integer(offset), ...integer(0), ...integer(0x04200000), ...signature('mntrRGB XYZ ')],
    ...[0x07, 0xe8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, ...signature('acsp'), ...Array<number>(28).fill(0)],
    ...D50.flatMap(fixed),
  ];
  while (header.length < HEADER_LENGTH) header.push(0);
  return Uint8Array.from([...header, ...directory, ...body]);
}

/** The sRGB profile's bytes, for `DestOutputProfile` (ISO 32000-1 §14.11.5). */
export const SRGB_PROFILE: Uint8Array = build();
