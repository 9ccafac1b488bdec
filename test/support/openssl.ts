/** OpenSSL's own tools as a second implementation. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const version = spawnSync('openssl', ['version'], { encoding: 'utf8' });
/** Whether `openssl` of version 3 is on PATH. */
export const hasOpenssl = version.status === 0 && version.stdout.startsWith('OpenSSL 3');

/** What a command said. */
export interface OpensslAnswer {
  readonly ok: boolean;
  readonly output: string;
}

/** A folder for what OpenSSL is to read, and the command. */
export interface OpensslBench {
  /** Where a file of this name lies or is to be written. */
  readonly at: (name: string) => string;
  /** Writes a file of this name and gives its path. */
  readonly file: (name: string, content: Uint8Array | string) => string;
  readonly openssl: (...args: readonly string[]) => OpensslAnswer;
}

/** Skips a test or suite with a reason where OpenSSL is not installed; to be called in `before`. */
export function needOpenssl(context: Mocha.Context): void {
  if (hasOpenssl) return;
  if (context.test) context.test.title += ' (skipped: no openssl 3 on PATH)';
  context.skip();
}

/** Gives the suite that calls it a bench of its own; the suite is skipped with a reason without OpenSSL. */
export function useOpenssl(): OpensslBench {
  let folder = '';
  before(function () {
    needOpenssl(this);
    folder = mkdtempSync(join(tmpdir(), 'yinzheng-openssl-'));
  });
  after(() => folder !== '' && rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  return {
    at,
    file(name, content) {
      writeFileSync(at(name), content);
      return at(name);
    },
    openssl(...args) {
      const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
      return { ok: status === 0, output: stdout + stderr };
    },
  };
}
