import { bilingual, YinzhengError } from '../base/errors/index.ts';
import type { Instant } from '../base/time.ts';
import { layoutFace, type FaceOverlay, type FaceTemplate, type TableValues } from '../drawing/index.ts';
import { paintPdf, prepareIssue } from '../pdf/index.ts';
import type { DocumentEngine } from './engine.ts';
import { readPicture } from './pictures.ts';
import { readySeal, type SealInUse } from './seal.ts';
import { contentsSize, fileIdentity, prepareSealing, type PreparedDocument } from './sealing.ts';
import type { StampPlace } from './stamp.ts';
import { readyTemplate } from './template.ts';

/** What a licence puts on its face. */
export interface FaceContent {
  /** Values by field name of the template. */
  readonly values: Readonly<Record<string, string>>;
  /** Rows of tables, and JPEG or PNG files of pictures, by the name of their place. */
  readonly tables?: ReadonlyMap<string, readonly TableValues[]>;
  readonly pictures?: ReadonlyMap<string, Uint8Array>;
  /** What is drawn over every page, of a copy; nothing when absent. */
  readonly overlay?: FaceOverlay;
}

/** A licence to be painted and sealed. */
export interface LicenceInput extends FaceContent {
  /** Face template as the licence type holds it, and a key that names it and its version. */
  readonly template: unknown;
  readonly templateKey: string;
  /** Text of the QR code. */
  readonly qrText: string;
  readonly title: string;
  /** What the file says it is about, in its metadata; nothing when absent. */
  readonly subject?: string;
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
 * @throws {YinzhengError} TEMPLATE_INVALID, GLYPH_MISSING, TEXT_DOES_NOT_FIT, FONT_UNUSABLE, SEAL_MALFORMED, IMAGE_UNUSABLE
 */
export function prepareLicence(engine: DocumentEngine, input: LicenceInput): PreparedDocument {
  return prepareFace(engine, readyTemplate(engine.templates, input.templateKey, input.template), input);
}

/** A licence to be painted alone. */
export type LicencePainting = Omit<LicenceInput, 'seal' | 'timeStampSize'>;

/** A painted licence that nobody has signed yet, and the place of its seal. */
export interface PaintedLicence {
  readonly bytes: Uint8Array;
  readonly place: StampPlace;
}

/**
 * Paints a licence's face and leaves it unsigned: where several sign, fields for all of them come with the first signature.
 * @throws {YinzhengError} TEMPLATE_INVALID, GLYPH_MISSING, TEXT_DOES_NOT_FIT, FONT_UNUSABLE, IMAGE_UNUSABLE
 */
export function paintLicence(engine: DocumentEngine, input: LicencePainting): PaintedLicence {
  const { pages, place } = layOut(engine, readyTemplate(engine.templates, input.templateKey, input.template), input);
  return { bytes: paintPdf(pages, paintOptions(engine, input)), place };
}

/** The same for a template that is checked already, of which nothing is remembered; without a QR code where no text is given for it. */
export function prepareFace(
  engine: DocumentEngine,
  template: FaceTemplate,
  input: Omit<LicenceInput, 'template' | 'templateKey' | 'qrText'> & Partial<Pick<LicenceInput, 'qrText'>>,
): PreparedDocument {
  const { seal: sealInUse, signingTime } = input;
  const { pages, place } = layOut(engine, template, input);
  const ready = readySeal(engine.seals, sealInUse);
  const draft = prepareIssue(pages, paintOptions(engine, input), {
    place,
    appearance: { kind: 'picture', picture: ready.seal.picture },
    contentsSize: contentsSize(ready, input.timeStampSize),
    claimedTime: signingTime,
    signerName: ready.seal.name,
  });
  return prepareSealing(engine, { draft, seal: ready, time: signingTime });
}

type FaceInput = Parameters<typeof prepareFace>[2];

function layOut(
  engine: DocumentEngine,
  template: FaceTemplate,
  { values, tables = new Map(), pictures = new Map(), overlay, qrText }: FaceContent & Pick<FaceInput, 'qrText'>,
) {
  const { pages, sealPlaces } = layoutFace(template, values, {
    fonts: engine.fonts,
    tables,
    images: new Map([...pictures].map(([name, file]) => [name, readPicture(file)])),
    ...(qrText === undefined ? {} : { qr: qrText }),
    ...(overlay && { overlay }),
  });
  const [place] = sealPlaces;
  if (!place) throw new YinzhengError('TEMPLATE_INVALID', { reason: bilingual('it has no place for the seal', '没有印章位置') });
  return { pages, place: { page: place.page + 1, x: place.x, y: place.y } };
}

type Described = Pick<LicencePainting, 'title' | 'subject' | 'issuer' | 'signingTime' | 'identifier'>;

function paintOptions(engine: DocumentEngine, { title, subject, issuer, signingTime, identifier }: Described) {
  return {
    metadata: { title, author: issuer, creator: '印证 Yinzheng', ...(subject !== undefined && { subject }) },
    created: signingTime,
    fileId: fileIdentity(engine, `${identifier} ${signingTime}`),
    zlib: engine.zlib,
    cache: engine.paintCache,
  };
}

/** Puts the signature value into a licence; see {@link prepareLicence}. */
export { finishSealing as finishLicence } from './sealing.ts';
