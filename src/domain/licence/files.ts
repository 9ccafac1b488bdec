import type { LicenceEdition, LicenceFile } from './model.ts';

/** The sealed original of an edition as it is handed out: the newest, to which evidence may have been added. */
export function originalFile({ files }: Pick<LicenceEdition, 'files'>): LicenceFile | undefined {
  return files.findLast(({ role }) => role === 'original');
}
