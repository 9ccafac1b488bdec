/** Paints pages by pdfium (WebAssembly): a new machine for each document, so that none sees what another left, with bounded memory. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PDFiumLibrary, type PDFiumDocument } from '@hyzyla/pdfium';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { RgbaPicture } from '../../drawing/index.ts';

/** Resolution, and longest side of a painted page, pixels. */
const DPI = 110;
const LONGEST_SIDE = 1_600;
const POINTS_PER_INCH = 72;
/** Most memory of a machine, MB. */
const MEGABYTES = 512;

type Instantiate = NonNullable<NonNullable<Parameters<(typeof PDFiumLibrary)['init']>[0]>['instantiateWasm']>;

/** What paints documents. */
export interface Painter {
  /**
   * Paints pages of a document, 1 for the first. Rejects with DOCUMENT_TOO_COSTLY when that takes more memory than any document may, DOCUMENT_NOT_PAINTABLE
   * when it cannot be done.
   */
  paint(bytes: Uint8Array, pages: readonly number[]): Promise<readonly RgbaPicture[]>;
}

/** A painter; the program of the machine is read when it is first asked. */
export function createPainter({ megabytes = MEGABYTES }: { readonly megabytes?: number } = {}): Painter {
  let program: WebAssembly.Module | null = null;
  return {
    async paint(bytes, pages) {
      program ??= await WebAssembly.compile(readFileSync(createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm')));
      const memory = { most: megabytes * 2 ** 20, exhausted: false };
      try {
        const library = await PDFiumLibrary.init({ instantiateWasm: instantiate(program, memory) });
        const document = await library.loadDocument(bytes);
        const painted: RgbaPicture[] = [];
        for (const page of pages) painted.push(await paintPage(document, page));
        return painted;
      } catch (cause) {
        if (memory.exhausted) throw new YinzhengError('DOCUMENT_TOO_COSTLY', {}, { cause });
        const reason = bilingual('the software that paints pages does not read it', '页面渲染组件无法读取该文件');
        throw new YinzhengError('DOCUMENT_NOT_PAINTABLE', { reason }, { cause });
      }
    },
  };
}

async function paintPage(document: PDFiumDocument, number: number): Promise<RgbaPicture> {
  const page = document.getPage(number - 1);
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const longest = Math.max(originalWidth, originalHeight);
  if (!(originalWidth > 0 && originalHeight > 0 && Number.isFinite(longest))) throw new RangeError('the page has no size');
  const scale = Math.min(DPI / POINTS_PER_INCH, LONGEST_SIDE / longest);
  const [width, height] = [originalWidth, originalHeight].map((side) => Math.max(1, Math.round(side * scale)));
  const render = await page.render({
    ...{ scale: 1, width: width ?? 1, height: height ?? 1, render: 'bitmap', colorSpace: 'BGRA', renderFormFields: true },
  });
  return { width: render.width, height: render.height, rgba: render.data };
}

/**
 * Makes a machine of the program whose memory does not grow beyond the bound; what it holds is freed when nobody refers to it any more.
 */
function instantiate(program: WebAssembly.Module, memory: MemoryBound): Instantiate {
  type Receive = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;
  return (imports, receive) => {
    void WebAssembly.instantiate(program, imports).then((instance) => {
      for (const value of Object.values(instance.exports)) if (value instanceof WebAssembly.Memory) bound(value, memory);
      (receive as unknown as Receive)(instance, program);
    });
    // The exports come with the call; what is returned at once is not looked at.
    return {};
  };
}

/** Most memory in bytes, and whether more was wanted. */
interface MemoryBound {
  readonly most: number;
  exhausted: boolean;
}

function bound(memory: WebAssembly.Memory, noted: MemoryBound): void {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * 65_536 <= noted.most) return grow(pages);
    noted.exhausted = true;
    throw new RangeError('the memory of the machine is bounded');
  };
}
