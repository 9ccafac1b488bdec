/** Sizes of round seals by class of body: 国发〔1999〕25号 for diameters and centres, customary engraving for ring widths. */
import type { BodyClass, OvalSealSize, RoundSealSize, SquareSealSize } from './model.ts';

/** Size and prescribed centre of a class of body. */
export interface SealRule extends RoundSealSize {
  readonly centre: 'star' | 'emblem';
}

/** Ring width in mm by diameter, as engraved: 1.2 mm at 42 mm. */
const RULES: Readonly<Record<BodyClass, SealRule>> = Object.freeze({
  'state-council': { diameter: 60, ringWidth: 1.6, centre: 'emblem' },
  province: { diameter: 50, ringWidth: 1.4, centre: 'emblem' },
  ministry: { diameter: 50, ringWidth: 1.4, centre: 'emblem' },
  'council-coordination': { diameter: 50, ringWidth: 1.4, centre: 'star' },
  'vice-ministry': { diameter: 45, ringWidth: 1.2, centre: 'emblem' },
  prefecture: { diameter: 45, ringWidth: 1.2, centre: 'emblem' },
  county: { diameter: 45, ringWidth: 1.2, centre: 'emblem' },
  department: { diameter: 45, ringWidth: 1.2, centre: 'star' },
  township: { diameter: 42, ringWidth: 1.2, centre: 'star' },
  village: { diameter: 42, ringWidth: 1.2, centre: 'star' },
  'foreign-affairs': { diameter: 42, ringWidth: 1.2, centre: 'emblem' },
  institution: { diameter: 45, ringWidth: 1.2, centre: 'star' },
  enterprise: { diameter: 42, ringWidth: 1.2, centre: 'star' },
  'special-purpose': { diameter: 40, ringWidth: 1, centre: 'star' },
});

/** The prescribed size (mm) and centre of the seal of a class of body. */
export function sealRule(body: BodyClass): SealRule {
  return RULES[body];
}

/** Size of an oval seal for one kind of business, mm: as is usual for seals on invoices. */
export const OVAL_SEAL_SIZE: OvalSealSize = Object.freeze({ width: 40, height: 30, ringWidth: 1 });

/** Size of a legal representative's square seal, mm: as is usual in trade. */
export const SQUARE_SEAL_SIZE: SquareSealSize = Object.freeze({ side: 20, frameWidth: 0.8 });
