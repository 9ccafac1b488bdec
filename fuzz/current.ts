/** The input that a process is at, in a file: whatever becomes of the process, its input is known. */
import { existsSync, openSync, readFileSync, writeSync } from 'node:fs';

const HEAD = 8;

/** Returns what writes the input that comes next. */
export function noteInputs(path: string): (run: number, input: Uint8Array) => void {
  const file = openSync(path, 'w');
  const head = new Uint8Array(HEAD);
  const view = new DataView(head.buffer);
  return (run, input) => {
    view.setUint32(0, run + 1);
    view.setUint32(4, input.length);
    writeSync(file, head, 0, HEAD, 0);
    writeSync(file, input, 0, input.length, HEAD);
  };
}

/** The input noted last, and how many had been begun by then; null when there was none. */
export function readNoted(path: string): { readonly begun: number; readonly input: Uint8Array } | null {
  if (!existsSync(path)) return null;
  const noted = readFileSync(path);
  if (noted.length < HEAD) return null;
  const length = noted.readUInt32BE(4);
  return { begun: noted.readUInt32BE(0), input: noted.subarray(HEAD, HEAD + length) };
}
