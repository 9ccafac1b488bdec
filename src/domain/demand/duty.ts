/** What a service item needs, and whether a holder has it (依职能查验). */
import type { CatalogueVersion, ServiceItemUse, TypeDefinition } from '../catalogue/index.ts';
import type { LicenceStatus } from '../licence/index.ts';

/** Whether a licence that is needed is there: in force; there, and not in force; expired; none. */
export const DUTY_ANSWERS = ['there', 'not-in-force', 'expired', 'missing'] as const;

/** Whether a licence that is needed is there. */
export type DutyAnswer = (typeof DUTY_ANSWERS)[number];

const ANSWER_OF: Readonly<Record<LicenceStatus, DutyAnswer>> = {
  valid: 'there',
  'not-yet-valid': 'not-in-force',
  suspended: 'not-in-force',
  'transferred-out': 'not-in-force',
  replaced: 'not-in-force',
  cancelled: 'not-in-force',
  rescinded: 'not-in-force',
  revoked: 'not-in-force',
  void: 'not-in-force',
  expired: 'expired',
};

/** The answer for a type by the statuses of the licences that a holder has of it: the best of them. */
export function dutyAnswer(statuses: readonly LicenceStatus[]): DutyAnswer {
  const answers = statuses.map((status) => ANSWER_OF[status]);
  return DUTY_ANSWERS.find((answer) => answers.includes(answer)) ?? 'missing';
}

/** The item of a code that needs a licence; null where none of these does. */
export function requiredBy(uses: readonly ServiceItemUse[], item: string): ServiceItemUse | null {
  return uses.find(({ code, use }) => use === 'requires' && code === item) ?? null;
}

/** The items that a version of a type, and what bodies added to it, name. */
export function itemsOf(
  version: Pick<CatalogueVersion<Pick<TypeDefinition, 'serviceItems'>>, 'content'>,
  added: readonly { readonly serviceItems: readonly ServiceItemUse[] }[],
): readonly ServiceItemUse[] {
  return [...version.content.serviceItems, ...added.flatMap(({ serviceItems }) => serviceItems)];
}
