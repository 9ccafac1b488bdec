import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  children,
  der,
  MAX_DEPTH,
  readBigInteger,
  readBitString,
  readBoolean,
  readDer,
  readDerPrefix,
  readEnumerated,
  readInteger,
  readIntegerBytes,
  readNull,
  readOctetString,
  readOid,
  readString,
  readTime,
  TAG,
  type DerNode,
} from '../../src/asn1/index.ts';
import { concatBytes, fromHex, toHex, utf8 } from '../../src/base/bytes.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';

function refused(call: () => unknown): void {
  assert.throws(call, (error) => isYinzhengError(error, 'DER_MALFORMED'));
}

/** Reads a value and everything inside it. */
function walk(node: DerNode): number {
  return node.constructed ? children(node).reduce((sum, child) => sum + walk(child), 1) : 1;
}

/** Writes a node again from its parts. */
function rewrite(node: DerNode): Uint8Array {
  if (!node.constructed) return node.raw;
  const inner = children(node).map(rewrite);
  if (node.tagClass === 'context') return der.implicitConstructed(node.tag, ...inner);
  return node.tag === TAG.set ? der.setOf(...inner) : der.sequence(...inner);
}

const leaf = fc.oneof(
  fc.bigInt().map((value) => der.integer(value)),
  fc.boolean().map(der.boolean),
  fc.uint8Array({ maxLength: 300 }).map(der.octetString),
  fc.string({ unit: 'grapheme', maxLength: 40 }).map(der.utf8String),
  fc.constant(der.nullValue()),
);
const tree = fc.letrec<{ tree: Uint8Array }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.array(tie('tree'), { maxLength: 5 }).map((values) => der.sequence(...values)),
    fc.array(tie('tree'), { maxLength: 5 }).map((values) => der.setOf(...values)),
    fc.tuple(fc.nat(30), tie('tree')).map(([tag, value]) => der.explicit(tag, value)),
  ),
})).tree;

describe('DER', () => {
  it('reads back what was written, slices and all', () => {
    fc.assert(
      fc.property(tree, (bytes) => {
        const node = readDer(bytes);
        assert.equal(toHex(node.raw), toHex(bytes));
        assert.equal(toHex(rewrite(node)), toHex(bytes));
        walk(node);
      }),
    );
  });

  it('has one encoding for each value: whatever is read is written the same', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(255), (bytes, at, octet) => {
        const altered = bytes.map((original, index) => (index === at % bytes.length ? octet : original));
        let node: DerNode;
        try {
          node = readDer(altered);
          walk(node);
        } catch (error) {
          assert.ok(isYinzhengError(error, 'DER_MALFORMED'), String(error));
          return;
        }
        const usual = (part: DerNode): boolean =>
          !part.constructed ||
          (((part.tagClass === 'context' && part.tag < 31) || (part.tagClass === 'universal' && part.tag === TAG.sequence)) &&
            children(part).every(usual));
        if (usual(node)) assert.equal(toHex(rewrite(node)), toHex(altered));
      }),
      { numRuns: 500 },
    );
  });

  it('throws only DER_MALFORMED for noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          walk(readDerPrefix(bytes));
        } catch (error) {
          assert.ok(isYinzhengError(error, 'DER_MALFORMED'), String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses every other encoding of lengths, tags and ends', () => {
    const bad: Record<string, string> = {
      nothing: '',
      'only a tag': '30',
      'indefinite length': '3080020101' + '0000',
      'length in two octets for one': '3081' + '03020101',
      'length with a leading zero': '308200' + '03020101',
      'length of five octets': '3085' + '0000000003' + '020101',
      'length beyond the input': '3004020101',
      'a byte after': '300302010100',
      'long tag for a small one': '1f1e00',
      'long tag with a leading zero': '1f801f00',
      'enormous tag': '1fffffff7f00',
      'tag cut off': '1f81',
    };
    for (const [what, hex] of Object.entries(bad)) {
      assert.throws(
        () => readDer(fromHex(hex)),
        (error) => isYinzhengError(error, 'DER_MALFORMED'),
        what,
      );
    }
    assert.equal(readDer(fromHex('1f1f00')).tag, 31);
    assert.equal(readDerPrefix(fromHex('02010100ff')).raw.length, 3);
  });

  it('refuses deep nesting without exhausting the stack', () => {
    let nested = der.nullValue();
    for (let level = 0; level < MAX_DEPTH; level++) nested = der.sequence(nested);
    assert.equal(walk(readDer(nested)), MAX_DEPTH + 1);
    refused(() => walk(readDer(der.sequence(nested))));
    let deep = der.nullValue();
    for (let level = 0; level < 3000; level++) deep = der.sequence(deep);
    refused(() => walk(readDer(deep)));
  });
});

describe('DER values', () => {
  it('integers come back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.bigInt(), fc.bigInt({ min: -(1n << 40n), max: 1n << 40n })), (value) => {
        assert.equal(readBigInteger(readDer(der.integer(value))), value);
      }),
    );
    fc.assert(
      fc.property(fc.integer(), (value) => {
        assert.equal(readInteger(readDer(der.integer(value))), value);
        assert.equal(readEnumerated(readDer(der.enumerated(value))), value);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        const value = octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
        assert.equal(readBigInteger(readDer(der.unsignedInteger(octets))), value);
      }),
    );
    for (const hex of ['0200', '02020001', '0202ff80', '0101ff', '2203020101'])
      refused(() => readIntegerBytes(readDer(fromHex(hex))));
    refused(() => readInteger(readDer(fromHex('02050100000000'))));
  });

  it('object identifiers come back, UUID arcs too', () => {
    const arcs = fc.oneof(fc.nat(300).map(BigInt), fc.bigInt({ min: 0n, max: 1n << 128n }));
    const oids = fc
      .tuple(fc.nat(2), arcs, fc.array(arcs, { maxLength: 2 }))
      .map(([root, second, rest]) => [BigInt(root), root < 2 ? second % 40n : second, ...rest].join('.'));
    fc.assert(fc.property(oids, (oid) => assert.equal(readOid(readDer(der.oid(oid))), oid)));
    for (const oid of [
      '1.2.156.10197.1.501',
      '2.5.29.15',
      '2.25.229140842764530139286114094310291378714.1',
      '0.9.2342',
      '2.999',
    ]) {
      assert.equal(readOid(readDer(der.oid(oid))), oid);
    }
    for (const hex of ['0600', '06028001', '06012a80'.replace('0601', '0602'), '060181', `0641${'01'.repeat(65)}`]) {
      refused(() => readOid(readDer(fromHex(hex))));
    }
    for (const wrong of ['', '1', '3.1', '1.02', '1..2', 'a.b']) assert.throws(() => der.oid(wrong), RangeError);
  });

  it('texts of all types are read', () => {
    const cases: [number, string, string][] = [
      [TAG.utf8String, toHex(utf8('浙江 𪨊')), '浙江 𪨊'],
      [TAG.printableString, toHex(utf8('CN')), 'CN'],
      [TAG.bmpString, '6d596c5f', '浙江'],
      [TAG.teletexString, 'e9', 'é'],
      [TAG.ia5String, toHex(utf8('a@b')), 'a@b'],
    ];
    for (const [tag, hex, text] of cases) assert.equal(readString(readDer(der.primitive(tag, fromHex(hex)))), text);
    for (const [tag, hex] of [
      [TAG.utf8String, 'ff'],
      [TAG.utf8String, 'eda080'],
      [TAG.printableString, 'e9'],
      [TAG.bmpString, '6d'],
      [TAG.octetString, '61'],
    ] as const) {
      refused(() => readString(readDer(der.primitive(tag, fromHex(hex)))));
    }
  });

  it('times come back to the second, of UTCTime and GeneralizedTime', () => {
    const seconds = (from: string, to: string): fc.Arbitrary<number> =>
      fc.integer({ min: Date.parse(from) / 1000, max: Date.parse(to) / 1000 }).map((second) => second * 1000);
    fc.assert(
      fc.property(seconds('0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'), (instant) => {
        assert.equal(readTime(readDer(der.generalizedTime(instant))), instant);
        assert.equal(readTime(readDer(der.x509Time(instant))), instant);
      }),
    );
    assert.equal(readDer(der.x509Time(Date.UTC(2049, 11, 31, 23, 59, 59))).tag, TAG.utcTime);
    assert.equal(readDer(der.x509Time(Date.UTC(2050, 0, 1))).tag, TAG.generalizedTime);
    const time = (text: string): number => readTime(readDer(der.primitive(TAG.generalizedTime, utf8(text))));
    assert.equal(time('20260101000000.5Z'), Date.UTC(2026, 0, 1) + 500);
    for (const text of [
      '20260230000000Z',
      '20261301000000Z',
      '20260101240000Z',
      '20260101000060Z',
      '202601010000Z',
      '20260101000000',
      '20260101000000+0800',
      '20260101000000.50Z',
      '2026-01-01',
    ]) {
      refused(() => time(text));
    }
    refused(() => readTime(readDer(der.primitive(TAG.utcTime, utf8('2601010000Z')))));
  });

  it('booleans, nulls and bit strings have one encoding', () => {
    assert.deepEqual([readBoolean(readDer(der.boolean(true))), readBoolean(readDer(der.boolean(false)))], [true, false]);
    for (const hex of ['010101', '0100', '01020000']) refused(() => readBoolean(readDer(fromHex(hex))));
    assert.equal(readNull(readDer(der.nullValue())), null);
    refused(() => readNull(readDer(fromHex('050100'))));
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(20), { minLength: 1 }), (bits) => {
        const { bytes, unusedBits } = readBitString(readDer(der.namedBits(bits)));
        const found = Array.from({ length: bytes.length * 8 }, (_, bit) => bit).filter(
          (bit) => (bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7)),
        );
        assert.deepEqual(
          found,
          [...bits].sort((left, right) => left - right),
        );
        assert.equal(unusedBits, 7 - (Math.max(...bits) & 7));
      }),
    );
    for (const hex of ['0300', '030108', '030101', '03020101', '2303030100']) refused(() => readBitString(readDer(fromHex(hex))));
  });

  it('are refused as another type', () => {
    const node = readDer(concatBytes(Uint8Array.of(4, 1), Uint8Array.of(0)));
    for (const read of [readBoolean, readBigInteger, readOid, readNull, readString, readTime, readBitString, children])
      refused(() => read(node));
    refused(() => readOctetString(readDer(der.nullValue())));
  });
});
