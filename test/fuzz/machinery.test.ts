/** The fuzzer itself: it can be repeated, its mutations do what they say, and it finds what is wrong. */
import assert from 'node:assert/strict';
import { readDer } from '../../src/asn1/index.ts';
import { YinzhengError } from '../../src/base/errors/index.ts';
import { openPdf } from '../../src/pdf/index.ts';
import { fuzz } from '../../fuzz/campaign.ts';
import { genuine } from '../../fuzz/genuine.ts';
import { judge } from '../../fuzz/judge.ts';
import { mutate } from '../../fuzz/mutate/index.ts';
import { DER_MUTATIONS } from '../../fuzz/mutate/der.ts';
import { PDF_MUTATIONS } from '../../fuzz/mutate/pdf.ts';
import { createRandom } from '../../fuzz/random.ts';
import { headOf, rowOf } from '../../fuzz/table.ts';
import { FalseAcceptance, type OpenTarget } from '../../fuzz/target.ts';
import { beginsWith, signedParts } from '../../fuzz/targets/pdf-files.ts';
import { makeChain } from '../support/pki.ts';
import { blankFile, zlib } from '../support/sealing.ts';

const SEEDS = [Uint8Array.from(Buffer.from('a seed, and 12 more'))];
const targetOf = (run: OpenTarget['run']): OpenTarget => ({ seeds: SEEDS, run });
const faultsOf = async (run: OpenTarget['run'], runs = 300): Promise<ReadonlySet<string>> => {
  const kinds = new Set<string>();
  await fuzz({ form: 'text' }, targetOf(run), { random: createRandom(1, 'x'), runs, found: ({ kind }) => kinds.add(kind) });
  return kinds;
};

describe('the fuzzer', () => {
  it('makes the same inputs of the same seed, and others of another', () => {
    const inputs = (seed: number): string => {
      const random = createRandom(seed, 'name');
      return Array.from({ length: 50 }, () => Buffer.from(mutate(SEEDS, 'text', random)).toString('hex')).join();
    };
    assert.equal(inputs(1), inputs(1));
    assert.notEqual(inputs(1), inputs(2));
  });

  it('finds errors that are not typed, what must not be taken, and what takes too long', async () => {
    const thrower = (error: Error) => (input: Uint8Array) => {
      if (input.length % 3 === 0) throw error;
      return true;
    };
    assert.deepEqual([...(await faultsOf(thrower(new TypeError('x'))))], ['untyped error']);
    assert.deepEqual([...(await faultsOf(thrower(new FalseAcceptance('x'))))], ['false acceptance']);
    assert.deepEqual([...(await faultsOf(thrower(new YinzhengError('DER_MALFORMED'))))], []);
    const slow = targetOf(() => {
      for (const start = process.cpuUsage(); process.cpuUsage(start).user < 120_000;);
      return true;
    });
    assert.equal((await judge(slow, SEEDS[0] ?? new Uint8Array())).fault?.kind, 'slow');
    assert.throws(() => genuine(SEEDS).demand(Uint8Array.of(1), 'a thing'), FalseAcceptance);
  });

  it('survives inputs of nothing', () => {
    const random = createRandom(3, 'empty');
    for (const form of ['der', 'pdf', 'json', 'markup', 'text', 'bytes'] as const) {
      for (let run = 0; run < 300; run++) mutate([new Uint8Array(0), Uint8Array.of(0x30)], form, random);
    }
  });

  it('changes DER deep inside and leaves it DER, mostly', () => {
    const random = createRandom(4, 'der');
    const certificate = makeChain().signer.certificate.raw;
    let whole = 0;
    for (let run = 0; run < 500; run++) {
      try {
        readDer(random.pick(DER_MUTATIONS)(certificate, random));
        whole++;
      } catch (error) {
        assert.ok(error instanceof YinzhengError);
      }
    }
    assert.ok(whole > 300, `${whole} of 500`);
  });

  it('changes PDF and leaves it readable, often', () => {
    const random = createRandom(5, 'pdf');
    let readable = 0;
    for (let run = 0; run < 200; run++) {
      try {
        openPdf(random.pick(PDF_MUTATIONS)(blankFile(), random), { zlib }).pages();
        readable++;
      } catch (error) {
        assert.ok(error instanceof YinzhengError);
      }
    }
    assert.ok(readable > 50, `${readable} of 200`);
  });

  it('knows what a file signs by its text alone', () => {
    const file = Uint8Array.from(Buffer.from('%PDF /ByteRange [0 30 40 012] <hexhexhex> and some more text'));
    const [part, ...others] = signedParts(file);
    assert.ok(part && others.length === 0);
    assert.deepEqual([part.gap, part.end], [[30, 40], 52]);
    const changed = (at: number): Uint8Array => file.with(at, 0);
    assert.deepEqual(
      [29, 30, 39, 40, 51, 52].map((at) => beginsWith(changed(at), part, { gap: 'any' })),
      [false, true, true, false, false, true],
    );
    assert.deepEqual(
      [30, 39, 52].map((at) => beginsWith(changed(at), part, { gap: 'same' })),
      [false, false, true],
    );
    assert.equal(beginsWith(file.subarray(0, 51), part, { gap: 'any' }), false);
  });

  it('says in its table how much was tried', () => {
    const tally = { runs: 1_000, accepted: 3, outcomes: 4, slowestMs: 5.25, findings: 0, elapsedMs: 500 };
    assert.match(headOf(), /^target +runs +runs\/s +taken +outcomes +slowest ms +findings$/);
    assert.match(rowOf('der', tally), /^der +1000 +2000 +3 +4 +5\.3 +0$/);
  });
});
