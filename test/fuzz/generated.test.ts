/** DER and PDF that nobody wrote: built from nothing, with the tags, numbers and words that are read. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { der, OID } from '../../src/asn1/index.ts';
import { latin1 } from '../../src/base/bytes.ts';
import { judge } from '../../fuzz/judge.ts';
import { PDF_WORDS } from '../../fuzz/mutate/words.ts';
import type { Form } from '../../fuzz/mutate/index.ts';
import type { OpenTarget, Target } from '../../fuzz/target.ts';
import { TARGETS } from '../../fuzz/targets/index.ts';
import { createWorld, type World } from '../../fuzz/world.ts';

const primitive = fc.oneof(
  fc.constantFrom(...Object.values(OID)).map(der.oid),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(der.integer),
  fc.uint8Array({ maxLength: 40 }).map(der.octetString),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => der.bitString(bytes)),
  fc.string({ maxLength: 20 }).map(der.utf8String),
  fc
    .date({ min: new Date('1950-01-01'), max: new Date('2049-12-31'), noInvalidDate: true })
    .map((date) => der.x509Time(date.getTime())),
  fc.constantFrom(der.nullValue(), der.boolean(true), Uint8Array.of(0x17, 0x00), Uint8Array.of(0x03, 0x01, 0x00)),
);
const value = fc.letrec<{ node: Uint8Array }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    primitive,
    fc.array(tie('node'), { maxLength: 6 }).map((items) => der.sequence(...items)),
    fc.array(tie('node'), { maxLength: 4 }).map((items) => der.setOf(...items)),
    fc.tuple(fc.nat(4), tie('node')).map(([tag, inner]) => der.explicit(tag, inner)),
    tie('node').map((inner) => der.octetString(inner)),
  ),
})).node;
const text = fc
  .array(
    fc.oneof(fc.constantFrom(...PDF_WORDS), fc.integer().map(String), fc.constantFrom('<<', '>>', '[', ']', '(a)', '<41>')),
    { maxLength: 60 },
  )
  .map((words) =>
    latin1(`%PDF-1.7\n${words.join(' ')}\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1 /Root 1 0 R>>\nstartxref\n9\n%%EOF`),
  );

describe('generated input', function () {
  this.timeout(300_000);
  let world: World;
  before(() => {
    world = createWorld();
  });
  after(() => world.close());

  const survives = async (form: Form, inputs: fc.Arbitrary<Uint8Array>): Promise<void> => {
    const targets: readonly Target[] = TARGETS.filter((target) => target.form === form);
    const open: OpenTarget[] = [];
    for (const target of targets) open.push(await target.open(world));
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        for (const target of open) {
          const { fault } = await judge(target, input, Number.POSITIVE_INFINITY);
          assert.equal(fault, null, fault?.stack);
        }
      }),
      { numRuns: 50 },
    );
  };

  it('in DER is survived by everything that reads DER', () => survives('der', value));

  it('that looks like PDF is survived by everything that reads PDF', () => survives('pdf', text));
});
