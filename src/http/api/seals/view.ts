import type { z } from 'zod';
import type { Instant } from '../../../base/time.ts';
import { stateAt, type SealRecord } from '../../../domain/seal/index.ts';
import type { sealLifeSchema, sealSchema } from './schema.ts';

/** A seal as people are shown it at a time, ms; which key in custody signs with it stays inside. */
export function sealView(record: SealRecord, at: Instant): z.infer<typeof sealSchema> {
  const { _id: code, name, owner, kind, width, height, demonstration, versions } = record;
  return {
    code,
    name,
    owner,
    kind,
    width,
    height,
    demonstration,
    versions: versions.map((version) => ({
      number: version.number,
      state: stateAt(version, at),
      signer: version.keyId === null ? 'client' : 'custody',
      validFrom: version.validFrom,
      validTo: version.validTo,
      digest: version.sealDigest,
    })),
  };
}

/** A seal with its filings; who of an organisation did it stays in the journal. */
export function sealLifeView(record: SealRecord, at: Instant): z.infer<typeof sealLifeSchema> {
  const filings = (record.filings ?? []).map(({ by, ...filing }) => ({ ...filing, organisation: by.organisation }));
  return { ...sealView(record, at), filings };
}
