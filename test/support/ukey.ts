/** A UKey as a process of its own: the key is never in the process of a server or of a test. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What a UKey does for who has it. */
export interface Ukey {
  readonly pid: number;
  /** Request for its certificate, PEM. */
  request(): Promise<string>;
  /** Signature over `tbs`, both Base64. */
  sign(tbs: string, form: 'der' | 'raw'): Promise<string>;
  remove(): void;
}

/** Starts one; needs OpenSSL. */
export function insertUkey(): Ukey {
  const program = fileURLToPath(new URL('ukey-program.mjs', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function ask<T>(question: object): Promise<T> {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const answer = await lines.next();
    if (answer.done) throw new Error('the UKey is gone');
    return JSON.parse(answer.value) as T;
  }
  return {
    pid: child.pid ?? 0,
    request: async () => (await ask<{ readonly csr: string }>({ csr: true })).csr,
    sign: async (tbs, form) => (await ask<{ readonly signature: string }>({ tbs, form })).signature,
    remove: () => void child.stdin.end(),
  };
}
