/** Use copies for a case, by duty: a counter has copies made of what a check found, and its own body seals them. */
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { MOST_COPY_TEXT, type LicenceCopyRecord } from '../../domain/copy/index.ts';
import { authorise } from '../access/authorise.ts';
import type { MadeCopy, UseCopyMaker } from '../duty/ports.ts';
import { findByIdentifier, noLicence } from '../licences/find.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { readEvent } from '../licences/read-event.ts';
import { named } from '../organisations/index.ts';
import { makeCopyOf } from './make.ts';
import { copyBytes } from './read.ts';

/** Makes copies of what a check by duty found: for the item of the case, for the body of who asks. */
export function copiesByDuty(deps: LicenceDependencies): UseCopyMaker {
  return {
    async make(actor, { identifiers, purpose, until }) {
      authorise(actor, 'duty:check', actor.organisation);
      const { records } = deps.store;
      const body = await records.get('organisations', actor.organisation ?? '');
      if (!body) throw new YinzhengError('COPY_SEAL_MISSING', { organisation: actor.organisation ?? '' });
      const use = { purpose: lineOf(purpose.item), user: lineOf(named(body, deps.clock.now()).name) };
      const made: MadeCopy[] = [];
      for (const identifier of identifiers) {
        const found = await findByIdentifier(records, identifier);
        if (!found) throw noLicence(identifier);
        const copy = await makeCopyOf(deps, actor, found, { ...use, expiresAt: isoInstant(until), reason: purpose });
        made.push({ identifier, copy: copy._id });
      }
      return made;
    },
  };
}

/**
 * The sealed file of a copy that the caller's own body had made by duty; recorded with its purpose before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, COPY_NOT_FOUND, also for copies of other bodies; FILE_NOT_FOUND, BLOB_NOT_FOUND, BLOB_DAMAGED
 */
export async function downloadDutyCopy(
  deps: Pick<LicenceDependencies, 'store' | 'journal' | 'clock' | 'random' | 'engine'>,
  actor: Actor,
  { number, purpose }: { readonly number: string; readonly purpose: Purpose },
): Promise<{ readonly copy: LicenceCopyRecord; readonly bytes: Uint8Array }> {
  authorise(actor, 'duty:check', actor.organisation);
  const { records } = deps.store;
  const copy = await records.get('licence-copies', number);
  const licence = copy && copy.maker.code === actor.organisation ? await records.get('licences', copy.licence) : null;
  if (!copy || copy.kind !== 'use-copy' || !licence || licence.destroyed) throw new YinzhengError('COPY_NOT_FOUND');
  const bytes = await copyBytes(deps, copy);
  await deps.journal.record([readEvent(deps, { actor, purpose, licence, at: isoInstant(deps.clock.now()), what: 'file' })]);
  return { copy, bytes };
}

/** As much of a text as a watermark has room for. */
function lineOf(text: string): string {
  return [...text.trim()].slice(0, MOST_COPY_TEXT).join('').trim();
}
