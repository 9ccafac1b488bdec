/** What is recorded of a use of a seal before its key is used. */
import { isoInstant } from '../../base/time.ts';
import type { StampPlace } from '../../documents/index.ts';
import type { UseClaim } from '../grants/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import type { StampingRecord } from '../storage/index.ts';
import type { IntendedSealing } from './prepare.ts';

/** One use of a seal on a document that is not kept. */
export interface SealUse extends IntendedSealing {
  /** Batch that the document belongs to. */
  readonly batch?: string;
  /** Plan of countersigning that the document belongs to, and number of the step. */
  readonly countersigning?: { readonly plan: string; readonly step: number } | undefined;
  /** The grant by which it is used. */
  readonly claim: UseClaim;
  /** Accounts that approved it; none where the grant asks for no approval. */
  readonly approvers: readonly string[];
  /** Bytes of the document that is sealed: what is signed begins with them. */
  readonly documentSize?: number;
  /** Where it is put, where that is of the document's pages. */
  readonly places?: readonly StampPlace[];
}

/** The record of a use of a seal before the key is used. */
export function intendedStamping({ clock }: Pick<LicenceDependencies, 'clock'>, use: SealUse): StampingRecord {
  const { id, seal, version, signingTime, digestBefore, actor, purpose, batch, claim, approvers, places, countersigning } = use;
  return {
    _id: id,
    schema: 1,
    version: 1,
    state: 'intended',
    seal: seal._id,
    sealVersion: version.number,
    organisation: seal.owner,
    subject: null,
    grant: claim.grant,
    ...(claim.approval !== null && { approval: claim.approval, approvers }),
    applicant: actor.person ?? actor.client,
    ...(purpose.caseNumber !== null && { caseNumber: purpose.caseNumber }),
    ...(places && { places }),
    digestBefore,
    digestAfter: null,
    signingTime: isoInstant(signingTime),
    recordedAt: isoInstant(clock.now()),
    actor,
    purpose,
    ...(batch !== undefined && { batch }),
    ...(countersigning && { plan: countersigning.plan, planStep: countersigning.step }),
    failure: null,
    outbox: [],
    pending: false,
  };
}
