/** The statement of the journal's head: one spelling, nothing else is taken for one. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { der, OID } from '../../../../src/asn1/index.ts';
import { toHex } from '../../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../../src/base/errors/index.ts';
import { encodeHeadStatement, parseHeadStatement } from '../../../../src/services/journal/heads/index.ts';
import { day } from '../../../support/pki.ts';

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);
const sequence = fc.maxSafeNat();
const time = fc.integer({ min: day(0), max: day(10_000) });
const plain = { noNullPrototype: true } as const;
const head = fc.record({ sequence, hash }, plain);
const exported = fc.option(fc.record({ from: time, to: time, after: head }, plain));
const statement = fc.record({ store: fc.uuid(), sequence, hash, time, exported }, plain);

describe('the statement of the head', () => {
  it('says what it was given', () => {
    fc.assert(
      fc.property(statement, (given) => {
        assert.deepEqual(parseHeadStatement(encodeHeadStatement(given)), given);
      }),
    );
  });

  it('has other bytes for everything else that it could say', () => {
    fc.assert(
      fc.property(statement, statement, (one, other) => {
        const same = JSON.stringify(parseHeadStatement(encodeHeadStatement(one))) === JSON.stringify(other);
        assert.equal(Buffer.compare(encodeHeadStatement(one), encodeHeadStatement(other)) === 0, same);
      }),
    );
  });

  const octets = new Uint8Array(32).fill(1);
  const fields = (
    changes: Partial<Record<'kind' | 'version' | 'sequence' | 'hash' | 'time', Uint8Array>>,
    ...more: Uint8Array[]
  ) => {
    const usual = {
      kind: der.oid(OID.journalHead),
      version: der.integer(1),
      sequence: der.integer(1),
      hash: der.octetString(octets),
    };
    const all = { ...usual, time: der.generalizedTime(day(1)), ...changes };
    return der.sequence(all.kind, all.version, der.utf8String('s'), all.sequence, all.hash, all.time, ...more);
  };
  const WRONG: Readonly<Record<string, Uint8Array>> = {
    'of another kind': fields({ kind: der.oid(OID.tstInfo) }),
    'of another version': fields({ version: der.integer(2) }),
    'with a negative number': fields({ sequence: der.integer(-1) }),
    'with a number beyond what is counted': fields({ sequence: der.integer(2n ** 53n) }),
    'with another digest': fields({ hash: der.octetString(octets.subarray(1)) }),
    'with its time written otherwise': fields({ time: der.x509Time(day(1)) }),
    'with something more': fields({}, der.explicit(0, der.sequence()), der.nullValue()),
    'with a period that is none': fields({}, der.explicit(0, der.sequence(der.integer(1)))),
    'too long': fields({}, der.octetString(new Uint8Array(600))),
    'of another form': der.setOf(),
  };
  for (const [what, bytes] of Object.entries(WRONG)) {
    it(`is not one ${what}`, () => {
      assert.throws(
        () => parseHeadStatement(bytes),
        (error) => isYinzhengError(error, 'JOURNAL_HEAD_MALFORMED', 'DER_MALFORMED'),
      );
    });
  }

  it('is one without any of these changes', () => {
    assert.equal(parseHeadStatement(fields({})).sequence, 1);
  });
});
