import type { z } from 'zod';
import type { LicenceCopyRecord } from '../../../domain/copy/index.ts';
import type { copySchema } from './schema.ts';

export function copyView(copy: LicenceCopyRecord): z.infer<typeof copySchema> {
  const { _id: number, kind, original, maker, verificationCode, use, expiresAt, file, recordedAt } = copy;
  return {
    ...{ number, kind, maker: { code: maker.code, name: maker.name }, verificationCode, expiresAt, recordedAt },
    original: { identifier: original.identifier, edition: original.edition, sm3: original.digest },
    ...{ purpose: use?.purpose ?? null, user: use?.user ?? null, sm3: file.digest, size: file.size },
  };
}
