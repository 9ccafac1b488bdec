/** Legal holds (冻结处置): what keeps a licence from being destroyed, whatever its term. */
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { LicenceRecord } from '../../domain/licence/index.ts';
import { findForActor } from '../licences/find.ts';
import type { RetentionDependencies } from './ports.ts';
import { changeRecord } from './write.ts';

/** A hold as it is asked for. */
export interface HoldOrder {
  readonly identifier: string;
  readonly reason: string;
  readonly documentNumber: string;
}

/**
 * Keeps a licence of the actor's organisation from being destroyed.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_NOT_FOUND, IDENTIFIER_INVALID, LICENCE_DESTROYED
 */
export async function holdLicence(deps: RetentionDependencies, actor: Actor, order: HoldOrder): Promise<LicenceRecord> {
  const { reason, documentNumber } = order;
  const hold = { reason, documentNumber, since: isoInstant(deps.clock.now()), actor };
  return change(deps, { actor, order }, (licence) => ({
    next: { ...licence, hold },
    told: { kind: 'licence-held', actor, facts: { identifier: order.identifier, documentNumber } },
  }));
}

/**
 * Takes the hold of a licence away; one that is not held stays as it is.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_NOT_FOUND, IDENTIFIER_INVALID, LICENCE_DESTROYED
 */
export async function releaseLicence(
  deps: RetentionDependencies,
  actor: Actor,
  order: Omit<HoldOrder, 'reason'>,
): Promise<LicenceRecord> {
  const { identifier, documentNumber } = order;
  return change(deps, { actor, order }, ({ hold, ...licence }) =>
    hold ? { next: licence, told: { kind: 'licence-hold-released', actor, facts: { identifier, documentNumber } } } : null,
  );
}

async function change(
  deps: RetentionDependencies,
  { actor, order }: { readonly actor: Actor; readonly order: { readonly identifier: string } },
  judge: Parameters<typeof changeRecord<'licences'>>[2],
): Promise<LicenceRecord> {
  const { identifier } = order;
  const { licence } = await findForActor(deps.store.records, {
    actor,
    action: 'retention:hold',
    identifier,
    now: deps.clock.now(),
  });
  const changed = await changeRecord(deps, { collection: 'licences', id: licence._id }, (record) => {
    if (record.destroyed) throw new YinzhengError('LICENCE_DESTROYED');
    return judge(record);
  });
  if (!changed) throw new YinzhengError('LICENCE_NOT_FOUND');
  return changed;
}
