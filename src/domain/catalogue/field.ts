/** Face fields (照面字段) of licence types: what a value may be, how it is shown to whom may not see it whole, whether it is searched for. */

/**
 * What a value is: text; a number; a legal date; a choice from a dictionary; the code of an area; the number of a citizen; a unified social
 * credit code; a picture such as a photo; rows of a table.
 */
export const FIELD_TYPES = [
  'text',
  'number',
  'date',
  'choice',
  'area',
  'citizen-number',
  'credit-code',
  'image',
  'table',
] as const;

/** What a value is. */
export type FieldType = (typeof FIELD_TYPES)[number];

/** How a value is shown to those who may not see it whole: as it is; as names are; as numbers are; not at all. */
export const MASK_LEVELS = ['none', 'name', 'code', 'hidden'] as const;

/** How a value is shown to those who may not see it whole. */
export type MaskLevel = (typeof MASK_LEVELS)[number];

/** A column of a table. */
export interface ColumnDefinition {
  readonly name: string;
  readonly required: boolean;
  /** Characters. */
  readonly maxLength: number;
}

/** A face field of a licence type. What belongs to one type of field only is absent in the others. */
export interface FieldDefinition {
  /** Name used by templates and interfaces. */
  readonly name: string;
  readonly label: string;
  /** Absent in definitions from before there were types: text. */
  readonly type?: FieldType;
  readonly required: boolean;
  /** Most characters; of a picture, of its Base64. */
  readonly maxLength: number;
  readonly mask: MaskLevel;
  /** Whether licences are found by the whole value; absent: they are not. */
  readonly searchable?: boolean;
  /** `choice`: code of the dictionary (数据字典). */
  readonly dictionary?: string;
  /** `number`: bounds, digits after the point, and the unit that it is in. */
  readonly least?: number;
  readonly most?: number;
  readonly decimals?: number;
  readonly unit?: string;
  /** `date`: whether 长期 is a value too. */
  readonly longTerm?: boolean;
  /** `table`: its columns and the most rows. */
  readonly columns?: readonly ColumnDefinition[];
  readonly mostRows?: number;
  /** A value to show the face with before there is a licence. */
  readonly example?: string;
}

/** The type of a field. */
export function typeOf({ type = 'text' }: FieldDefinition): FieldType {
  return type;
}
