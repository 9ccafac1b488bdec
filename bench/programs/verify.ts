/** Rows `verify-cold` and `verify-warm`: a sealed licence verified, against sm-crypto verifying the same four signatures, in turns. */
import { fromBase64 } from '../../src/base/bytes.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import type { CryptoProvider } from '../../src/crypto/index.ts';
import { verifyDocument } from '../../src/documents/index.ts';
import {
  createVerificationCache,
  parseCertificate,
  prepareTrust,
  type PreparedTrust,
  type VerificationCache,
} from '../../src/pki/index.ts';
import { parseSeal } from '../../src/ses/index.ts';
import { createSealingBench, SIGNING_TIME } from '../../test/support/sealed-licence.ts';
import { signedMessage, verifyWithBaseline } from '../baseline/verify.ts';
import { measureInTurns } from '../measure.ts';
import { comparedRow, printRows } from '../row.ts';

/** What verifies documents. */
interface Verifier {
  readonly crypto: CryptoProvider;
  readonly trust: PreparedTrust;
  readonly cache: VerificationCache;
}

const bench = await createSealingBench();
try {
  const newVerifier = (crypto: CryptoProvider): Verifier => {
    return { crypto, trust: prepareTrust(bench.material, crypto), cache: createVerificationCache(8) };
  };
  const verify = (document: Uint8Array, { crypto, trust, cache }: Verifier): void => {
    const report = verifyDocument({ crypto, zlib: bench.engine.zlib }, document, {
      trust,
      policy: { revocation: 'if-known', acceptDemonstration: true },
      at: SIGNING_TIME,
      proofOfExistence: null,
      cache,
    });
    if (report.conclusion !== 'passed') throw new Error(`a licence is ${report.conclusion}: ${report.subIndication}`);
  };
  const documents: Uint8Array[] = [];
  for (let serial = 1; serial <= 50; serial++) documents.push(await bench.issue(serial));
  let turn = 0;
  const next = (): Uint8Array => documents[turn++ % documents.length] ?? new Uint8Array();

  // A new verifier for each document: its trust is prepared, but of signers, makers, seals and signatures it has seen nothing.
  let fresh: Verifier[] = [];
  const prepare = (calls: number): void => {
    fresh = Array.from({ length: calls }, () => newVerifier(createNativeProvider()));
  };
  const cold = (): void => verify(next(), fresh.pop() ?? newVerifier(createNativeProvider()));
  const count = { verifications: 0 };
  const counted = newVerifier(counting(count));
  count.verifications = 0;
  verify(next(), counted);
  if (count.verifications < 4) throw new Error(`a cold verification makes ${count.verifications} of four SM2 verifications`);

  // The seal and its signer are known; each document is new, so its own signature and digest are worked out every time.
  const known = newVerifier(createNativeProvider());
  const warm = (): void => verify(next(), known);
  documents.forEach(warm);

  const seal = parseSeal(fromBase64(bench.seal.version.seal));
  const signer = parseCertificate(fromBase64(bench.seal.version.certificate));
  const maker = parseCertificate(seal.makerCertificate);
  // TBS_Sign holds the whole seal; the other three are what was signed.
  const messages = [seal.raw, seal.signedBytes, signer.tbs, maker.tbs].map(signedMessage);
  const [coldTime = NaN, warmTime = NaN, baseline = NaN] = await measureInTurns([
    { prepare, call: cold },
    warm,
    () => verifyWithBaseline(messages),
  ]);
  printRows([
    comparedRow('verify-cold', 'ms', { value: coldTime, baseline, better: 'smaller' }),
    comparedRow('verify-warm', 'ms', { value: warmTime, baseline, better: 'smaller' }),
  ]);
} finally {
  await bench.close();
}

function counting(count: { verifications: number }): CryptoProvider {
  const provider = createNativeProvider();
  return {
    ...provider,
    verify(...input) {
      count.verifications++;
      return provider.verify(...input);
    },
  };
}
