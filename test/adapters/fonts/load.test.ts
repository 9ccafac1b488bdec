import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { bundledFaces, loadFonts } from '../../../src/adapters/fonts/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { bundledFonts, testHarfBuzz } from '../../support/fonts.ts';

describe('loading fonts', () => {
  it('opens the bundled faces', async () => {
    const { faces, fallbacks } = await bundledFonts();
    assert.deepEqual([...faces.keys()], ['song', 'song-bold']);
    assert.deepEqual(
      [...faces.values()].map(({ metrics }) => metrics.weight),
      [400, 700],
    );
    assert.deepEqual(fallbacks, []);
    assert.equal(bundledFaces().length, 2);
  });

  it('names the file that cannot be read or is no font', async () => {
    const harfbuzz = await testHarfBuzz();
    const load = (path: string) => loadFonts(harfbuzz, { faces: [], fallbacks: [{ id: 'x', path }] });
    await assert.rejects(
      load('/nowhere/missing.ttf'),
      (error: unknown) => isYinzhengError(error, 'INPUT_UNREADABLE') && error.details.path === '/nowhere/missing.ttf',
    );
    await assert.rejects(load(fileURLToPath(import.meta.url)), (error: unknown) => isYinzhengError(error, 'FONT_UNUSABLE'));
  });
});
