/** The proof that what a seal signs begins with the document that was approved. */
import assert from 'node:assert/strict';
import { concatBytes } from '../../../src/base/bytes.ts';
import { sm3, sm3From, sm3Midway } from '../../../src/crypto/portable/index.ts';
import { documentIn, originProof } from '../../../src/services/grants/origin-proof.ts';

describe('the proof of what is signed', () => {
  const bytes = (length: number, from = 1): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 7 + from) & 255);

  it('shows the digest of the document that the signed bytes begin with, whatever its length', () => {
    for (const size of [0, 1, 55, 56, 63, 64, 65, 127, 128, 1000]) {
      const document = bytes(size);
      const [first, second] = [concatBytes(document, bytes(90, 9)), bytes(30, 5)];
      const signed = sm3(first, second);
      assert.deepEqual(documentIn(originProof([first, second], size), signed), sm3(document), String(size));
      assert.deepEqual(sm3From(sm3Midway(document), document.subarray(size - (size % 64))), sm3(document));
    }
  });

  it('shows nothing where it is of other signed bytes, was changed, or is none', () => {
    const document = bytes(200);
    const parts = [concatBytes(document, bytes(90, 9)), bytes(30, 5)] as const;
    const proof = originProof(parts, document.length);
    const signed = sm3(...parts);
    assert.equal(documentIn(proof, sm3(document)), null);
    for (let position = 0; position < proof.length; position += 3) {
      const changed = proof.slice();
      changed[position] = (changed[position] ?? 0) ^ 1;
      const shown = documentIn(changed, signed);
      // Where the document ends may be said otherwise, but then another digest is shown.
      if (shown) assert.notDeepEqual(shown, sm3(document));
    }
    for (const none of [new Uint8Array(0), proof.subarray(0, 40), proof.subarray(0, 41)])
      assert.equal(documentIn(none, signed), null);
  });
});
