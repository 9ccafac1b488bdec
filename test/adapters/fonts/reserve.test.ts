import assert from 'node:assert/strict';
import { bundledReserve } from '../../../src/adapters/fonts/index.ts';
import type { FontFace } from '../../../src/drawing/index.ts';
import { testHarfBuzz } from '../../support/fonts.ts';

async function openReserve(): Promise<{ find: (character: string) => FontFace | undefined }> {
  const reserve = bundledReserve(await testHarfBuzz());
  return { find: (character) => reserve(character.codePointAt(0) ?? 0) };
}

function subsetOf(face: FontFace | undefined, character: string) {
  assert.ok(face);
  return face.subset([face.glyphOf(character.codePointAt(0) ?? 0)]);
}

describe('the bundled reserve', () => {
  it('opens a piece once, for every character in it', async () => {
    const { find } = await openReserve();
    const face = find('𪨊');
    assert.equal(face?.id, 'HanaMinB.CJK-Unified-Ideographs-Extension-C-1');
    assert.equal(find('𪜀'), face);
    assert.notEqual(find('𠮷'), face);
    assert.equal(find('㐀')?.id, 'HanaMinA.CJK-Unified-Ideographs-Extension-A-1');
  });

  it('draws ideographs and common signs alone: nothing of its own, nothing that would need shaping', async () => {
    const { find } = await openReserve();
    for (const character of '𪨊⋅∙⸳') assert.ok(find(character), character);
    for (const character of '\ue000aЖกא𐤀😀\u0301\ud840') assert.equal(find(character), undefined, character);
    assert.equal(find('𰻝'), undefined);
  });

  it('cuts subsets of its pieces, the same bytes each time', async () => {
    const { find } = await openReserve();
    const [first, second] = [find('𪨊'), find('𠮷')];
    const cut = subsetOf(first, '𪨊');
    assert.deepEqual(subsetOf(first, '𪨊'), cut);
    assert.notDeepEqual(subsetOf(second, '𠮷').file, cut.file);
  });
});
