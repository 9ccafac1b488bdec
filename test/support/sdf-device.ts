/** Builds the device of `sdf-device.c`, and gives the functions that tell it what to do. */
import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import koffi from 'koffi';
import { temporaryFolder } from './temporary.ts';

const SOURCE = fileURLToPath(new URL('sdf-device.c', import.meta.url));

/** Password of the key at index 1. */
export const PIN = '87654321';
/** Passwords of the keys, by their index. */
export const SDF_PINS: Readonly<Record<number, string>> = { 1: PIN, 2: '12345678' };

/** The device, and what it saw. */
export interface SdfDouble {
  readonly library: string;
  /** The next `calls` signatures end with a code. */
  readonly fail: (calls: number, code: number) => void;
  /** ms that each signature takes */
  readonly delay: (ms: number) => void;
  readonly corrupt: (on: number) => void;
  readonly sessionLimit: (limit: number) => void;
  readonly password: (password: string) => void;
  readonly restart: () => void;
  readonly devices: () => number;
  readonly sessions: () => number;
  readonly mostAtOnce: () => number;
  /** Calls that shared a session with another. */
  readonly shared: () => number;
  readonly signatures: () => number;
  /** Wrong passwords so far. */
  readonly denials: () => number;
}

let built: string | null | undefined;

/** The library, compiled once; null where there is no C compiler or no headers of OpenSSL. */
function compiled(): string | null {
  if (built !== undefined) return built;
  const path = join(temporaryFolder(), 'libsdf.so');
  try {
    execFileSync('cc', ['-O1', '-shared', '-fPIC', '-o', path, SOURCE, '-lcrypto'], { stdio: 'ignore' });
    built = path;
  } catch {
    built = null;
  }
  return built;
}

/** Skips a suite with a reason where no device can be built; to be called in `before`. */
export function needSdfDevice(context: Mocha.Context): void {
  if (compiled() !== null) return;
  if (context.test) context.test.title += ' (skipped: no C compiler, or no headers of OpenSSL)';
  context.skip();
}

/** A device of its own, with keys of its own, in a folder of its own. */
export function makeSdfDevice(): SdfDouble {
  const library = join(temporaryFolder(), 'libsdf.so');
  // What is loaded from another file is another library, with another state.
  copyFileSync(compiled() ?? '', library);
  const loaded = koffi.load(library, { deep: true });
  const told = (name: string) => loaded.func(name, 'int', []) as () => number;
  const tell = (name: string, ...types: readonly string[]) =>
    loaded.func(name, 'void', [...types]) as (...values: unknown[]) => void;
  return {
    library,
    fail: tell('Double_Fail', 'int', 'int'),
    delay: tell('Double_Delay', 'int'),
    corrupt: tell('Double_Corrupt', 'int'),
    sessionLimit: tell('Double_SessionLimit', 'int'),
    password: tell('Double_Password', 'str'),
    restart: tell('Double_Restart'),
    devices: told('Double_Devices'),
    sessions: told('Double_Sessions'),
    mostAtOnce: told('Double_MostAtOnce'),
    shared: told('Double_Shared'),
    signatures: told('Double_Signatures'),
    denials: told('Double_Denials'),
  };
}
