/** Row `signer-process`: seal signatures through a signer process, many at once, each written down first, against the same custody here. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSignerProcess, openSoftwareCustody, type SigningCustody } from '../../src/adapters/custody/index.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import {
  assembleSigned,
  encodeName,
  parsePublicKey,
  profileExtensions,
  SM2_WITH_SM3,
  tbsCertificate,
} from '../../src/pki/index.ts';
import { readDer } from '../../src/asn1/index.ts';
import { assembleSeal, sealInfo, tbsSign } from '../../src/ses/index.ts';
import { median } from '../measure.ts';
import { comparedRow, printRows } from '../row.ts';

const CONCURRENCY = 32;
const SIGNATURES = 640;
const ROUNDS = 9;
/** About the size of a picture of a seal at 600 dpi, bytes. */
const PICTURE = 20_000;
const AUTHORISATION = { actor: 'bench', reference: 'stampings/bench' };

const [, , program = ''] = process.argv;
const crypto = createNativeProvider();
const folder = await mkdtemp(join(tmpdir(), 'yinzheng-bench-'));
const passphrase = utf8('a passphrase for measuring');
const keystore = join(folder, 'online.keystore');
await writeFile(join(folder, 'passphrase'), passphrase, { mode: 0o600 });
const room = await createSignerProcess({
  program,
  places: {
    keystore,
    passphrase: join(folder, 'passphrase'),
    makePassphrase: false,
    fileKey: null,
    custodyFile: null,
    audit: join(folder, 'audit'),
    grants: null,
  },
  onError: (error) => {
    throw error;
  },
});
try {
  const outside = await room.make(null);
  const { keyId, tbs } = await prepare(outside);
  const inside = await openSoftwareCustody({ path: keystore, passphrase, clock: { now: () => Date.now() }, crypto });
  const rates: { readonly inside: number; readonly outside: number }[] = [];
  for (let round = 0; round < ROUNDS + 2; round++) {
    const pair = { inside: await rateOf(inside, keyId, tbs), outside: await rateOf(outside, keyId, tbs) };
    // The first rounds are for compiling.
    if (round >= 2) rates.push(pair);
  }
  const [value, baseline] = [median(rates.map((pair) => pair.outside)), median(rates.map((pair) => pair.inside))];
  printRows([comparedRow('signer-process', '1/s', { value, baseline, better: 'larger' })]);
} finally {
  await room.close();
  await rm(folder, { recursive: true, force: true });
}

/** Signatures a second, by the clock: two processes work at once, and the flushes count too. */
async function rateOf(custody: SigningCustody, keyId: string, tbs: Uint8Array): Promise<number> {
  let begun = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (begun++ < SIGNATURES) await custody.sign({ keyId, purpose: 'seal-signature', tbs, authorisation: AUTHORISATION });
    }),
  );
  return (SIGNATURES * 1000) / (performance.now() - start);
}

/** A key with a certificate, and what is signed when a licence is sealed with it. */
async function prepare(custody: SigningCustody): Promise<{ readonly keyId: string; readonly tbs: Uint8Array }> {
  const [authority, signer] = [
    await custody.generate({ label: 'CA', purposes: ['certificate'] }),
    await custody.generate({ label: 'seal', purposes: ['seal-signature'] }),
  ];
  const name = encodeName({ commonName: 'CA' });
  const own = body('authority', authority.publicKey, name, name);
  await custody.attachCertificate(authority.keyId, await certify(own));
  const certificate = await certify(body('signing', signer.publicKey, name, encodeName({ commonName: 'seal' })));
  await custody.attachCertificate(signer.keyId, certificate);
  const now = Math.floor(Date.now() / 1000) * 1000;
  const info = sealInfo({
    ...{ vendor: 'v', esId: '1', name: '某某局', type: 1, signerCertificates: [certificate] },
    ...{ createdAt: now, validFrom: now, validTo: now + 86_400_000 },
    picture: { type: 'png', data: new Uint8Array(PICTURE).fill(1), width: 42, height: 42 },
  });
  // Custody reads a seal, and does not verify it: any signature will do.
  const seal = assembleSeal(info, certificate, await signAsAuthority(own));
  return { keyId: signer.keyId, tbs: tbsSign({ seal, time: now, dataHash: new Uint8Array(32), propertyInfo: 'x' }) };

  function body(profile: 'authority' | 'signing', publicKey: Uint8Array, issuer: Uint8Array, subject: Uint8Array): Uint8Array {
    const subjectKey = parsePublicKey(readDer(publicKey));
    return tbsCertificate({
      ...{ serialNumber: Uint8Array.of(1), signatureAlgorithm: SM2_WITH_SM3, issuer, subject, publicKey },
      ...{ notBefore: Date.now() - 1000, notAfter: Date.now() + 86_400_000 },
      extensions: profileExtensions({ profile, subjectKey, issuerKeyIdentifier: null, crypto }),
    });
  }

  function signAsAuthority(tbs: Uint8Array): Promise<Uint8Array> {
    return custody.sign({ keyId: authority.keyId, purpose: 'certificate', tbs, authorisation: AUTHORISATION });
  }

  async function certify(tbs: Uint8Array): Promise<Uint8Array> {
    return assembleSigned(tbs, SM2_WITH_SM3, await signAsAuthority(tbs));
  }
}
