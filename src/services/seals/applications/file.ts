import { fromBase64 } from '../../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import type { Actor, Purpose } from '../../../domain/access/index.ts';
import type { SealApplication, SealRecord } from '../../../domain/seal/index.ts';
import { parseCertificate } from '../../../pki/index.ts';
import { grantInDemonstration, tellEnded } from '../../grants/index.ts';
import { revokeCertificate, type RevocationDependencies } from '../../pki/index.ts';
import { stepSeal } from '../step-seal.ts';
import type { SealFilingDependencies } from './ports.ts';
import { checkApplicationStep, findApplication, takeApplicationStep } from './write.ts';

/** An application that is to be brought to its end. */
export interface FilingOrder {
  readonly id: string;
  readonly purpose: Purpose;
}

/**
 * Files a seal that was made (备案), which puts it into use in place of its version before; a seal that it replaces is cancelled. Cut off, the same call
 * brings it to its end.
 * @throws {YinzhengError} SEAL_APPLICATION_NOT_FOUND, SEAL_APPLICATION_REFUSED, SEAL_STEP_REFUSED, NOT_ALLOWED, and as custody and the store do
 */
export async function fileAppliedSeal(
  deps: SealFilingDependencies,
  actor: Actor,
  { id, purpose }: FilingOrder,
): Promise<SealApplication> {
  const application = await findApplication(deps.records, actor, { action: 'seal:make', id });
  checkApplicationStep(application, 'file', actor);
  const seal = await stepSeal(deps, actor, { code: application.seal ?? '', step: 'file', purpose });
  await grantInDemonstration(deps, seal);
  if (application.replaces !== null) await cancelSeal(deps, actor, { code: application.replaces, purpose });
  return takeApplicationStep(deps, actor, { id, action: 'seal:make', step: 'file', purpose });
}

/**
 * Cancels a seal whose cancellation was approved (注销): nothing of it is used again, and the certificates that were issued here for it are revoked.
 * What was sealed stays sealed. Cut off, the same call brings it to its end.
 * @throws {YinzhengError} as {@link fileAppliedSeal}
 */
export async function cancelAppliedSeal(
  deps: SealFilingDependencies,
  actor: Actor,
  { id, purpose }: FilingOrder,
): Promise<SealApplication> {
  const application = await findApplication(deps.records, actor, { action: 'seal:make', id });
  checkApplicationStep(application, 'cancel', actor);
  await cancelSeal(deps, actor, { code: application.seal ?? '', purpose });
  return takeApplicationStep(deps, actor, { id, action: 'seal:make', step: 'cancel', purpose });
}

async function cancelSeal(
  deps: SealFilingDependencies,
  actor: Actor,
  { code, purpose }: { readonly code: string; readonly purpose: Purpose },
): Promise<void> {
  const record = await deps.records.get('seals', code);
  if (!record) throw new YinzhengError('SEAL_NOT_FOUND');
  await stepSeal(deps, actor, { code, step: 'cancel', purpose });
  await tellEnded(deps, code);
  await revokeSealCertificates(deps, actor, record);
}

/**
 * Revokes what CAs here issued for the versions of a seal that is used no more; certificates of other CAs are theirs to revoke. Repeated, it changes nothing.
 * @throws {YinzhengError} as custody, register and trust store do
 */
export async function revokeSealCertificates(
  deps: RevocationDependencies,
  actor: Actor,
  { versions }: SealRecord,
): Promise<void> {
  for (const certificate of new Set(versions.map((version) => version.certificate))) {
    try {
      await revokeCertificate(deps, actor, {
        ...{ certificate: parseCertificate(fromBase64(certificate)), reason: 'cessationOfOperation', invalidityDate: null },
      });
    } catch (error) {
      if (!isYinzhengError(error, 'CERTIFICATE_NOT_OURS')) throw error;
    }
  }
}
