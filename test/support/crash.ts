/** Processes that die: a store and a signer whose n-th durable step is the last thing that ever happens. */
import type { Signer } from '../../src/services/pki/index.ts';
import type { RecordStore, Store } from '../../src/services/storage/index.ts';

/** Whether the last step was still done, or not. */
export type LastStep = 'done' | 'undone';

/** A store and a signer that die together. */
export interface Mortal {
  readonly store: Store;
  readonly signer: Signer;
  /** Steps begun so far, by name. */
  readonly steps: readonly string[];
  /** Resolves when the process has died and the step that was under way has ended. */
  readonly death: Promise<void>;
}

/** Lets a process over `store` and `signer` die at its n-th step (from 1): nothing it calls then or later ever returns. */
export function mortal(parts: { readonly store: Store; readonly signer: Signer }, at: number, last: LastStep): Mortal {
  const steps: string[] = [];
  let dead = false;
  const gone = (): boolean => dead;
  let die: () => void = () => undefined;
  const death = new Promise<void>((resolve) => (die = resolve));
  const never = new Promise<never>(() => undefined);

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (gone()) return never;
    steps.push(name);
    if (steps.length < at) {
      const result = await work();
      return gone() ? never : result;
    }
    dead = true;
    // A step that is refused has ended as well.
    if (last === 'done') await work().catch(() => undefined);
    die();
    return never;
  }

  async function look<T>(work: () => Promise<T>): Promise<T> {
    const result = gone() ? never : await work();
    return gone() ? never : result;
  }

  const { records, journal, blobs } = parts.store;
  const insert: RecordStore['insert'] = (collection, record) =>
    step(`insert ${collection}`, () => records.insert(collection, record));
  const replace: RecordStore['replace'] = (collection, record) =>
    step(`replace ${collection}`, () => records.replace(collection, record));
  return {
    steps,
    death,
    signer: { sign: (request) => step('sign', () => parts.signer.sign(request)) },
    store: {
      records: {
        get: (collection, id) => look(() => records.get(collection, id)),
        find: (collection, query) => look(() => records.find(collection, query)),
        count: (collection, value) => look(() => records.count(collection, value)),
        list: (collection, page) => look(() => records.list(collection, page)),
        insert,
        replace,
        write: oneByOne({ insert, replace }),
        remove: (collection, id) => step(`remove ${collection}`, () => records.remove(collection, id)),
      },
      journal: {
        head: () => look(() => journal.head()),
        read: (from, limit) => look(() => journal.read(from, limit)),
        known: (ids) => look(() => journal.known(ids)),
        append: (entries) => step('append', () => journal.append(entries)),
      },
      blobs: {
        get: (key, wrapped) => look(() => blobs.get(key, wrapped)),
        keep: (bytes, options) => step('put', () => blobs.keep(bytes, options)),
        put: (bytes) => step('put', () => blobs.put(bytes)),
        reserve: (options) => look(() => blobs.reserve(options)),
        keyOf: (sm3) => blobs.keyOf(sm3),
        remove: (key) => step('remove blob', () => blobs.remove(key)),
        keys: () => blobs.keys(),
      },
      healthy: () => look(() => parts.store.healthy()),
      close: () => Promise.resolve(),
    },
  };
}

/** Writing several records one after another, as a database does that cannot write them at once. */
export function oneByOne({ insert, replace }: Pick<RecordStore, 'insert' | 'replace'>): RecordStore['write'] {
  return async (writes) => {
    for (const { kind, collection, record } of writes) await (kind === 'insert' ? insert : replace)(collection, record);
  };
}
