/** Where findings go: the input, so that it can be tried again, and beside it what was wrong with it. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a finding into a folder; the same input goes to the same name. Returns the path of the input. */
export function writeFinding(folder: string, target: string, input: Uint8Array, words: string): string {
  mkdirSync(folder, { recursive: true });
  const digest = createHash('sha256').update(input).digest('hex').slice(0, 12);
  const path = join(folder, `${target}-${digest}`);
  writeFileSync(path, input);
  writeFileSync(`${path}.txt`, `${words}\n`);
  return path;
}
