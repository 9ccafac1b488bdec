/** Examples of the OpenAPI description, made from its schemas: what a name usually holds, else the simplest value that the schema allows. */
import { BY_PATTERN, EXAMPLES } from './values.ts';

/** A schema of the description, as far as examples need it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** Schemas that others refer to, by their name. */
export type Components = Readonly<Record<string, Schema>>;

/** Schemas that hold themselves end here. */
const DEEPEST = 12;
const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-12-01T09:30:00Z',
  date: '2026-12-01',
  uri: 'https://system.example/path',
  uuid: '7d0c8a52-9a51-4a2e-9a4e-6c1f7d2b3a10',
  byte: 'MIIBIjAN',
  base64: 'MIIBIjAN',
  email: 'clerk@department.example',
};

/** A value that a schema allows, for a property of this name (empty at the top). */
export function exampleOf(schema: Schema, components: Components, name = '', depth = 0): unknown {
  if (schema.$ref !== undefined) {
    const referred = components[schema.$ref.replace(/^.*\//, '')];
    return referred ? exampleOf(referred, components, name, depth + 1) : null;
  }
  if ('const' in schema) return schema.const;
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.length) return schema.examples[0];
  const usual = EXAMPLES[name];
  if (usual !== undefined && fits(usual, schema)) return usual;
  if (schema.enum) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.map((each) => exampleOf(each, components, name, depth + 1))) as unknown;
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return exampleOf(choice.find((each) => each.type !== 'null') ?? choice[0] ?? {}, components, name, depth + 1);
  return ofType(schema, components, { name, depth });
}

interface Place {
  readonly name: string;
  readonly depth: number;
}

function ofType(schema: Schema, components: Components, { name, depth }: Place): unknown {
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.find((each) => each !== 'null');
  switch (type) {
    case 'object':
      return depth > DEEPEST ? {} : objectOf(schema, components, depth);
    case 'array': {
      if (schema.prefixItems) return schema.prefixItems.map((each) => exampleOf(each, components, name, depth + 1));
      if (depth > DEEPEST || !schema.items) return [];
      const item = exampleOf(schema.items, components, singular(name), depth + 1);
      return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => item);
    }
    case 'integer':
    case 'number':
      return Math.min(schema.maximum ?? 1, Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1));
    case 'boolean':
      return true;
    case 'string':
      return (
        BY_PATTERN[schema.pattern ?? ''] ??
        BY_FORMAT[schema.format ?? ''] ??
        '示例'.repeat(Math.ceil((schema.minLength ?? 1) / 2)).slice(0, schema.maxLength)
      );
    default:
      return null;
  }
}

function objectOf(schema: Schema, components: Components, depth: number): Record<string, unknown> {
  const named = Object.entries(schema.properties ?? {}).map(
    ([name, each]) => [name, exampleOf(each, components, name, depth + 1)] as const,
  );
  if (named.length > 0 || typeof schema.additionalProperties !== 'object') return Object.fromEntries(named);
  const key = exampleOf(schema.propertyNames ?? { type: 'string' }, components, 'field', depth + 1);
  return { [String(key)]: exampleOf(schema.additionalProperties, components, 'value', depth + 1) };
}

/** Whether a usual value may stand there, as far as it can be told without a validator. */
function fits(value: unknown, schema: Schema): boolean {
  if (schema.enum) return schema.enum.includes(value);
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return choice.some((each) => fits(value, each));
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (typeof value === 'string')
    return (
      types.includes('string') &&
      schema.format === undefined &&
      (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value)) &&
      value.length >= (schema.minLength ?? 0) &&
      value.length <= (schema.maxLength ?? value.length)
    );
  if (typeof value === 'number')
    return (
      (types.includes('number') || types.includes('integer')) &&
      value >= (schema.minimum ?? value) &&
      value <= (schema.maximum ?? value)
    );
  if (Array.isArray(value)) return types.includes('array');
  return typeof value === 'object' && types.includes('object');
}

function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}
