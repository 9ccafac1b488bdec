/** Functions of a C library, called in threads of their own, so that a slow device stops nothing here. */
import { bilingual, YinzhengError } from '../../../base/errors/index.ts';

/** A C function that returns a 32 or 64 bit code; resolves when it returned. Buffers among the arguments are written to. */
export type NativeCall = (...values: readonly unknown[]) => Promise<number>;

/** A library in this process, until the process ends. */
export interface NativeLibrary {
  /**
   * @param prototype in C, types as koffi names them
   * @throws {YinzhengError} KEY_DEVICE_UNUSABLE when the library has no such function
   */
  readonly bind: (prototype: string) => NativeCall;
  /** Address of bytes, valid while they are referred to; for structures that point to others. */
  readonly addressOf: (bytes: Uint8Array) => bigint;
}

/** Loads a C library. Rejects with KEY_DEVICE_UNUSABLE. */
export async function loadNative(path: string): Promise<NativeLibrary> {
  // It is code of the machine, and loaded only where there is a device.
  const { default: koffi } = await import('koffi');
  // Such libraries bring an OpenSSL of their own, of whatever age; `deep` keeps them from using the one in this program.
  const library = attempt(path, () => koffi.load(path, { deep: true }));
  return {
    addressOf: (bytes) => koffi.address(bytes),
    bind(prototype) {
      const native = attempt(path, () => library.func(prototype));
      return (...values) =>
        new Promise((resolve, reject) => {
          native.async(...values, (error: Error | null, code: number | bigint) =>
            error ? reject(error) : resolve(Number(code)),
          );
        });
    },
  };
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new YinzhengError(
      'KEY_DEVICE_UNUSABLE',
      {
        reason: bilingual(`the library ${path} does not load, or lacks a function`, `动态库 ${path} 无法加载，或缺少所需函数`),
      },
      { cause },
    );
  }
}
