/** Tar archives (POSIX.1-1988 ustar) of plain files, with one spelling for one content: what is read was written exactly so. */
import { concatBytes, equalBytes, fromUtf8, latin1 } from '../bytes.ts';
import { YinzhengError } from '../errors/index.ts';
import type { Instant } from '../time.ts';

/** A file in an archive. */
export interface TarMember {
  /** Path with `/`, 1 to 100 characters of `A-Z a-z 0-9 . _ - /`; no part is empty, `.` or `..`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Most files of an archive. */
export const MOST_MEMBERS = 2_000;
/** Largest archive, bytes. */
export const LARGEST_TAR = 1024 * 1024 * 1024;
const BLOCK = 512;
const PATH = /^(?!\.{1,2}(?:\/|$))[\w.-]+(?:\/(?!\.{1,2}(?:\/|$))[\w.-]+)*$/;

/** Whether a text can be the path of a member. */
export function isTarPath(path: string): boolean {
  return path.length <= 100 && PATH.test(path);
}

/**
 * An archive of files in this order, all of one time.
 * @param time of all files, cut to the second
 * @throws {TypeError} for a path that is none, or is there twice
 */
export function writeTar(members: readonly TarMember[], time: Instant): Uint8Array {
  const paths = new Set(members.map(({ path }) => path));
  if (paths.size < members.length || ![...paths].every(isTarPath)) throw new TypeError('paths of a tar archive');
  const blocks = members.flatMap(({ path, bytes }) => [
    header(path, bytes.length, Math.floor(time / 1000)),
    bytes,
    new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK),
  ]);
  return concatBytes(...blocks, new Uint8Array(2 * BLOCK));
}

/**
 * The files of an archive and its time. Every octet must be as {@link writeTar} writes it, so that none can be changed unseen besides those of
 * the files.
 * @throws {YinzhengError} TAR_MALFORMED, INPUT_TOO_LARGE
 */
export function readTar(archive: Uint8Array): { readonly members: readonly TarMember[]; readonly time: Instant } {
  if (archive.length > LARGEST_TAR) throw new YinzhengError('INPUT_TOO_LARGE', { limit: LARGEST_TAR });
  const members: TarMember[] = [];
  const paths = new Set<string>();
  let at = 0;
  let seconds: number | null = null;
  while (at + BLOCK <= archive.length && archive[at] !== 0) {
    const head = archive.subarray(at, at + BLOCK);
    const path = textOf(head.subarray(0, 100));
    const size = octal(head.subarray(124, 136));
    const written = octal(head.subarray(136, 148));
    seconds ??= written;
    if (!isTarPath(path) || paths.has(path) || written !== seconds || members.length === MOST_MEMBERS) throw malformed();
    if (!equalBytes(head, header(path, size, seconds))) throw malformed();
    const end = at + BLOCK + size;
    const next = end + ((BLOCK - (size % BLOCK)) % BLOCK);
    if (next > archive.length || !isZero(archive.subarray(end, next))) throw malformed();
    members.push({ path, bytes: archive.subarray(at + BLOCK, end) });
    paths.add(path);
    at = next;
  }
  if (seconds === null || archive.length !== at + 2 * BLOCK || !isZero(archive.subarray(at))) throw malformed();
  return { members, time: seconds * 1000 };
}

function header(path: string, size: number, seconds: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, offset: number): void => block.set(latin1(text), offset);
  const number = (value: number): string => `${value.toString(8).padStart(11, '0')}\0`;
  put(path, 0);
  put('0000644\0' + '0000000\0' + '0000000\0' + number(size) + number(seconds), 100);
  put('        0', 148);
  put('ustar\0' + '00', 257);
  const sum = block.reduce((total, octet) => total + octet, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function octal(bytes: Uint8Array): number {
  const text = textOf(bytes);
  if (!/^[0-7]{11}$/.test(text)) throw malformed();
  return Number.parseInt(text, 8);
}

/** The text before the first zero. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  try {
    return fromUtf8(end < 0 ? bytes : bytes.subarray(0, end));
  } catch {
    throw malformed();
  }
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((octet) => octet === 0);
}

function malformed(): YinzhengError {
  return new YinzhengError('TAR_MALFORMED');
}
