/** Does the seal on the page look like the picture inside the seal? */
import { bilingual, isYinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { Zlib } from '../../base/zlib.ts';
import type { Check } from '../../report/index.ts';
import type { SealPicture } from '../../ses/index.ts';
import type { PdfDocument } from '../reader/index.ts';
import { compareWithPicture } from './appearance/compare.ts';
import { onlyImage } from './appearance/form.ts';
import type { SignatureField, Widget } from './model.ts';
import { visibleWidgets } from './place.ts';

/** The check over every widget of the field; what cannot be compared is indeterminate, since a rasteriser may still tell. */
export function checkAppearance(
  document: PdfDocument,
  { field, picture, zlib }: { readonly field: SignatureField; readonly picture: SealPicture; readonly zlib: Zlib },
): Check {
  const checks = visibleWidgets(document, field).map(({ widget }) => checkWidget(document, widget, { picture, zlib }));
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
  { picture, zlib }: { readonly picture: SealPicture; readonly zlib: Zlib },
): Check {
  const notCompared = (reason: Bilingual): Check => {
    return { id: 'appearance', outcome: 'indeterminate', code: 'SEAL_APPEARANCE_NOT_COMPARED', evidence: { reason } };
  };
  try {
    const revision = document.revisions.length - 1;
    const appearances = document.get(widget.dictionary, 'AP');
    const form = appearances.kind === 'dictionary' ? document.get(appearances, 'N') : undefined;
    if (form?.kind !== 'stream') return notCompared(bilingual('there is no normal appearance', '没有正常外观（/N）'));
    const image = onlyImage(document, form, revision);
    if ('en' in image) return notCompared(image);
    const result = compareWithPicture({ document, image, revision }, picture, zlib);
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
