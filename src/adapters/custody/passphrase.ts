/** The passphrase of a keystore, kept in a file of its own. */
import { randomBytes } from 'node:crypto';
import { utf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { createFile, readFileIfPresent } from '../files/index.ts';

const SHORTEST = 12;
const LONGEST = 1024;
const GENERATED_BYTES = 24;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * The first line of a passphrase file, without its line end, as OpenSSL's `-passin file:` reads it.
 * Rejects with INPUT_UNREADABLE, KEYSTORE_PASSPHRASE_INVALID when it has fewer than 12 or more than 1,024 bytes.
 */
export async function readPassphrase(path: string): Promise<Uint8Array> {
  const bytes = await readFileIfPresent(path);
  if (bytes === null) throw new YinzhengError('INPUT_UNREADABLE', { path });
  return checkedPassphrase(firstLine(bytes));
}

/**
 * The passphrase in a file, which is made (mode 0600, 192 random bits) when absent: for development, where nobody is asked.
 * Rejects with KEYSTORE_PASSPHRASE_INVALID, FILE_UNWRITABLE.
 */
export async function readOrMakePassphrase(path: string): Promise<Uint8Array> {
  const bytes = await readFileIfPresent(path);
  if (bytes !== null) return checkedPassphrase(firstLine(bytes));
  const passphrase = utf8(randomBytes(GENERATED_BYTES).toString('base64url'));
  const isMade = await createFile(path, Uint8Array.from([...passphrase, LINE_FEED]));
  // another process was quicker: its passphrase counts
  return isMade ? passphrase : readPassphrase(path);
}

/**
 * The passphrase itself, checked.
 * @throws {YinzhengError} KEYSTORE_PASSPHRASE_INVALID
 */
export function checkedPassphrase(passphrase: Uint8Array): Uint8Array {
  if (passphrase.length < SHORTEST)
    throw new YinzhengError('KEYSTORE_PASSPHRASE_INVALID', {
      reason: bilingual(`shorter than ${SHORTEST} bytes`, `短于 ${SHORTEST} 字节`),
    });
  if (passphrase.length > LONGEST)
    throw new YinzhengError('KEYSTORE_PASSPHRASE_INVALID', {
      reason: bilingual(`longer than ${LONGEST} bytes`, `长于 ${LONGEST} 字节`),
    });
  return passphrase;
}

/** The bytes before the first line end. */
export function firstLine(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(LINE_FEED);
  const line = end === -1 ? bytes : bytes.subarray(0, end);
  return line[line.length - 1] === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}
