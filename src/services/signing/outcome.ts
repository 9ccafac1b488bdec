/** The outcome of a signature without a seal, recorded on the signing that was intended. */
import { YinzhengError, type ErrorCode } from '../../base/errors/index.ts';
import { changeUse, type OutcomeDependencies } from '../journal/change.ts';
import type { SigningRecord } from '../storage/index.ts';

/**
 * Records that a document was signed, with its SM3 before and after, hexadecimal, and how far it proves itself; also one that was given up
 * meanwhile: the key was used. Rejects with SIGNING_UNKNOWN when it was never intended, STORE_UNAVAILABLE.
 */
export async function recordSigned(
  deps: OutcomeDependencies,
  id: string,
  result: { readonly digestAfter: string; readonly evidence: NonNullable<SigningRecord['evidence']> },
): Promise<void> {
  const found = await changeUse(deps, { collection: 'signings', id }, (signing) =>
    signing.state === 'done'
      ? null
      : {
          ...{ state: 'done', failure: null, ...result },
          event: { kind: 'document-signed', facts: { ...factsOf(signing), digestBefore: signing.digestBefore, ...result } },
        },
  );
  if (found === 'absent') throw new YinzhengError('SIGNING_UNKNOWN', { signing: id });
}

/** Records that an intended signature failed, or that its outcome is unknown; false when it has an outcome already or is not there. */
export async function recordUnsigned(
  deps: OutcomeDependencies,
  id: string,
  failure: ErrorCode | 'OUTCOME_UNKNOWN',
): Promise<boolean> {
  const found = await changeUse(deps, { collection: 'signings', id }, (signing) =>
    signing.state !== 'intended'
      ? null
      : {
          ...{ state: failure === 'OUTCOME_UNKNOWN' ? ('outcome-unknown' as const) : ('failed' as const), failure },
          event: { kind: 'document-signing-failed', facts: { ...factsOf(signing), failure } },
        },
  );
  return found === 'changed';
}

function factsOf({ _id, form, certify, keyId, organisation }: SigningRecord) {
  return { signing: _id, form, certify, key: keyId, organisation };
}
