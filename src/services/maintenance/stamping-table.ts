/** All stampings of a register in little memory, 19 bytes each and room to grow: what is needed to find each one's line in a log. */

/** What is kept of a stamping; `key` is a number that stands for the key of its seal. */
export interface TableEntry {
  readonly key: number;
  /** It is done, and its line must be there. */
  readonly awaited: boolean;
}

/** What a line met. */
export type Meeting = 'met' | 'met-again' | 'other-key' | 'other-content' | 'unknown-stamping';

/** A table of stampings, by 48 bits of a digest of each id. */
export interface StampingTable {
  add(name: number, entry: TableEntry): void;
  /** Ticks a stamping off for a line; `content` is 48 bits of the digest of what was signed. */
  meet(name: number, key: number, content: number): Meeting;
  /** Whether a stamping's line is awaited and was not met. */
  isMissing(name: number): boolean;
  /** How many those are. */
  missing(): number;
}

const EMPTY = -1;
const AWAITED = 1;
const MET = 2;

interface Columns {
  readonly names: Float64Array;
  readonly contents: Float64Array;
  readonly keys: Uint16Array;
  readonly flags: Uint8Array;
}

/** The first 48 bits of a digest as a number. */
export function shortName(digest: Uint8Array): number {
  return digest.subarray(0, 6).reduce((sum, byte) => sum * 256 + byte, 0);
}

/** An empty table. */
export function createStampingTable(): StampingTable {
  let columns = newColumns(1024);
  let size = 0;

  function add(name: number, { key, awaited }: TableEntry): void {
    if (2 * (size + 1) > columns.names.length) grow();
    const slot = slotOf(columns, name);
    if (columns.names[slot] === EMPTY) size++;
    columns.names[slot] = name;
    columns.keys[slot] = key;
    columns.flags[slot] = awaited ? AWAITED : 0;
  }

  function grow(): void {
    const old = columns;
    columns = newColumns(2 * old.names.length);
    old.names.forEach((name, slot) => {
      if (name === EMPTY) return;
      const place = slotOf(columns, name);
      columns.names[place] = name;
      columns.keys[place] = old.keys[slot] ?? 0;
      columns.flags[place] = old.flags[slot] ?? 0;
    });
  }

  function flagsOf(name: number): number {
    const slot = slotOf(columns, name);
    return columns.names[slot] === EMPTY ? 0 : (columns.flags[slot] ?? 0);
  }

  return {
    add,
    meet(name, key, content) {
      const slot = slotOf(columns, name);
      if (columns.names[slot] === EMPTY) return 'unknown-stamping';
      if (columns.keys[slot] !== key) return 'other-key';
      const flags = columns.flags[slot] ?? 0;
      if ((flags & MET) !== 0) return columns.contents[slot] === content ? 'met-again' : 'other-content';
      columns.flags[slot] = flags | MET;
      columns.contents[slot] = content;
      return 'met';
    },
    isMissing: (name) => flagsOf(name) === AWAITED,
    missing: () => columns.flags.reduce((sum, flags) => sum + (flags === AWAITED ? 1 : 0), 0),
  };
}

function newColumns(length: number): Columns {
  const names = new Float64Array(length).fill(EMPTY);
  return { names, contents: new Float64Array(length), keys: new Uint16Array(length), flags: new Uint8Array(length) };
}

/** Where a name is, or would be put. Names are digests, so that they spread by themselves. */
function slotOf({ names }: Columns, name: number): number {
  let slot = name % names.length;
  while (names[slot] !== EMPTY && names[slot] !== name) slot = (slot + 1) % names.length;
  return slot;
}
