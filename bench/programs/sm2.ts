/** Rows `sm2-sign` and `sm2-verify`: custody's signing and the provider's verifying, against OpenSSL's own benchmark run in between. */
import { generateSm2Key, loadSm2Key, signSm2 } from '../../src/adapters/custody/sm2-key.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { DEFAULT_SM2_USER_ID } from '../../src/crypto/index.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import { opensslSpeed } from '../baseline/openssl.ts';
import { measureInTurns, median } from '../measure.ts';
import { comparedRow, printRows } from '../row.ts';

const provider = createNativeProvider();
const key = loadSm2Key(await generateSm2Key(), provider);
const message = utf8('twenty octets to sign');
const signature = signSm2(key, message);
const scheme = { kind: 'sm2', userId: DEFAULT_SM2_USER_ID } as const;

const sign: number[] = [];
const verify: number[] = [];
const baseline: { readonly sign: number; readonly verify: number }[] = [];
for (let round = 0; round < 3; round++) {
  const [signed = NaN, verified = NaN] = await measureInTurns(
    [
      () => signSm2(key, message),
      () => {
        if (!provider.verify(scheme, key.publicKey, [message], signature)) throw new Error('a right signature is refused');
      },
    ],
    { batches: 7 },
  );
  sign.push(1000 / signed);
  verify.push(1000 / verified);
  const speed = opensslSpeed();
  if (speed) baseline.push(speed);
}
if (baseline.length > 0) {
  const openssl = (operation: 'sign' | 'verify'): number => median(baseline.map((speed) => speed[operation]));
  printRows([
    comparedRow('sm2-sign', '1/s', { value: median(sign), baseline: openssl('sign'), better: 'larger' }),
    comparedRow('sm2-verify', '1/s', { value: median(verify), baseline: openssl('verify'), better: 'larger' }),
  ]);
} else {
  process.stderr.write('sm2-sign, sm2-verify: skipped, there is no openssl 3 with SM2 on PATH\n');
  printRows([]);
}
