/** Writes small PDF files by hand for tests of reading and verifying: classic and stream cross-references, any number of revisions. */
import { makeCms } from './cms.ts';
import type { TestIdentity } from './pki.ts';

/** An object's text between `obj` and `endobj`, or a stream with its dictionary's entries. `null` frees the number. */
export type FixtureObject = string | { readonly entries: string; readonly data: Uint8Array | string } | null;

export interface FixtureRevision {
  readonly objects: Readonly<Record<number, FixtureObject>>;
  /** Further trailer entries; `/Root 1 0 R` when absent. */
  readonly trailer?: string;
  readonly form?: 'table' | 'stream';
  /** Numbers of objects that go into an object stream (form `stream` only). */
  readonly compressed?: readonly number[];
  /** Bytes put before the objects, which no object declares. */
  readonly stray?: string;
  /** Offsets stated instead of the right ones. */
  readonly offsets?: Readonly<Record<number, number>>;
}

/** A page with a text, its resources empty. */
export const PLAIN: FixtureRevision = {
  objects: {
    1: '<</Type /Catalog /Pages 2 0 R>>',
    2: '<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 300 200]>>',
    3: '<</Type /Page /Parent 2 0 R /Resources <</Font <</F1 5 0 R>>>> /Contents 4 0 R>>',
    4: { entries: '', data: 'BT /F1 12 Tf 20 100 Td (100 yuan) Tj ET' },
    5: '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>',
  },
};

/** The file with a revision appended; a new file when `before` is null. */
export function writeRevision(before: Uint8Array | null, revision: FixtureRevision): Uint8Array {
  const { objects, form = 'table', compressed = [], stray = '', offsets: stated = {} } = revision;
  let text = before === null ? '%PDF-1.7\n%\xE2\xE3\xCF\xD3\n' : Buffer.from(before).toString('latin1');
  const previous = before === null ? '' : ` /Prev ${startOf(text)}`;
  text += stray;
  const entries = new Map<number, string>();
  const offset = (number: number, at: number): void => {
    entries.set(number, form === 'table' ? `${pad(stated[number] ?? at, 10)} 00000 n \n` : field(1, stated[number] ?? at, 0));
  };
  if (before === null) entries.set(0, form === 'table' ? '0000000000 65535 f \n' : field(0, 0, 65_535));
  const packed: { readonly number: number; readonly body: string }[] = [];
  for (const [key, object] of Object.entries(objects)) {
    const number = Number(key);
    if (object === null) entries.set(number, form === 'table' ? '0000000000 00001 f \n' : field(0, 0, 1));
    else if (typeof object === 'string' && compressed.includes(number)) packed.push({ number, body: object });
    else {
      offset(number, text.length);
      text += `${number} 0 obj\n${bodyOf(object)}\nendobj\n`;
    }
  }
  let next = Math.max(...Object.keys(objects).map(Number), sizeOf(text) - 1) + 1;
  if (packed.length > 0) {
    const head = packed.map(
      ({ number }, index) => `${number} ${packed.slice(0, index).reduce((sum, { body }) => sum + body.length + 1, 0)}`,
    );
    const first = head.join(' ').length + 1;
    packed.forEach(({ number }, index) => entries.set(number, field(2, next, index)));
    offset(next, text.length);
    const data = `${head.join(' ')} ${packed.map(({ body }) => body).join(' ')} `;
    text += `${next} 0 obj\n${bodyOf({ entries: `/Type /ObjStm /N ${packed.length} /First ${first}`, data })}\nendobj\n`;
    next++;
  }
  const start = text.length;
  const trailer = `${revision.trailer ?? '/Root 1 0 R'}${previous}`;
  if (form === 'table') text += `xref\n${sections(entries)}trailer\n<</Size ${next} ${trailer}>>\n`;
  else {
    offset(next, start);
    const numbers = [...entries.keys()].sort((left, right) => left - right);
    const data = numbers.map((number) => entries.get(number) ?? '').join('');
    const index = numbers.map((number) => `${number} 1`).join(' ');
    const dictionary = `/Type /XRef /W [1 4 2] /Index [${index}] /Size ${next + 1} ${trailer}`;
    text += `${next} 0 obj\n${bodyOf({ entries: dictionary, data })}\nendobj\n`;
  }
  text += `startxref\n${start}\n%%EOF\n`;
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

function bodyOf(object: Exclude<FixtureObject, null>): string {
  if (typeof object === 'string') return object;
  const data = typeof object.data === 'string' ? object.data : Buffer.from(object.data).toString('latin1');
  return `<<${object.entries} /Length ${data.length}>>\nstream\n${data}\nendstream`;
}

function sections(entries: ReadonlyMap<number, string>): string {
  return [...entries]
    .sort(([left], [right]) => left - right)
    .map(([number, entry]) => `${number} 1\n${entry}`)
    .join('');
}

function field(type: number, second: number, third: number): string {
  const bytes = Buffer.alloc(7);
  bytes.writeUInt8(type, 0);
  bytes.writeUInt32BE(second, 1);
  bytes.writeUInt16BE(third, 5);
  return bytes.toString('latin1');
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function startOf(text: string): string {
  return /startxref\n(\d+)\n%%EOF\n?$/.exec(text)?.[1] ?? '0';
}

function sizeOf(text: string): number {
  return Math.max(0, ...[...text.matchAll(/\/Size (\d+)/g)].map(([, size]) => Number(size)));
}

const CAPACITY = 3000;
const RANGE = '/ByteRange [0 0000000000 0000000000 0000000000]';

/** A signature dictionary waiting for {@link sign}. */
export function signatureObject(more = '/Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached'): string {
  return `<<${more} ${RANGE} /Contents <${'0'.repeat(CAPACITY * 2)}>>>`;
}

/** What {@link sign} may do wrong. */
export interface SignOptions {
  /** Makes the four numbers from the right ones. */
  readonly range?: (right: readonly [number, number, number, number]) => readonly number[];
  /** Makes the digits of /Contents from the right ones. */
  readonly digits?: (right: string) => string;
}

/** Fills in the only signature that still waits, with a CMS by the signer over all bytes but /Contents. */
export function sign(file: Uint8Array, signer: TestIdentity, { range, digits }: SignOptions = {}): Uint8Array {
  const text = Buffer.from(file).toString('latin1');
  const rangeAt = text.lastIndexOf(RANGE);
  const open = text.indexOf('<0000', rangeAt);
  const close = open + CAPACITY * 2 + 2;
  const right = [0, open, close, text.length - close] as const;
  const numbers = range?.(right) ?? right;
  const filled = `/ByteRange [${numbers.join(' ')}]`.padEnd(RANGE.length);
  const bytes = Buffer.from(text.slice(0, rangeAt) + filled + text.slice(rangeAt + RANGE.length), 'latin1');
  const [, first = 0, second = 0, length = 0] = numbers;
  const content = Buffer.concat([bytes.subarray(0, first), bytes.subarray(second, second + length)]);
  const cms = Buffer.from(makeCms({ signer, content }))
    .toString('hex')
    .padEnd(CAPACITY * 2, '0');
  bytes.write(`<${digits?.(cms) ?? cms}>`, open, 'latin1');
  return Uint8Array.from(bytes);
}

/** Objects of a revision that adds a signature field with a widget on page 3, from `first` on: field, signature, appearance. */
export function signatureField(
  first: number,
  { name = 'Sig1', rectangle = '10 10 60 60', more = '' }: { name?: string; rectangle?: string; more?: string } = {},
): Record<number, FixtureObject> {
  return {
    [first]: `<</Type /Annot /Subtype /Widget /FT /Sig /T (${name}) /F 132 /P 3 0 R /Rect [${rectangle}] /V ${first + 1} 0 R /AP <</N ${first + 2} 0 R>> ${more}>>`,
    [first + 1]: signatureObject(),
    [first + 2]: { entries: '/Type /XObject /Subtype /Form /BBox [0 0 50 50]', data: '0 0 50 50 re f' },
  };
}

const PAGE = '/Type /Page /Parent 2 0 R /Resources <</Font <</F1 5 0 R>>>> /Contents 4 0 R';

/** The catalog and page of {@link PLAIN} with signature fields. */
export function withFields(fields: readonly number[], { catalog = '', page = '' } = {}): Record<number, FixtureObject> {
  const list = fields.map((number) => `${number} 0 R`).join(' ');
  return {
    1: `<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [${list}] /SigFlags 3>> ${catalog}>>`,
    3: `<<${PAGE} /Annots [${list}] ${page}>>`,
  };
}

/** {@link PLAIN} with a signature added in a second revision. */
export function signedOnce(signer: TestIdentity, form: 'table' | 'stream' = 'table', options: SignOptions = {}): Uint8Array {
  const plain = writeRevision(null, { ...PLAIN, form });
  return sign(writeRevision(plain, { form, objects: { ...withFields([10]), ...signatureField(10) } }), signer, options);
}
