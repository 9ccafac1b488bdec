import type { z } from 'zod';
import type { SealRecord } from '../../../domain/seal/index.ts';
import type { sealSchema } from './schema.ts';

/** A seal as people are shown it; which key in custody signs with it stays inside. */
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
    versions: versions.map(({ number, state, keyId, validFrom, validTo, sealDigest }) => ({
      number,
      state,
      signer: keyId === null ? 'client' : 'custody',
      validFrom,
      validTo,
      digest: sealDigest,
    })),
  };
}
