import { openPdf, prepareFill } from '../pdf/index.ts';
import type { DocumentEngine } from './engine.ts';
import { requirePdf } from './recognise.ts';
import { readySeal } from './seal.ts';
import { contentsSize, fileIdentity, prepareSealing, type PreparedDocument } from './sealing.ts';
import type { StampInput } from './stamp.ts';

/** A document whose empty signature field `fieldName` is to be filled. */
export interface FillingInput extends Omit<StampInput, 'place' | 'others'> {
  readonly fieldName: string;
}

/**
 * Prepares a seal in the signature field that was kept for it, as where a certification permits signing only: a document certified by a
 * signature that readers without SM2 verify is sealed this way. The seal locks what the field's `/Lock` says.
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED, PDF_NOT_STAMPABLE, PDF_ENCRYPTED, PDF_MALFORMED, SEAL_MALFORMED
 */
export function prepareFilling(engine: DocumentEngine, input: FillingInput): PreparedDocument {
  requirePdf(input.document);
  const ready = readySeal(engine.seals, input.seal);
  const { picture, name } = ready.seal;
  const draft = prepareFill(
    openPdf(input.document, { zlib: engine.zlib }),
    {
      fieldName: input.fieldName,
      appearance: { kind: 'picture', picture },
      contentsSize: contentsSize(ready, input.timeStampSize),
      claimedTime: input.signingTime,
      signerName: name,
    },
    { revisionId: fileIdentity(engine, input.unique), zlib: engine.zlib, cache: engine.paintCache },
  );
  return prepareSealing(engine, { draft, seal: ready, time: input.signingTime });
}

/** Puts the signature value into a filled document; see {@link prepareFilling}. */
export { finishSealing as finishFilling } from './sealing.ts';
