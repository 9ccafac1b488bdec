/** Does the seal on the page look like the picture inside the seal? */
import { bilingual, isYinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { Zlib } from '../../base/zlib.ts';
import type { Check } from '../../report/index.ts';
import type { SealPicture } from '../../ses/index.ts';
import type { PdfStream } from '../objects/index.ts';
import type { PdfDocument } from '../reader/index.ts';
import { compareWithPicture, type Comparison } from './appearance/compare.ts';
import { onlyImage, type OnlyImage, type ShownPart } from './appearance/form.ts';
import { strayStrip } from './appearance/strips.ts';
import type { SignatureField, Widget } from './model.ts';
import { visibleWidgets } from './place.ts';

/** The check over every widget of the field; what cannot be compared is indeterminate, since a rasteriser may still tell. */
export function checkAppearance(
  document: PdfDocument,
  { field, picture, zlib }: { readonly field: SignatureField; readonly picture: SealPicture; readonly zlib: Zlib },
): Check {
  const compared = new Map<PdfStream, Comparison>();
  const compare = (image: PdfStream): Comparison => {
    const shown = { document, image, revision: document.revisions.length - 1 };
    const result = compared.get(image) ?? compareWithPicture(shown, picture, zlib);
    compared.set(image, result);
    return result;
  };
  const strips: ShownPart[] = [];
  const checks = visibleWidgets(document, field).map(({ widget }) => checkWidget(document, widget, { compare, strips }));
  if (strayStrip(strips)) {
    const reason = bilingual('the strips on the pages do not make the whole seal', '各页上的骑缝章不能拼成完整的印章');
    checks.push({ id: 'appearance', outcome: 'indeterminate', code: 'SEAL_APPEARANCE_NOT_COMPARED', evidence: { reason } });
  }
  const [first] = checks;
  if (first === undefined) {
    const reason = bilingual('the seal is not shown on a page', '印章未显示在页面上');
    return { id: 'appearance', outcome: 'skipped', evidence: { reason } };
  }
  return checks.find(({ outcome }) => outcome === 'failed') ?? checks.find(({ outcome }) => outcome !== 'passed') ?? first;
}

function checkWidget(
  document: PdfDocument,
  widget: Widget,
  { compare, strips }: { readonly compare: (image: PdfStream) => Comparison; readonly strips: ShownPart[] },
): Check {
  const notCompared = (reason: Bilingual): Check => {
    return { id: 'appearance', outcome: 'indeterminate', code: 'SEAL_APPEARANCE_NOT_COMPARED', evidence: { reason } };
  };
  try {
    const shown = shownImage(document, widget);
    if ('en' in shown) return notCompared(shown);
    if (shown.strip !== null) strips.push(shown.strip);
    const result = compare(shown.image);
    if ('reason' in result) return notCompared(result.reason);
    const evidence = { by: result.by };
    return result.same
      ? { id: 'appearance', outcome: 'passed', evidence }
      : { id: 'appearance', outcome: 'failed', code: 'SEAL_APPEARANCE_DIFFERS', evidence };
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return notCompared(error.bilingual);
  }
}

/**
 * The image that a widget shows, or why it shows something else.
 * @throws {YinzhengError} PDF_MALFORMED and its like when the appearance cannot be read
 */
export function shownImage(document: PdfDocument, widget: Widget): OnlyImage | Bilingual {
  const appearances = document.get(widget.dictionary, 'AP');
  const form = appearances.kind === 'dictionary' ? document.get(appearances, 'N') : undefined;
  if (form?.kind !== 'stream') return bilingual('there is no normal appearance', '没有正常外观（/N）');
  return onlyImage(document, form, document.revisions.length - 1);
}
