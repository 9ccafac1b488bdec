/** What good inputs are made of: a small PKI with everything it signs, a demonstration installation's licence, samples where present. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createReaderPool, type ReaderPool } from '../src/adapters/isolation/index.ts';
import { createSealingBench, type SealingBench } from '../test/support/sealed-licence.ts';
import type { makeAuthority } from '../test/support/tsp.ts';
import { crypto, issue, makeChain, type TestIdentity } from '../test/support/pki.ts';
import { sample, samplesPresent } from '../test/support/samples.ts';
import { makeSealWorld, type SealWorld } from '../test/support/ses.ts';

/** Everything is made when it is first asked for. */
export interface World {
  readonly chain: ReturnType<typeof makeChain>;
  /** Certificates of other kinds of keys. */
  readonly strangers: readonly TestIdentity[];
  readonly seals: SealWorld;
  readonly authority: ReturnType<typeof makeAuthority>;
  /** The demonstration; its seal, its trust, licences issued by it. */
  bench(): Promise<SealingBench>;
  /** The threads that read and paint foreign documents. */
  reader(): ReaderPool;
  /** Samples of a folder, such as `pdf/signed`; none where there are no samples. */
  samples(folder: string, most?: number): readonly Uint8Array[];
  close(): Promise<void>;
}

/**
 * Longest time that a document may take the thread that paints it, ms: that of the product, and the time in which the thread compiles its
 * sources. Four times it, for an input that is measured again, is less than what stands still.
 */
export const PREVIEW_LIMIT = 20_000;
const READER = fileURLToPath(new URL('../test/support/reader-thread.mjs', import.meta.url));

export function createWorld(): World {
  const lazy = <T>(make: () => T): (() => T) => {
    let made: { readonly value: T } | null = null;
    return () => (made ??= { value: make() }).value;
  };
  let opened: Promise<SealingBench> | null = null;
  let reading: ReaderPool | null = null;
  const chain = lazy(makeChain);
  const strangers = lazy(() => (['p256', 'rsa'] as const).map((key) => makeChain(key).signer));
  const seals = lazy(makeSealWorld);
  const authority = lazy(() => {
    const { root, signersCa } = seals();
    return { root, authority: issue(signersCa, { profile: 'time-stamping', name: { country: 'CN', commonName: 'Test TSA' } }) };
  });
  return {
    get chain() {
      return chain();
    },
    get strangers() {
      return strangers();
    },
    get seals() {
      return seals();
    },
    get authority() {
      return authority();
    },
    bench: () => (opened ??= createSealingBench()),
    reader: () => (reading ??= createReaderPool({ program: READER, crypto, threads: 1, longest: PREVIEW_LIMIT })),
    samples: samplesOf,
    async close() {
      await reading?.close();
      await (await opened)?.close();
    },
  };
}

/** Larger ones cost more than they find. */
const LARGEST_SAMPLE = 120_000;

function samplesOf(folder: string, most = LARGEST_SAMPLE): readonly Uint8Array[] {
  if (!samplesPresent) return [];
  const names = readdirSync(new URL(`../../shared/samples/${folder}/`, import.meta.url)).sort();
  return names.map((name) => sample(`${folder}/${name}`)).filter(({ length }) => length <= most);
}
