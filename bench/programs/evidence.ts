/**
 * Rows `issue-lt`, `verify-t-warm` and `verify-lt-warm`: licences with their evidence, made and verified; verifying against OpenSSL's own
 * benchmark run in between.
 */
import { verifyDocument } from '../../src/documents/index.ts';
import { createVerificationCache, prepareTrust } from '../../src/pki/index.ts';
import { provenIssue } from '../../test/support/proven-licence.ts';
import { createSealingBench, SIGNING_TIME } from '../../test/support/sealed-licence.ts';
import { opensslSpeed } from '../baseline/openssl.ts';
import { measureInTurns, median } from '../measure.ts';
import { comparedRow, plainRow, printRows, type Row } from '../row.ts';

const ROUNDS = 3;
const DOCUMENTS = 50;
/** Holds what the documents have in common, and not the signatures of the fifty before. */
const REMEMBERED = 64;
/** A day later: what is in the licences must do. */
const AT = SIGNING_TIME + 86_400_000;

const bench = await createSealingBench();
try {
  const issue = await provenIssue(bench);
  const sealed: Uint8Array[] = [];
  const proven: Uint8Array[] = [];
  for (let serial = 1; serial <= DOCUMENTS; serial++) {
    sealed.push(await bench.issue(serial));
    proven.push(await issue(serial));
  }
  const trust = prepareTrust(bench.material, bench.engine.crypto);
  const cache = createVerificationCache(REMEMBERED);
  const verify = (document: Uint8Array, recordedAt: number | null): void => {
    const { conclusion, subIndication } = verifyDocument(bench.engine, document, {
      ...{ trust, cache, at: AT, policy: { revocation: 'if-known', acceptDemonstration: true } },
      proofOfExistence: recordedAt === null ? null : { size: document.length, recordedAt },
    });
    if (conclusion !== 'passed') throw new Error(`a licence is ${conclusion}: ${subIndication}`);
  };
  let turn = 0;
  const next = (documents: readonly Uint8Array[]): Uint8Array => documents[turn++ % DOCUMENTS] ?? new Uint8Array();

  const times: { readonly issued: number; readonly sealed: number; readonly proven: number }[] = [];
  const baselines: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [issued = NaN, plain = NaN, long = NaN] = await measureInTurns(
      [() => issue(turn++), () => verify(next(sealed), SIGNING_TIME), () => verify(next(proven), null)],
      { batches: 7 },
    );
    times.push({ issued, sealed: plain, proven: long });
    const speed = opensslSpeed();
    if (speed) baselines.push(speed.verify);
  }
  const rate = (of: 'issued' | 'sealed' | 'proven'): number => 1000 / median(times.map((each) => each[of]));
  const verified = (name: string, of: 'sealed' | 'proven'): Row =>
    baselines.length === 0
      ? plainRow(name, '1/s', rate(of))
      : comparedRow(name, '1/s', { value: rate(of), baseline: median(baselines), better: 'larger' });
  printRows([
    plainRow('issue-lt', '1/s', rate('issued')),
    verified('verify-t-warm', 'sealed'),
    verified('verify-lt-warm', 'proven'),
  ]);
} finally {
  await bench.close();
}
