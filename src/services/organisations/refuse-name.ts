import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { startOfDay, type Instant } from '../../base/time.ts';
import { nameAt, type OrganisationRecord } from '../../domain/organisation/index.ts';
import { showsName, type SealRecord } from '../../domain/seal/index.ts';

/**
 * Refuses the use of a seal whose face shows a name that its owner has no more, or has not yet; by the day alone, whether or not the change was
 * carried out.
 * @throws {YinzhengError} SEAL_NOT_IN_USE
 */
export function refuseName(
  { name, nextName }: Pick<OrganisationRecord, 'name' | 'nextName'>,
  seal: Pick<SealRecord, 'kind' | 'name'>,
  now: Instant,
): void {
  if (!nextName) return;
  const isDue = now >= startOfDay(nextName.firstDay);
  if (isDue && showsName(seal, name, [nextName.name]))
    throw new YinzhengError('SEAL_NOT_IN_USE', {
      state: bilingual(`its face shows the name ${name}, which ended`, `印面所刻名称“${name}”已停用`),
    });
  if (!isDue && showsName(seal, nextName.name, [name]))
    throw new YinzhengError('SEAL_NOT_IN_USE', {
      state: bilingual(`the name on its face holds from ${nextName.firstDay}`, `印面所刻名称自 ${nextName.firstDay} 起启用`),
    });
}

/** The organisation under the name that it has at an instant. */
export function named(record: OrganisationRecord, at: Instant): OrganisationRecord {
  return { ...record, name: nameAt(record, at) };
}

/** The organisation as it is once a name that holds by now was carried out. */
export function whenDue(record: OrganisationRecord, at: Instant): OrganisationRecord {
  const { nextName } = record;
  return nextName && at >= startOfDay(nextName.firstDay) ? { ...record, name: nextName.name, nextName: null } : record;
}
