/** A token of SoftHSM, as Debian has it. One for a test process: the library reads where tokens lie when it is first used. */
import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary.ts';

/** The library. */
export const SOFTHSM = '/usr/lib/softhsm/libsofthsm2.so';
/** The user's PIN. */
export const TOKEN_PIN = '246813';
/** The token's label. */
export const TOKEN = 'yinzheng';

const isInstalled = existsSync(SOFTHSM) && spawnSync('softhsm2-util', ['--version']).status === 0;

/** Skips a suite with a reason where SoftHSM is not installed; to be called in `before`. */
export function needToken(context: Mocha.Context): void {
  if (isInstalled) return;
  if (context.test) context.test.title += ' (skipped: no softhsm2)';
  context.skip();
}

const softhsm = (...args: readonly string[]) => execFileSync('softhsm2-util', args, { stdio: 'pipe' });
let made: string | null = null;

/** The folder of the token, with its PIN in the file `pin`. */
export function tokenFolder(): string {
  if (made !== null) return made;
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'tokens'));
  writeFileSync(join(folder, 'softhsm2.conf'), `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\n`);
  writeFileSync(join(folder, 'pin'), `${TOKEN_PIN}\n`);
  process.env['SOFTHSM2_CONF'] = join(folder, 'softhsm2.conf');
  softhsm('--init-token', '--free', '--label', TOKEN, '--so-pin', '13572468', '--pin', TOKEN_PIN);
  made = folder;
  return folder;
}

/** Puts a new key into the token; its public key (SubjectPublicKeyInfo). */
export function newTokenKey(algorithm: 'rsa' | 'ecdsa-p256', { label, id }: { label: string; id: string }): Buffer {
  const path = join(tokenFolder(), 'key.pem');
  const { privateKey, publicKey } =
    algorithm === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 3072 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  softhsm('--import', path, '--token', TOKEN, '--pin', TOKEN_PIN, '--label', label, '--id', id);
  return publicKey.export({ format: 'der', type: 'spki' });
}
