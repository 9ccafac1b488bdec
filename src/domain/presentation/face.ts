/** What is shown of a face: the fields that the holder chose, each as far as its definition lets others see it. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { typeOf, type FieldDefinition } from '../catalogue/index.ts';
import { maskCode, maskName } from '../licence/index.ts';

/** A field as it is shown; `value` null where others never see it. */
export interface ShownField {
  readonly name: string;
  readonly label: string;
  readonly value: string | null;
}

/**
 * Refuses a choice of what is not on the face.
 * @throws {YinzhengError} FIELD_INVALID
 */
export function checkChosen(definitions: readonly FieldDefinition[], chosen: readonly string[]): void {
  const unknown = chosen.find((name) => !definitions.some((definition) => definition.name === name));
  if (unknown !== undefined)
    throw new YinzhengError('FIELD_INVALID', { field: unknown, reason: bilingual('there is no such field', '没有该字段') });
}

/**
 * The fields that were chosen, in the order of their definitions.
 * @param whole as they are, for who has the holder's grant; otherwise masked as each definition says
 */
export function shownFields(
  definitions: readonly FieldDefinition[],
  values: Readonly<Record<string, string>>,
  { chosen, whole }: { readonly chosen: readonly string[]; readonly whole: boolean },
): readonly ShownField[] {
  return definitions
    .filter(({ name }) => chosen.includes(name) && values[name] !== undefined)
    .map((definition) => {
      const { name, label } = definition;
      const value = values[name] ?? '';
      return { name, label, value: whole ? value : masked(definition, value) };
    });
}

function masked(definition: FieldDefinition, value: string): string | null {
  switch (definition.mask) {
    case 'none':
      return value;
    case 'name':
      return maskName(value);
    case 'code':
      return maskCode(value);
    case 'hidden':
      // A photo is what a counter compares the visitor with.
      return typeOf(definition) === 'image' ? value : null;
  }
}
