import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { ByteBuffer } from './buffer.ts';
import { hexString } from './notation.ts';
import type { ObjectSink } from './sink.ts';

/** The second line of a file, four bytes above 127, tells transfer programs that it is binary (ISO 32000-1 §7.5.2). */
const BINARY_MARK = Uint8Array.of(0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a);

/** A new PDF file being written, one revision with a cross-reference table. */
export interface NewFile extends ObjectSink {
  /**
   * Writes the cross-reference table and the trailer and returns the buffer with the whole file.
   * @throws {YinzhengError} INPUT_INVALID when a reserved object was never written
   */
  finish(trailer: { readonly root: number; readonly info?: number; readonly fileId: Uint8Array }): ByteBuffer;
}

/** Begins a PDF 1.7 file (ISO 32000-1 §7.5). */
export function newFile(): NewFile {
  const buffer = new ByteBuffer(131_072).ascii('%PDF-1.7\n').bytes(BINARY_MARK);
  const offsets: number[] = [0];
  return {
    reserve: () => offsets.push(0) - 1,
    object(number, body) {
      offsets[number] = buffer.length;
      const start = buffer.ascii(`${number} 0 obj\n`).length;
      buffer.ascii(body).ascii('\nendobj\n');
      return start;
    },
    stream(number, entries, data) {
      offsets[number] = buffer.length;
      buffer.ascii(`${number} 0 obj\n<<${entries} /Length ${data.length}>>\nstream\n`).bytes(data).ascii('\nendstream\nendobj\n');
    },
    finish({ root, info, fileId }) {
      const start = buffer.length;
      let table = `xref\n0 ${offsets.length}\n0000000000 65535 f \n`;
      for (let number = 1; number < offsets.length; number++) {
        const offset = offsets[number] ?? 0;
        if (offset === 0)
          throw new YinzhengError('INPUT_INVALID', {
            reason: bilingual(`object ${number} was reserved and never written`, `对象 ${number} 已预留但未写出`),
          });
        table += `${offset.toString().padStart(10, '0')} 00000 n \n`;
      }
      const id = hexString(fileId);
      const entries = `/Size ${offsets.length} /Root ${root} 0 R${info === undefined ? '' : ` /Info ${info} 0 R`} /ID [${id}${id}]`;
      return buffer.ascii(`${table}trailer\n<<${entries}>>\nstartxref\n${start}\n%%EOF\n`);
    },
  };
}
