/** Documents painted with a seal on them, by software of others: in the thread in which the product has it done. */
import { previewMark } from '../../src/drawing/index.ts';
import { PREVIEW_LIMIT } from '../world.ts';
import type { Target } from '../target.ts';
import { plainFiles, signedFiles } from './pdf-files.ts';

const LARGEST_SEED = 20_000;

const preview: Target = {
  name: 'preview',
  form: 'pdf',
  // What it enters is entered in another thread; the functions with foreign bytes are those of the target `pdf-stamping`.
  covers: [],
  async open(world) {
    const { engine, seal } = await world.bench();
    const reader = world.reader();
    const mark = previewMark(engine.fonts);
    return {
      seeds: [...plainFiles(world), ...signedFiles(world)].filter(({ length }) => length <= LARGEST_SEED),
      // A machine of WebAssembly is made anew for each document, and two threads may work at a time.
      mostCpuMs: 2 * PREVIEW_LIMIT,
      async run(document) {
        const { picture } = await reader.preview({ document, place: { page: 1, x: 10, y: 10 }, seal, show: 'all', mark });
        return picture.length > 0;
      },
    };
  },
};

export const PREVIEW_TARGETS: readonly Target[] = [preview];
