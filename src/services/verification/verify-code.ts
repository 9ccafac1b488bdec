import type { Instant } from '../../base/time.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { LicenceCopyRecord } from '../../domain/copy/index.ts';
import { readVerificationCode } from '../../domain/identifier/index.ts';
import type { LicenceStatus } from '../../domain/licence/index.ts';
import type { RegisterReport } from '../../report/index.ts';
import { authorise } from '../access/authorise.ts';
import { momentsOf, type Moment } from '../licences/moment.ts';
import { findByIdentifier, noLicence } from '../licences/find.ts';
import type { Register, VerificationDependencies } from './ports.ts';
import type { RecordStore } from '../storage/index.ts';
import { copyRegisterReport, originalOf, registerReport } from './register.ts';

/** What anybody with a code or an identifier is told: never the file, never the holder's name in full. */
export interface StatusReport extends RegisterReport {
  readonly status: LicenceStatus;
  readonly typeCode: string;
  readonly demonstration: boolean;
}

export type { Moment } from '../licences/moment.ts';

type Dependencies = Pick<VerificationDependencies, 'clock'> & { readonly store: { readonly records: Register } };

/**
 * The status of the licence, or of the copy, that a printed code belongs to. The caller limits how often one address may ask.
 * @throws {YinzhengError} VERIFICATION_CODE_INVALID when mistyped, LICENCE_NOT_FOUND
 */
export async function verifyCode(deps: Dependencies, typed: string, moment: Moment = {}): Promise<StatusReport> {
  const code = readVerificationCode(typed);
  const [licence] = await deps.store.records.find('licences', { index: 'verificationCode', equals: code, limit: 1 });
  const edition = licence?.editions.find(({ verificationCode }) => verificationCode === code);
  if (!licence) return verifyCopyCode(deps, code, moment);
  if (licence.state !== 'published' || !edition) throw new YinzhengError('LICENCE_NOT_FOUND');
  return {
    ...registerReport(licence, edition, moments(deps, moment)),
    typeCode: licence.typeCode,
    demonstration: licence.demonstration,
  };
}

async function verifyCopyCode(deps: Dependencies, code: string, moment: Moment): Promise<StatusReport> {
  const [copy] = await deps.store.records.find('licence-copies', { index: 'verificationCode', equals: code, limit: 1 });
  if (!copy) throw new YinzhengError('LICENCE_NOT_FOUND');
  return answerCopy(deps, copy, moment);
}

async function answerCopy(deps: Dependencies, copy: LicenceCopyRecord, moment: Moment): Promise<StatusReport> {
  const original = await originalOf(deps.store.records, copy);
  if (!original) throw new YinzhengError('LICENCE_NOT_FOUND');
  const { typeCode, demonstration } = original.licence;
  return { ...copyRegisterReport(copy, original, moments(deps, moment)), typeCode, demonstration };
}

/**
 * The state of the copy that a number names, for signed-in verifiers.
 * @throws {YinzhengError} NOT_ALLOWED, COPY_NOT_FOUND, LICENCE_NOT_FOUND
 */
export async function verifyCopyNumber(
  deps: Pick<VerificationDependencies, 'clock'> & { readonly store: { readonly records: Register & Pick<RecordStore, 'get'> } },
  actor: Actor,
  input: Moment & { readonly number: string },
): Promise<StatusReport> {
  authorise(actor, 'licence:verify');
  const copy = await deps.store.records.get('licence-copies', input.number);
  if (!copy) throw new YinzhengError('COPY_NOT_FOUND');
  return answerCopy(deps, copy, input);
}

/**
 * The status of the licence that an identifier (证照标识) names, for signed-in verifiers.
 * @throws {YinzhengError} NOT_ALLOWED, IDENTIFIER_INVALID, LICENCE_NOT_FOUND
 */
export async function verifyIdentifier(
  deps: Dependencies,
  actor: Actor,
  input: Moment & { readonly identifier: string },
): Promise<StatusReport> {
  authorise(actor, 'licence:verify');
  const found = await findByIdentifier(deps.store.records, input.identifier);
  if (!found) throw noLicence(input.identifier);
  const { licence, edition } = found;
  return {
    ...registerReport(licence, edition, moments(deps, input)),
    typeCode: licence.typeCode,
    demonstration: licence.demonstration,
  };
}

function moments(
  { clock }: Pick<VerificationDependencies, 'clock'>,
  moment: Moment,
): { readonly asOf: Instant; readonly knownAt: Instant } {
  return momentsOf(moment, clock.now());
}
