import assert from 'node:assert/strict';
import { bundledReserve } from '../../../src/adapters/fonts/index.ts';
import type { FontFace, SubsetExports } from '../../../src/drawing/index.ts';
import { testHarfBuzz } from '../../support/fonts.ts';

/** A reserve, and the instances for subsetting that it has opened. */
async function openReserve(): Promise<{
  find: (character: string) => FontFace | undefined;
  instances: readonly SubsetExports[];
}> {
  const harfbuzz = await testHarfBuzz();
  const instances: SubsetExports[] = [];
  const openSubsetting = (): SubsetExports => {
    const instance = harfbuzz.openSubsetting();
    instances.push(instance);
    return instance;
  };
  const reserve = bundledReserve({ ...harfbuzz, openSubsetting });
  return { find: (character) => reserve(character.codePointAt(0) ?? 0), instances };
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

  it('cuts subsets of all its pieces in one instance, which it does not fill', async () => {
    const { find, instances } = await openReserve();
    const [first, second] = [find('𪨊'), find('𠮷')];
    assert.equal(instances.length, 0, 'none before a subset is cut');
    const cut = subsetOf(first, '𪨊');
    for (let round = 0; round < 300; round++) {
      assert.deepEqual(subsetOf(first, '𪨊'), cut);
      assert.notDeepEqual(subsetOf(second, '𠮷').file, cut.file);
    }
    assert.equal(instances.length, 1);
  });

  it('takes a fresh instance when the one in use is exhausted', async () => {
    const { find, instances } = await openReserve();
    const face = find('𪨊');
    const cut = subsetOf(face, '𪨊');
    const [instance] = instances;
    assert.ok(instance);
    for (let size = 1 << 26; size >= 16; size >>= 1) while (instance.malloc(size) !== 0);
    assert.deepEqual(subsetOf(face, '𪨊'), cut);
    assert.equal(instances.length, 2);
  });
});
