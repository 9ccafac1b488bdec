/** Real files of other products, read where the folder beside the repository is present. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const FOLDER = new URL('../../../shared/samples/', import.meta.url);

/** True where the sample folder is present. */
export const samplesPresent = existsSync(FOLDER);

/** Skips a mocha test or suite with a reason where the sample folder is absent. */
export function needSamples(context: Mocha.Context): void {
  if (samplesPresent) return;
  if (context.test) context.test.title += ' (skipped: no ../shared/samples)';
  context.skip();
}

/** The bytes of a sample, such as `seal/UserV4.esl`. */
export function sample(path: string): Uint8Array {
  return new Uint8Array(readFileSync(fileURLToPath(new URL(path, FOLDER))));
}

/** Names of the samples below a folder such as `pdf/plain`, with it; none where the folder is absent. */
export function samplesIn(folder: string): readonly string[] {
  if (!samplesPresent) return [];
  return readdirSync(new URL(`${folder}/`, FOLDER), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? samplesIn(path) : [path];
  });
}

/** The files of a well-formed ZIP package by name, uncompressed. */
export function unzip(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files = new Map<string, Uint8Array>();
  const end = view.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let position = view.readUInt32LE(end + 16);
  for (let left = view.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.readUInt16LE(position + field));
    const local = view.readUInt32LE(position + 42);
    const name = view.toString('utf8', position + 46, position + 46 + (nameLength ?? 0));
    const start = local + 30 + view.readUInt16LE(local + 26) + view.readUInt16LE(local + 28);
    const data = view.subarray(start, start + view.readUInt32LE(position + 20));
    files.set(name, new Uint8Array(view.readUInt16LE(position + 10) === 8 ? inflateRawSync(data) : data));
    position += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return files;
}
