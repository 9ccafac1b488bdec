import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { PdfObject, PdfReference } from '../objects/index.ts';
import type { PdfDocument } from '../reader/index.ts';
import { ByteBuffer } from './buffer.ts';
import { hexString } from './notation.ts';
import { objectText } from './object.ts';
import type { ObjectSink } from './sink.ts';

/** An incremental update being written (ISO 32000-1 §7.5.6): the original bytes are a prefix of the result. */
export interface IncrementalUpdate extends ObjectSink {
  /** Writes a new value of an object of the original, keeping its number and generation. */
  override(reference: PdfReference, value: Exclude<PdfObject, { readonly kind: 'stream' }>): void;
  /**
   * Writes the cross-reference section, of the kind the newest revision has, and returns the buffer with the whole file.
   * @throws {YinzhengError} INPUT_INVALID when a reserved object was never written
   */
  finish(): ByteBuffer;
}

interface Entry {
  readonly number: number;
  readonly generation: number;
  readonly offset: number;
}

/** Room made beforehand for what an update adds, in bytes. */
const ROOM = 131_072;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Bytes of the fields of a cross-reference stream's entries: type, offset, generation. */
const WIDTHS = [1, 5, 2] as const;

/** Begins an incremental update; `revisionId` becomes the second element of the file identifier (§14.4), 16 bytes not used before. */
export function beginUpdate(document: PdfDocument, revisionId: Uint8Array): IncrementalUpdate {
  const buffer = new ByteBuffer(document.bytes.length + ROOM).bytes(document.bytes);
  const lastByte = document.bytes.at(-1);
  if (lastByte !== LINE_FEED && lastByte !== CARRIAGE_RETURN) buffer.ascii('\n');
  const first = Math.max(1, document.size);
  let next = first;
  const entries = new Map<number, Entry>();

  const begin = (number: number, generation: number): void => {
    entries.set(number, { number, generation, offset: buffer.length });
    buffer.ascii(`${number} ${generation} obj\n`);
  };
  const update: IncrementalUpdate = {
    reserve: () => next++,
    object(number, body) {
      begin(number, 0);
      const start = buffer.length;
      buffer.ascii(body).ascii('\nendobj\n');
      return start;
    },
    stream(number, text, data) {
      begin(number, 0);
      buffer.ascii(`<<${text} /Length ${data.length}>>\nstream\n`).bytes(data).ascii('\nendstream\nendobj\n');
    },
    override({ number, generation }, value) {
      begin(number, generation);
      buffer.ascii(objectText(value)).ascii('\nendobj\n');
    },
    finish() {
      for (let number = first; number < next; number++) {
        if (!entries.has(number))
          throw new YinzhengError('INPUT_INVALID', {
            reason: bilingual(`object ${number} was reserved and never written`, `对象 ${number} 已预留但未写出`),
          });
      }
      const newest = document.revisions.at(-1);
      const trailer = `${carriedEntries(document)} /ID [${fileIdentifier(document, revisionId)}] /Prev ${newest?.xrefOffset ?? 0}`;
      const start = buffer.length;
      if (newest?.form === 'stream') writeStreamSection(buffer, { entries, number: next, trailer });
      else writeTableSection(buffer, { entries, size: next, trailer });
      return buffer.ascii(`startxref\n${start}\n%%EOF\n`);
    },
  };
  return update;
}

/** The trailer entries that stay as they are (§7.5.5). */
function carriedEntries(document: PdfDocument): string {
  return ['Root', 'Info']
    .map((key) => {
      const value = document.trailer.entries.get(key);
      return value?.kind === 'reference' ? `/${key} ${objectText(value)}` : '';
    })
    .join(' ');
}

/** Both file identifiers: the first as it was (the new one where the file has none), the second new. */
function fileIdentifier(document: PdfDocument, revisionId: Uint8Array): string {
  const id = document.get(document.trailer, 'ID');
  const permanent = id.kind === 'array' ? document.resolve(id.items[0]) : id;
  return hexString(permanent.kind === 'string' ? permanent.bytes : revisionId) + hexString(revisionId);
}

/** Entries in ascending order, cut into runs of consecutive object numbers. */
function subsections(entries: ReadonlyMap<number, Entry>): readonly (readonly Entry[])[] {
  const runs: Entry[][] = [];
  for (const entry of [...entries.values()].sort((left, right) => left.number - right.number)) {
    const run = runs.at(-1);
    if (run?.at(-1)?.number === entry.number - 1) run.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

function writeTableSection(
  buffer: ByteBuffer,
  { entries, size, trailer }: { readonly entries: ReadonlyMap<number, Entry>; readonly size: number; readonly trailer: string },
): void {
  let text = 'xref\n';
  for (const run of subsections(entries)) {
    text += `${run[0]?.number ?? 0} ${run.length}\n`;
    for (const { offset, generation } of run) {
      text += `${offset.toString().padStart(10, '0')} ${generation.toString().padStart(5, '0')} n \n`;
    }
  }
  buffer.ascii(`${text}trailer\n<</Size ${size} ${trailer}>>\n`);
}

/** The section as an uncompressed stream; `number` is its own object number, and it has an entry for itself (§7.5.8). */
function writeStreamSection(
  buffer: ByteBuffer,
  {
    entries,
    number,
    trailer,
  }: { readonly entries: ReadonlyMap<number, Entry>; readonly number: number; readonly trailer: string },
): void {
  const runs = subsections(new Map(entries).set(number, { number, generation: 0, offset: buffer.length }));
  const rows = runs
    .flat()
    .flatMap(({ offset, generation }) => [...field(1, WIDTHS[0]), ...field(offset, WIDTHS[1]), ...field(generation, WIDTHS[2])]);
  const index = runs.map((run) => `${run[0]?.number ?? 0} ${run.length}`).join(' ');
  const head = `/Type /XRef /Size ${number + 1} /Index [${index}] /W [${WIDTHS.join(' ')}] ${trailer}`;
  buffer
    .ascii(`${number} 0 obj\n<<${head} /Length ${rows.length}>>\nstream\n`)
    .bytes(Uint8Array.from(rows))
    .ascii('\nendstream\nendobj\n');
}

function field(value: number, width: number): readonly number[] {
  return Array.from({ length: width }, (_, index) => Math.floor(value / 256 ** (width - 1 - index)) % 256);
}
