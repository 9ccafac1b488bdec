import type { SealKind } from '../../domain/seal/index.ts';

/** SES_ESPropertyInfo type of each kind; the standard leaves it to who makes seals, and nobody's trust depends on it. */
export const SES_TYPES: Readonly<Record<SealKind, number>> = {
  'statutory-name': 1,
  department: 3,
  'special-purpose': 4,
  'personal-name': 5,
};
