/** SM3 of what the signatures of one file cover: they begin alike, so that no byte is digested twice. */
import type { BegunDigest, CryptoProvider } from '../../crypto/index.ts';
/** The parts of a coverage that count here. */
type Covered = { readonly signed: readonly [Uint8Array, Uint8Array]; readonly end: number };

/** Digests of coverages that were announced, 32 bytes each. */
export interface CoverageDigests {
  /** Of the signed bytes. */
  signed(coverage: Covered): Uint8Array;
  /** Of the whole file as it was signed, the hole included. */
  whole(coverage: Covered): Uint8Array;
}

/** The digests of these coverages of `bytes`, each worked out when it is asked for. */
export function createCoverageDigests(bytes: Uint8Array, coverages: readonly Covered[], crypto: CryptoProvider): CoverageDigests {
  const offsets = [...new Set(coverages.flatMap(({ signed, end }) => [signed[0].length, end]))].sort((a, b) => a - b);
  const begun: BegunDigest[] = [];
  const upTo = (offset: number): BegunDigest => {
    const index = offsets.indexOf(offset);
    for (let next = begun.length; next <= index; next++) {
      const until = offsets[next] ?? 0;
      const before = begun[next - 1];
      begun.push(before?.and(bytes.subarray(offsets[next - 1], until)) ?? crypto.digestFrom('sm3', bytes.subarray(0, until)));
    }
    return begun[index] ?? crypto.digestFrom('sm3', bytes.subarray(0, offset));
  };
  return {
    signed: ({ signed: [before, after] }) => upTo(before.length)(after),
    whole: ({ end }) => upTo(end)(),
  };
}
