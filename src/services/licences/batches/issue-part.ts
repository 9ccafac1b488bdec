import { isYinzhengError, type ErrorCode, type YinzhengError } from '../../../base/errors/index.ts';
import { currentEdition } from '../../../domain/licence/index.ts';
import { refuseLeaver } from '../../stamping/batches/authorise-item.ts';
import type { IssueBatchPartRecord, IssueBatchRecord, IssueRowResult } from '../../storage/index.ts';
import { accountOf } from '../drafts/record.ts';
import { issueLicence } from '../issue.ts';
import { findMaterial } from '../material.ts';
import type { LicenceDependencies } from '../ports.ts';
import { failureOf } from './check.ts';
import { requestOfRow } from './table.ts';

/** Rows that one server issues at a time. */
const AT_ONCE = 4;

/** Faults of a row itself; any other says nothing of it and ends the batch, until it is started again. */
const OF_A_ROW: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['INPUT_INVALID', 'FIELD_INVALID', 'HOLDER_INVALID', 'DATE_INVALID', 'CASE_CONFLICT', 'GLYPH_MISSING'] as const),
  ...(['TEXT_DOES_NOT_FIT', 'IMAGE_UNUSABLE', 'PNG_MALFORMED'] as const),
]);

/** Faults that pass by themselves. */
const PASSING = [
  'STORE_UNAVAILABLE',
  'SIGNER_UNAVAILABLE',
  'SERVICE_BUSY',
  'KEY_DEVICE_UNAVAILABLE',
  'ISSUING_INCOMPLETE',
] as const satisfies readonly ErrorCode[];

/** What became of a part: results of its rows, null of those that were not come to; and what ends the work for now, or until it is started again. */
export interface IssuedPart {
  readonly results: readonly (IssueRowResult | null)[];
  readonly later: boolean;
  readonly stop: YinzhengError | null;
}

/**
 * Issues the rows of a part that have no result yet, each once by its case number, whoever died over it before. Rejects with what is no error of
 * this service.
 */
export async function issuePart(
  deps: LicenceDependencies,
  batch: IssueBatchRecord,
  { part, isOver }: { readonly part: IssueBatchPartRecord; readonly isOver: () => boolean },
): Promise<IssuedPart> {
  const results: (IssueRowResult | null)[] = [...part.results];
  const found: { later: boolean; stop: YinzhengError | null } = { later: false, stop: null };
  const { starter, maker, organisation, typeCode: type } = batch;
  const queue = [...results.keys()].filter((index) => results[index] === null);
  try {
    if (!starter) return { results, ...found, later: true };
    await refuseLeaver(deps.store.records, starter, { action: 'licence:issue', now: deps.clock.now() });
    const material = await findMaterial(deps, { organisation, type, at: deps.clock.now() });
    const { fields } = material.type;
    const work = async (): Promise<void> => {
      for (;;) {
        const index = found.later || found.stop || isOver() ? undefined : queue.shift();
        if (index === undefined) return;
        try {
          const request = requestOfRow(batch, fields, part.rows[index]?.cells ?? []);
          const { licence } = await issueLicence(deps, starter, request, { makers: [accountOf(maker)] });
          const { identifier, verificationCode } = currentEdition(licence);
          results[index] = { identifier, verificationCode };
        } catch (error) {
          if (!isYinzhengError(error)) throw error;
          if (OF_A_ROW.has(error.code)) results[index] = failureOf(error);
          else if (isYinzhengError(error, ...PASSING)) found.later = true;
          else found.stop = error;
        }
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    if (isYinzhengError(error, ...PASSING)) found.later = true;
    else found.stop = error;
  }
  return { results, ...found };
}
