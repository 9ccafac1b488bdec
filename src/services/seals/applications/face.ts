/** The picture, name and kind of a seal that is to be made. */
import { fromBase64 } from '../../../base/bytes.ts';
import { YinzhengError } from '../../../base/errors/index.ts';
import type { BodyClass, OrganisationRecord } from '../../../domain/organisation/index.ts';
import { faceTitle, SPECIMEN_MARKING, type SealFaceOrder, type SealKind, type SealRecord } from '../../../domain/seal/index.ts';
import { parseSeal, type SealSpecification } from '../../../ses/index.ts';
import { paintSeal, sealDrawing } from '../make-picture.ts';
import { SES_TYPES } from '../property.ts';
import type { SealMakingDependencies } from './ports.ts';

/** What people see of a seal, as its SESeal has it. */
export interface SealFace extends Pick<SealSpecification, 'name' | 'type' | 'picture'> {
  readonly kind: SealKind;
}

/**
 * Draws what was applied for.
 * @throws {YinzhengError} SEAL_FACE_INVALID, GLYPH_MISSING, and as the painter does
 */
export async function faceOfApplication(
  deps: Pick<SealMakingDependencies, 'fonts' | 'zlib' | 'emblem' | 'paint'>,
  seal: {
    readonly face: SealFaceOrder;
    readonly code: string;
    readonly owner: OrganisationRecord;
    /** Whether it is a demonstration's. */
    readonly isMarked: boolean;
  },
): Promise<SealFace> {
  const { face, code, owner, isMarked } = seal;
  const { kind, shape, name, secondName, middleLine, lowerLine } = face;
  const marking = isMarked ? SPECIMEN_MARKING : undefined;
  const drawing = sealDrawing(deps, {
    ...{ name, bodyClass: classOf(kind, owner.bodyClass), shape, marking },
    ...{ secondName: secondName ?? undefined, middleLine: middleLine ?? undefined, lowerLine: lowerLine ?? undefined },
    ...(shape === 'round' && { code }),
    emblem: kind === 'statutory-name' ? (deps.emblem ?? undefined) : undefined,
  });
  const picture = await (deps.paint?.(drawing) ?? paintSeal(drawing, deps.zlib));
  const title = faceTitle(face);
  return { kind, type: SES_TYPES[kind], name: marking === undefined ? title : `${title}（${marking}）`, picture };
}

/** The face that a seal has, for another version of it: whoever wants another applies for another seal. */
export function faceOfSeal({ kind, versions }: SealRecord): SealFace {
  const former = versions.at(-1);
  if (!former) throw new YinzhengError('SEAL_NOT_FOUND');
  const { name, type, picture } = parseSeal(fromBase64(former.seal));
  return { kind, name, type, picture };
}

/** By which rule a seal is sized: that of the body for its own name, else smaller, with a star. */
function classOf(kind: SealKind, owner: BodyClass): BodyClass {
  if (kind === 'statutory-name') return owner;
  return kind === 'department' ? 'department' : 'special-purpose';
}
