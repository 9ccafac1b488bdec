/** Password hashes by scrypt (RFC 7914) in PHC string format: `$scrypt$ln=15,r=8,p=3$salt$hash`. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { YinzhengError } from '../../base/errors/index.ts';
import type { PasswordHasher } from '../../services/access/index.ts';
import { createQueue } from './queue.ts';

interface Parameters {
  /** Logarithm of the cost; memory is 128 · r · 2^ln bytes. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MB and about 0.2 s on one core, as OWASP's table of equal strength names it. */
const STANDARD: Parameters = { ln: 15, r: 8, p: 3 };
const MOST: Parameters = { ln: 18, r: 16, p: 8 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashing at the same time, so that sign-ins cannot take all threads that the store needs too. */
const AT_ONCE = 2;
const MOST_WAITING = 64;

/** Hashes passwords with scrypt, two at a time. */
export function createPasswordHasher(parameters: Parameters = STANDARD): PasswordHasher {
  const run = createQueue({
    atOnce: AT_ONCE,
    mostWaiting: MOST_WAITING,
    full: () => new YinzhengError('RATE_LIMITED', { seconds: 5 }),
  });
  const derived = async (password: string, salt: Uint8Array, used: Parameters): Promise<Buffer> =>
    run(() => derive(password.normalize('NFC'), salt, used));
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      const { ln, r, p } = parameters;
      return `$scrypt$ln=${ln},r=${r},p=${p}$${unpadded(salt)}$${unpadded(await derived(password, salt, parameters))}`;
    },
    async verify(hash, password) {
      const known = hash === null ? null : readHash(hash);
      const { salt, used, expected } = known ?? { salt: new Uint8Array(SALT_BYTES), used: parameters, expected: null };
      const found = await derived(password, salt, used);
      return expected !== null && timingSafeEqual(found, expected);
    },
  };
}

function readHash(hash: string): { readonly salt: Uint8Array; readonly used: Parameters; readonly expected: Uint8Array } | null {
  const matched = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{11,86})\$([\w+/]{43})$/.exec(hash);
  if (!matched) return null;
  const [ln = 0, r = 0, p = 0] = matched.slice(1, 4).map(Number);
  if (ln < 1 || ln > MOST.ln || r < 1 || r > MOST.r || p < 1 || p > MOST.p) return null;
  const expected = Buffer.from(matched[5] ?? '', 'base64');
  return expected.length === HASH_BYTES ? { salt: Buffer.from(matched[4] ?? '', 'base64'), used: { ln, r, p }, expected } : null;
}

function derive(password: string, salt: Uint8Array, { ln, r, p }: Parameters): Promise<Buffer> {
  const N = 2 ** ln;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, { N, r, p, maxmem: 2 * 128 * N * r * p }, (error, hash) => {
      if (error) reject(error);
      else resolve(hash);
    });
  });
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
