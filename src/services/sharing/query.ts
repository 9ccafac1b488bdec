/** Reading one licence: by its identifier, or by the code that is shown. */
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { holdersOf, statusOf, type LicenceEdition, type LicenceRecord, type StatusAnswer } from '../../domain/licence/index.ts';
import { sharedFields, type SharingOperation } from '../../domain/sharing/index.ts';
import { findShared, type FoundShared } from './find.ts';
import type { SharingDependencies } from './ports.ts';
import { readShownCode } from './shown-code.ts';
import { patiently, record, sharerOf, type Shared, type Sharer } from './sharer.ts';

/** A licence as a system sees it: the face fields that are shared with it, and its status now. */
export interface SharedLicence {
  readonly licence: LicenceRecord;
  readonly edition: LicenceEdition;
  readonly status: StatusAnswer;
  readonly face: Readonly<Record<string, string>>;
}

/**
 * One licence by its identifier (查询), whoever issued it; recorded with its purpose before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_NOT_FOUND also for what is not shared, IDENTIFIER_INVALID, SERVICE_BUSY
 */
export async function queryShared(
  deps: SharingDependencies,
  actor: Actor,
  input: { readonly identifier: string; readonly purpose: Purpose },
): Promise<Shared<SharedLicence>> {
  const sharer = await sharerOf(deps, actor, input.purpose);
  return patiently(deps, { actor, operation: 'query', input }, async () =>
    shown(deps, sharer, { found: await findShared(sharer, input.identifier), operation: 'query', purpose: input.purpose }),
  );
}

/**
 * The same by a code that somebody shows (扫码取证): the text of the QR code, or the printed verification code. A claim in it must be signed by a key of this installation.
 * @throws {YinzhengError} as {@link queryShared}, and VERIFICATION_CODE_INVALID, CLAIM_MALFORMED
 */
export async function readSharedCode(
  deps: SharingDependencies,
  actor: Actor,
  input: { readonly code: string; readonly purpose: Purpose },
): Promise<Shared<SharedLicence>> {
  const sharer = await sharerOf(deps, actor, input.purpose);
  return patiently(deps, { actor, operation: 'readCode', input }, async () =>
    shown(deps, sharer, { found: await readShownCode(deps, sharer, input.code), operation: 'readCode', purpose: input.purpose }),
  );
}

async function shown(
  deps: SharingDependencies,
  sharer: Sharer,
  {
    found,
    operation,
    purpose,
  }: { readonly found: FoundShared | null; readonly operation: SharingOperation; readonly purpose: Purpose },
): Promise<SharedLicence | null> {
  if (found === null) return null;
  const { licence, edition, type } = found;
  const face = sharedFields(type, edition.fields);
  await record(deps, sharer, {
    ...{ operation, kind: 'licence-read', subject: `licences/${licence._id}`, purpose, holders: holdersOf(licence, edition) },
    facts: { identifier: edition.identifier, what: 'data', fields: Object.keys(face) },
  });
  const now = deps.clock.now();
  return { licence, edition, face, status: statusOf(licence, edition, { asOf: now, knownAt: now }) };
}
