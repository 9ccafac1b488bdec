/** Small readers of JSON values that say where a fault is, such as `pages[0].fields[3].size`. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';

/** Reads a value found at a path. */
export type Reader<T> = (value: unknown, path: string) => T;

const MOST_ENTRIES = 500;

/** The error for a fault at a path. */
export function fault(path: string, en: string, zh: string): YinzhengError {
  return new YinzhengError('TEMPLATE_INVALID', {
    path,
    reason: path === '' ? bilingual(en, zh) : bilingual(`${path} ${en}`, `${path} ${zh}`),
  });
}

/** A finite number between two bounds. */
export function number(least: number, most: number): Reader<number> {
  return (value, path) => {
    if (typeof value !== 'number' || !(value >= least && value <= most))
      throw fault(path, `must be a number from ${least} to ${most}`, `应为 ${least} 至 ${most} 的数`);
    return value;
  };
}

/** A whole number between two bounds. */
export function whole(least: number, most: number): Reader<number> {
  const read = number(least, most);
  return (value, path) => {
    if (!Number.isInteger(value)) throw fault(path, 'must be a whole number', '应为整数');
    return read(value, path);
  };
}

/** A text of 1 to `most` UTF-16 units that matches a pattern, if one is given. */
export function text(most: number, pattern?: RegExp): Reader<string> {
  return (value, path) => {
    if (typeof value !== 'string' || value.length === 0 || value.length > most)
      throw fault(path, `must be a text of 1 to ${most} characters`, `应为 1 至 ${most} 个字符的文本`);
    if (pattern && !pattern.test(value)) throw fault(path, 'is not written as required', '格式不符');
    return value;
  };
}

/** True or false. */
export const truth: Reader<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw fault(path, 'must be true or false', '应为 true 或 false');
  return value;
};

/** One of some words. */
export function oneOf<const T extends string>(...words: readonly T[]): Reader<T> {
  return (value, path) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw fault(path, `must be one of ${words.join(', ')}`, `应为 ${words.join('、')} 之一`);
    return word;
  };
}

/** A list with at least `least` entries. */
export function list<T>(entry: Reader<T>, least = 0): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length < least || value.length > MOST_ENTRIES) {
      throw fault(path, `must be a list of ${least} to ${MOST_ENTRIES} entries`, `应为 ${least} 至 ${MOST_ENTRIES} 项的列表`);
    }
    return Object.freeze(value.map((item: unknown, index) => entry(item, `${path}[${index}]`)));
  };
}

/** One of several kinds of objects, told by its member `kind`. */
export function variant<T extends { readonly kind: string }>(readers: {
  readonly [K in T['kind']]: Reader<Extract<T, { readonly kind: K }>>;
}): Reader<T> {
  const known = new Map<string, Reader<T>>(Object.entries<Reader<T>>(readers));
  return (value, path) => {
    const kind: unknown = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
    const reader = typeof kind === 'string' ? known.get(kind) : undefined;
    if (!reader) {
      const words = [...known.keys()];
      throw fault(path === '' ? 'kind' : `${path}.kind`, `must be one of ${words.join(', ')}`, `应为 ${words.join('、')} 之一`);
    }
    return reader(value, path);
  };
}

/** Members of an object: each with its reader. */
export type Members<T> = { readonly [K in keyof T]-?: Reader<Exclude<T[K], undefined>> };

/** An object with just the given members; those in `optional` may be absent. */
export function record<T extends object>(members: Members<T>, optional: readonly (keyof T & string)[] = []): Reader<T> {
  const readers = new Map<string, Reader<unknown>>(Object.entries<Reader<unknown>>(members));
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fault(path, 'must be an object', '应为对象');
    const prefix = path === '' ? '' : `${path}.`;
    const given = new Map<string, unknown>(Object.entries(value));
    for (const name of given.keys()) if (!readers.has(name)) throw fault(prefix + name.slice(0, 60), 'is not known', '未知');
    const read: [string, unknown][] = [];
    for (const [name, reader] of readers) {
      if (given.has(name)) read.push([name, reader(given.get(name), prefix + name)]);
      else if (!optional.some((key) => key === name)) throw fault(prefix + name, 'is missing', '缺失');
    }
    return Object.freeze(Object.fromEntries(read)) as T;
  };
}
