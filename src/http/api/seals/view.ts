import type { z } from 'zod';
import type { SealRecord } from '../../../domain/seal/index.ts';
import type { sealSchema } from './schema.ts';

/** A seal as people are shown it; which key signs with it stays inside. */
export function sealView(record: SealRecord): z.infer<typeof sealSchema> {
  const { _id: code, name, owner, kind, width, height, demonstration, versions } = record;
  return {
    code,
    name,
    owner,
    kind,
    width,
    height,
    demonstration,
    versions: versions.map(({ number, state, validFrom, validTo, sealDigest }) => ({
      number,
      state,
      validFrom,
      validTo,
      digest: sealDigest,
    })),
  };
}
