import { paintLicence } from '../../../documents/index.ts';
import { readIdentifier, writeIdentifier } from '../../../domain/identifier/index.ts';
import type { Actor } from '../../../domain/access/index.ts';
import { currentEdition, type LicenceRecord } from '../../../domain/licence/index.ts';
import { paintingOf } from '../complete.ts';
import type { UsableType } from '../../licence-types/index.ts';
import type { LicenceDependencies } from '../ports.ts';
import { drawUp, type DraftOrder } from './draw-up.ts';

/** What stands across each page of what is not issued. */
const MARK = { text: '样张 未签发', face: 'song-bold', size: 110, angle: -38, colour: '#efc9c2' } as const;
const NO_CODE = '0000-0000-0000-0000-0';

/**
 * The face of what would be issued, as a PDF that is marked on each page as a specimen (样张) and has no seal, code or identifier of its own.
 * Nothing is signed, written or claimed.
 * @throws {YinzhengError} as {@link drawUp} does, and GLYPH_MISSING, TEXT_DOES_NOT_FIT, TEMPLATE_INVALID, IMAGE_UNUSABLE
 */
export async function previewLicence(deps: LicenceDependencies, actor: Actor, order: DraftOrder): Promise<Uint8Array> {
  return paintPreview(deps, await drawUp(deps, actor, order));
}

/**
 * The same of what is drawn up already.
 * @throws {YinzhengError} GLYPH_MISSING, TEXT_DOES_NOT_FIT, TEMPLATE_INVALID, IMAGE_UNUSABLE
 */
export function paintPreview(
  deps: Pick<LicenceDependencies, 'engine'>,
  { licence, material }: { readonly licence: LicenceRecord; readonly material: UsableType },
): Uint8Array {
  const unnamed = withoutNames(licence);
  const marked = { ...material, face: markedFace(material.face), faceKey: `${material.faceKey}/specimen` };
  return paintLicence(deps.engine, paintingOf(unnamed, { usable: marked, qrText: MARK.text })).bytes;
}

/** With an identifier and a code that can be those of no licence. */
function withoutNames(licence: LicenceRecord): LicenceRecord {
  const edition = currentEdition(licence);
  const parts = readIdentifier(edition.identifier);
  const identifier = writeIdentifier({ ...parts, serial: '0'.repeat(parts.serial.length) });
  return { ...licence, editions: [...licence.editions.slice(0, -1), { ...edition, identifier, verificationCode: NO_CODE }] };
}

/** A face whose pages say that they are a specimen; what is no face is left to be refused where it is read. */
export function markedFace(face: unknown): unknown {
  const { pages } = (typeof face === 'object' && face !== null ? face : {}) as { readonly pages?: unknown };
  if (!Array.isArray(pages)) return face;
  return { ...(face as object), pages: pages.map((page: unknown) => ({ ...(page as object), watermark: MARK })) };
}
