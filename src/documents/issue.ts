import { YinzhengError } from '../base/errors/index.ts';
import type { Instant } from '../base/time.ts';
import { layoutFace } from '../drawing/index.ts';
import { prepareIssue } from '../pdf/index.ts';
import type { DocumentEngine } from './engine.ts';
import { readySeal, type SealInUse } from './seal.ts';
import { contentsSize, fileIdentity, prepareSealing, type PreparedDocument } from './sealing.ts';
import { readyTemplate } from './template.ts';

/** A licence to be painted and sealed. */
export interface LicenceInput {
  /** Face template as the licence type holds it, and a key that names it and its version. */
  readonly template: unknown;
  readonly templateKey: string;
  /** Values by field name of the template. */
  readonly values: Readonly<Record<string, string>>;
  /** Text of the QR code. */
  readonly qrText: string;
  readonly title: string;
  readonly issuer: string;
  readonly identifier: string;
  readonly seal: SealInUse;
  /** Claimed time of signing; cut to whole seconds. */
  readonly signingTime: Instant;
  /** Largest time stamp token that is to find room beside the signature value, bytes; none when absent. */
  readonly timeStampSize?: number;
}

/**
 * Paints a licence's face and prepares its seal, certified so that nothing may be changed afterwards (DocMDP, P 1). The same input
 * gives the same bytes.
 * @throws {YinzhengError} TEMPLATE_INVALID, GLYPH_MISSING, TEXT_DOES_NOT_FIT, FONT_UNUSABLE, SEAL_MALFORMED
 */
export function prepareLicence(engine: DocumentEngine, input: LicenceInput): PreparedDocument {
  const { seal: sealInUse, signingTime } = input;
  const template = readyTemplate(engine.templates, input.templateKey, input.template);
  const face = layoutFace(template, input.values, { fonts: engine.fonts, qr: input.qrText });
  const [place] = face.sealPlaces;
  if (!place) throw new YinzhengError('TEMPLATE_INVALID', { reason: 'it has no place for the seal' });
  const ready = readySeal(engine.seals, sealInUse);
  const draft = prepareIssue(
    face.pages,
    {
      metadata: { title: input.title, author: input.issuer, creator: '印证 Yinzheng' },
      created: signingTime,
      fileId: fileIdentity(engine, `${input.identifier} ${signingTime}`),
      zlib: engine.zlib,
      cache: engine.paintCache,
    },
    {
      place: { page: place.page + 1, x: place.x, y: place.y },
      appearance: { kind: 'picture', picture: ready.seal.picture },
      contentsSize: contentsSize(ready, input.timeStampSize),
      claimedTime: signingTime,
      signerName: ready.seal.name,
    },
  );
  return prepareSealing(engine, { draft, seal: ready, time: signingTime });
}

/** Puts the signature value into a licence; see {@link prepareLicence}. */
export { finishSealing as finishLicence } from './sealing.ts';
