/** Acts on a licence's status that a second person approves. */
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { Actor } from '../access/index.ts';
import type { LicenceRecord, StatusApplication } from './model.ts';

/** Most applications that are kept of one licence, whatever became of them. */
export const MOST_APPLICATIONS = 200;

/** What somebody does to an application. */
export type ApplicationStep = 'approve' | 'refuse' | 'withdraw';

/**
 * The application that is open, to be approved or refused by another person than the one who asked for it, or withdrawn by whoever asked.
 * @throws {YinzhengError} STATUS_APPLICATION_NOT_FOUND, STATUS_APPLICATION_REFUSED
 */
export function openApplication(
  { applications = [] }: Pick<LicenceRecord, 'applications'>,
  { id, step, by }: { readonly id: string; readonly step: ApplicationStep; readonly by: Actor },
): StatusApplication {
  const found = applications.find((each) => each.id === id);
  if (!found) throw new YinzhengError('STATUS_APPLICATION_NOT_FOUND');
  const reason = whyNot(found, step, by);
  if (reason) throw new YinzhengError('STATUS_APPLICATION_REFUSED', { reason });
  return found;
}

/** A licence with its applications, and whether one of them is open, by which it is found. */
export function withApplications(licence: LicenceRecord, applications: readonly StatusApplication[]): LicenceRecord {
  const isOpen = applications.some(({ state }) => state === 'open');
  const rest = Object.fromEntries(Object.entries(licence).filter(([name]) => name !== 'applying')) as unknown as LicenceRecord;
  return { ...rest, applications, ...(isOpen && { applying: true as const }) };
}

function whyNot({ state, requester }: StatusApplication, step: ApplicationStep, by: Actor): Bilingual | null {
  if (state !== 'open') return bilingual('it was decided or withdrawn already', '该申请已办结或撤回');
  const isOwn = requester.person === null ? by.client === requester.client : by.person === requester.person;
  if (step === 'withdraw') return isOwn ? null : bilingual('only whoever asked withdraws it', '只能由申请人撤回');
  if (by.person === null) return bilingual('a person decides it', '须由人员审批');
  return isOwn ? bilingual('nobody decides what he asked for himself', '申请人不得审批本人的申请') : null;
}
