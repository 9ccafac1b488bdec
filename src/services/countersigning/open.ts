import { toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { partiesOf, whyNotPlanned } from '../../domain/countersigning/index.ts';
import { timeStampRoom } from '../evidence/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { prepareApart } from '../stamping/reader.ts';
import type { CountersigningRecord } from '../storage/index.ts';
import { requireSeal } from './begin.ts';
import { changePlan } from './change.ts';
import { documentOf } from './document.ts';
import { findOwnPlan, requireState } from './find.ts';

/**
 * Opens a draft: from then on its parties see it, and its document and steps are as they are. Each seal is tried at its place first, so that nobody
 * learns after others have sealed that a place is not there. Opening again changes nothing.
 * @throws {YinzhengError} NOT_ALLOWED, COUNTERSIGNING_NOT_FOUND, COUNTERSIGNING_NOT_POSSIBLE, COUNTERSIGNING_INVALID, COUNTERSIGNING_DOCUMENT_MISSING,
 * COUNTERSIGNING_DOCUMENT_DIFFERS, DOCUMENT_UNRECOGNISED, PDF_MALFORMED, PDF_ENCRYPTED, PDF_NOT_STAMPABLE, DOCUMENT_TOO_COSTLY, SERVICE_BUSY
 */
export async function openPlan(deps: LicenceDependencies, actor: Actor, id: string): Promise<CountersigningRecord> {
  const draft = await findOwnPlan(deps, actor, id);
  if (draft.state === 'open') return draft;
  requireState(draft, deps.clock, 'draft');
  const document = await documentOf(deps, draft);
  const now = deps.clock.now();
  const wrong = whyNotPlanned(draft, now);
  if (wrong) throw new YinzhengError('COUNTERSIGNING_INVALID', { ...wrong });
  for (const [index, step] of draft.steps.entries()) {
    const { seal: record, version } = await requireSeal(deps, step, index + 1);
    const seal = { record, version };
    const wanted = { document, place: step.place, seal, signingTime: now, timeStampSize: timeStampRoom(deps.evidence) };
    try {
      await prepareApart(deps, { ...wanted, unique: `countersigning-plans/${id}` });
    } catch (error) {
      if (!isYinzhengError(error, 'KEYWORD_NOT_FOUND', 'PLACE_NOT_FOUND', 'PLACE_AMBIGUOUS')) throw error;
      throw new YinzhengError('COUNTERSIGNING_INVALID', { step: index + 1, reason: error.bilingual }, { cause: error });
    }
  }
  const digest = toHex(deps.engine.crypto.digest('sm3', document));
  return changePlan(deps, id, (current) => {
    if (current.state === 'open') return null;
    requireState(current, deps.clock, 'draft');
    // Another document may have come meanwhile.
    if (current.document?.digest !== digest) throw new YinzhengError('COUNTERSIGNING_DOCUMENT_DIFFERS');
    return {
      plan: {
        ...{ ...current, state: 'open', openedAt: isoInstant(deps.clock.now()) },
        visibleTo: partiesOf(current.organisation, current.steps),
      },
      ...{ actor, events: [{ kind: 'countersigning-opened', facts: { digest, steps: current.steps.length } }] },
    };
  });
}
