/** Documents that cannot be stamped stand in the log of stampings too, though no key was used. */
import { isYinzhengError, type ErrorCode } from '../../base/errors/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { recordFailed } from './outcome.ts';
import { intendedStamping, type SealUse } from './intended.ts';

/** What is wrong with a document, or with the place that was meant in it. */
const UNFIT = [
  'DOCUMENT_UNRECOGNISED',
  'DOCUMENT_TOO_COSTLY',
  'PDF_NOT_STAMPABLE',
  'PDF_ENCRYPTED',
  'PDF_MALFORMED',
  'KEYWORD_NOT_FOUND',
  'PLACE_NOT_FOUND',
  'PLACE_AMBIGUOUS',
] as const satisfies readonly ErrorCode[];

/** Records a use that ended before its key was reached because of the document, and throws what ended it again. */
export function unfit(deps: LicenceDependencies, use: SealUse): (error: unknown) => Promise<never> {
  return async (error) => {
    if (isYinzhengError(error, ...UNFIT)) {
      const { reason } = error.details;
      await deps.store.records.insert('stampings', { ...intendedStamping(deps, use), ...(reason && { reason }) });
      await recordFailed(deps, use.id, error.code);
    }
    throw error;
  };
}
