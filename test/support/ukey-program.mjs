/**
 * A UKey: makes an SM2 key that stays in its memory, and signs what comes over standard input, a JSON line each, with OpenSSL. It shares
 * no code with the product. `{"csr":true}` is answered with a request (PEM), `{"tbs":"…","form":"der"|"raw"}` with a signature (Base64).
 */
import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ID = ['-sigopt', 'distid:1234567812345678'];

/** The key goes to OpenSSL through a pipe, one that can be opened by name; only messages, which are no secrets, through files. */
function openssl(args, input = '') {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', 'cat | openssl "$@"', 'sh', ...args], { input });
  if (status !== 0) throw new Error(`${args[0]}: ${stderr}`);
  return stdout;
}

const key = openssl(['genpkey', '-algorithm', 'SM2']);
const folder = mkdtempSync(join(tmpdir(), 'yinzheng-ukey-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function sign(tbs) {
  const path = join(folder, 'tbs');
  writeFileSync(path, tbs);
  return openssl(['dgst', '-sm3', ...ID, '-sign', '/dev/stdin', path], key);
}

/** `r‖s` as devices give it (GM/T 0016, ECCSIGNATUREBLOB without its padding). */
function rawOf(der) {
  const lengthOfR = der[3];
  const numbers = [der.subarray(4, 4 + lengthOfR), der.subarray(6 + lengthOfR)];
  return Buffer.concat(numbers.map((number) => Buffer.concat([Buffer.alloc(32), number]).subarray(-32)));
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.csr) {
    const csr = openssl(['req', '-new', '-key', '/dev/stdin', '-sm3', ...ID, '-subj', '/CN=UKey'], key);
    process.stdout.write(`${JSON.stringify({ csr: csr.toString() })}\n`);
  } else {
    const der = sign(Buffer.from(asked.tbs, 'base64'));
    const signature = (asked.form === 'raw' ? rawOf(der) : der).toString('base64');
    process.stdout.write(`${JSON.stringify({ signature })}\n`);
  }
}
