import type { z } from 'zod';
import { YinzhengError } from '../base/errors/index.ts';
import { faultWords } from '../services/fault-words.ts';

export interface InputSchemas {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly json?: z.ZodType;
}

/** Input as received, before it is checked. */
export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly json: unknown;
}

/** One fault of a request. The value itself is never repeated: it may be somebody's name. */
export interface Fault {
  readonly in: 'path' | 'query' | 'body';
  /** JSON pointer (RFC 6901) to the faulty part. */
  readonly pointer: string;
  readonly en: string;
  readonly zh: string;
}

/** A request with all that is wrong with it. */
export class InvalidRequest extends YinzhengError {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super('REQUEST_INVALID', { count: faults.length });
    this.faults = faults.slice(0, MOST_FAULTS);
  }
}

const MOST_FAULTS = 100;
const PLACES = { params: 'path', query: 'query', json: 'body' } as const;

/** Checks all parts of a request. Throws REQUEST_INVALID listing every fault. */
export function parseInput(schemas: InputSchemas, raw: RawInput): Partial<Record<keyof InputSchemas, unknown>> {
  const faults: Fault[] = [];
  const parsed: Partial<Record<keyof InputSchemas, unknown>> = {};
  for (const part of ['params', 'query', 'json'] as const) {
    const schema = schemas[part];
    if (!schema) continue;
    const result = schema.safeParse(raw[part], { reportInput: true });
    if (result.success) parsed[part] = result.data;
    else faults.push(...result.error.issues.map((issue) => faultOf(PLACES[part], issue)));
  }
  if (faults.length > 0) throw new InvalidRequest(faults);
  return parsed;
}

function faultOf(place: Fault['in'], issue: z.core.$ZodIssue): Fault {
  const pointer = issue.path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
  return { in: place, pointer, ...faultWords(issue) };
}
