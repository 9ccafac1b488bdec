/** Mutations of JSON that leave it JSON: a value somewhere inside becomes another, a member goes or comes twice. */
import type { Random } from '../random.ts';
import type { Mutation } from './bytes.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const ODD: readonly (() => Json)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1e308,
  () => 2 ** 53 + 2,
  () => 0.1,
  () => '',
  () => ' ',
  () => '\ud800\u0000',
  () => '名'.repeat(3_000),
  () => '[object Object]',
  () => [],
  () => ({}),
  () => Array<Json>(2_000).fill(1),
  () => JSON.parse('{"__proto__": {"kind": "x"}, "constructor": 1, "length": 4294967295}') as Json,
  () => JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as Json,
];
const DEEPEST = 40;

/** Bytes that are no JSON stay as they are. */
export const mutateJson: Mutation = (bytes, random) => {
  let root: Json;
  try {
    root = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')) as Json;
  } catch {
    return bytes.slice();
  }
  return new Uint8Array(Buffer.from(JSON.stringify(changed(root, random, 0), null, 2)));
};

function changed(value: Json, random: Random, depth: number): Json {
  if (typeof value !== 'object' || value === null || random.once(8) || depth > DEEPEST) return otherValue(value, random);
  if (Array.isArray(value)) {
    if (value.length === 0) return [random.pick(ODD)()];
    const at = random.below(value.length);
    const item = value[at] ?? null;
    if (random.once(6)) return value.toSpliced(at, 1);
    return random.once(6) ? value.toSpliced(at, 0, item) : value.with(at, changed(item, random, depth + 1));
  }
  const names = Object.keys(value);
  const name = names.length === 0 || random.once(10) ? random.pick(['__proto__', 'x', 'kind', 'toString']) : random.pick(names);
  if (random.once(8)) return Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
  return { ...value, [name]: changed(value[name] ?? null, random, depth + 1) };
}

function otherValue(value: Json, random: Random): Json {
  if (typeof value === 'number' && random.once(2)) return value * random.pick([-1, 2, 1000, 1e-6]) + random.below(3);
  if (typeof value === 'string' && random.once(2))
    return value.slice(0, random.below(value.length + 1)) + random.pick(['', value, '\n', 'A']);
  return random.pick(ODD)();
}
