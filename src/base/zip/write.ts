/** ZIP files (APPNOTE 6.3), written piece by piece without compressing: what is packed is compressed already. */
import { concatBytes, utf8 } from '../bytes.ts';
import { crc32 } from '../crc32.ts';
import { YinzhengError } from '../errors/index.ts';
import type { Instant } from '../time.ts';

/** A ZIP file being written. */
export interface Zip {
  /** The pieces that a file adds. @throws {YinzhengError} INPUT_TOO_LARGE above 4 GiB in all, or 65,535 files */
  add(name: string, bytes: Uint8Array): readonly Uint8Array[];
  /** The last piece. */
  end(): Uint8Array;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8 (§4.4.4, bit 11). */
const UTF8_NAMES = 0x0800;
const MOST_FILES = 0xffff;
const MOST_BYTES = 0xffffffff;

/** Begins a file whose entries all have the same time, to the second, in the time zone of China. */
export function createZip(at: Instant): Zip {
  const [date, time] = dosTime(at);
  const entries: Uint8Array[] = [];
  let offset = 0;
  let listed = 0;
  return {
    add(name, bytes) {
      const encoded = utf8(name);
      const common = [
        ...[two(VERSION), two(UTF8_NAMES), two(0), two(time), two(date)],
        ...[four(crc32(bytes)), four(bytes.length), four(bytes.length), two(encoded.length), two(0)],
      ];
      const header = concatBytes(four(LOCAL_HEADER), ...common, encoded);
      const entry = concatBytes(
        ...[four(CENTRAL_HEADER), two(VERSION), ...common],
        ...[two(0), two(0), two(0), four(0), four(offset), encoded],
      );
      offset += header.length + bytes.length;
      entries.push(entry);
      listed += entry.length;
      if (offset + listed > MOST_BYTES || entries.length > MOST_FILES)
        throw new YinzhengError('INPUT_TOO_LARGE', { limit: MOST_BYTES });
      return [header, bytes];
    },
    end() {
      const directory = concatBytes(...entries);
      const count = two(entries.length);
      return concatBytes(
        ...[directory, four(END), two(0), two(0), count, count],
        ...[four(directory.length), four(offset), two(0)],
      );
    },
  };
}

/** Date and time as MS-DOS has them (§4.4.6), in steps of two seconds. */
function dosTime(at: Instant): readonly [date: number, time: number] {
  const there = new Date(at + 8 * 3_600_000);
  const year = Math.min(Math.max(there.getUTCFullYear() - 1980, 0), 127);
  return [
    (year << 9) | ((there.getUTCMonth() + 1) << 5) | there.getUTCDate(),
    (there.getUTCHours() << 11) | (there.getUTCMinutes() << 5) | (there.getUTCSeconds() >>> 1),
  ];
}

function two(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff);
}

function four(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff);
}
