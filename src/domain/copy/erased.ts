import type { LicenceCopyRecord } from './model.ts';

/** A copy without what it was for, who made it, and its file; number, original and digest stay, by which it is still told what it was. */
export function erasedCopy(copy: LicenceCopyRecord): LicenceCopyRecord {
  const kept = Object.entries(copy).filter(([name]) => name !== 'use' && name !== 'reason');
  const { format, digest, size } = copy.file;
  return {
    ...(Object.fromEntries(kept) as unknown as LicenceCopyRecord),
    file: { format, digest, size, blob: '' },
    actor: { ...copy.actor, person: null, onBehalfOf: null, session: null },
  };
}
