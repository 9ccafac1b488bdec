import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { whyNotCovered, type ApprovalRecord, type GrantRecord, type UseKind } from '../../domain/grant/index.ts';
import { currentVersion } from '../../domain/seal/index.ts';
import { randomId } from '../licences/random.ts';
import { stampingId } from '../stamping/log/id.ts';
import type { SealStopRecord, StampingRecord } from '../storage/index.ts';
import { grantsOfSeal } from './find.ts';
import type { GrantCustody, GrantDependencies, UseClaim } from './ports.ts';
import { stopOf } from './stop.ts';

/** A use that the register admits: what custody is told, and who approved it. */
export interface AdmittedUse {
  readonly claim: UseClaim;
  readonly approvers: readonly string[];
}

/** Custody's count of uses. */
interface Counting {
  readonly grants: Pick<GrantCustody, 'standing'>;
}

/** A use of a seal that somebody asks for. */
export interface UseOrder {
  /** Seal code (esID), number of the version, and owner. */
  readonly seal: string;
  readonly sealVersion: number;
  readonly owner: string;
  readonly kind: UseKind;
  readonly actor: Actor;
  readonly purpose: Purpose | null;
  /** Approval by which it is used; absent where the grant is automatic. */
  readonly approval?: string | undefined;
  /** SM3 of the document as it was approved, hexadecimal; absent for licences. */
  readonly digest?: string | undefined;
}

/**
 * The grant by which an actor may use a seal, as custody is told of it and checks it again by its own ledger. Denied where no grant says
 * so, and the journal is told of that.
 * @throws {YinzhengError} SEAL_USE_REFUSED, SEAL_STOPPED
 */
export async function admitUse(
  deps: Pick<GrantDependencies, 'records' | 'journal' | 'clock' | 'random'> & Counting,
  order: UseOrder,
): Promise<AdmittedUse> {
  const stop = await stopOf(deps.records, order.seal);
  if (stop) throw await refusal(deps, order, stopped(stop));
  const grants = (await grantsOfSeal(deps.records, order.seal)).filter(({ state }) => state === 'in-force');
  const { person, organisation, client } = order.actor;
  const asked = { seal: order.seal, kind: order.kind, applicant: { person, organisation, client }, at: deps.clock.now() };
  const covering = grants.filter((grant) => whyNotCovered(grant, asked) === null);
  const approval = order.approval === undefined ? null : await deps.records.get('approvals', order.approval);
  const unapproved = order.approval === undefined ? null : whyNotApproved(approval, order, asked.at);
  if (unapproved) throw await refusal(deps, order, new YinzhengError('SEAL_USE_REFUSED', { reason: unapproved }));
  const grant = approval ? covering.find(({ _id }) => _id === approval.grant) : await automaticGrant(deps, covering);
  if (approval && grant?.approval === 'per-use' && isOtherCase(approval, order.purpose)) {
    const reason = bilingual('the approval is for another case number', '审批的办件编号与本次用章不一致');
    throw await refusal(deps, order, new YinzhengError('SEAL_USE_REFUSED', { reason }));
  }
  if (!grant) {
    const [first] = grants;
    const reason =
      covering.length > 0
        ? bilingual('the use needs an approval', '该次用章须先经审批')
        : first && grants.length === 1
          ? whyNotCovered(first, asked)
          : null;
    // Who issues a licence did not name the seal: it is told.
    const told = reason ?? bilingual(`no grant covers it (seal ${order.seal})`, `没有相应的用章授权（印章 ${order.seal}）`);
    throw await refusal(deps, order, new YinzhengError('SEAL_USE_REFUSED', { reason: told }));
  }
  const claim = {
    ...{ grant: grant._id, kind: order.kind, person, organisation, client },
    ...{ approval: order.approval ?? null, digest: order.approval === undefined ? null : (order.digest ?? null) },
  };
  return { claim, approvers: (approval?.decisions ?? []).map(({ approver }) => approver) };
}

/**
 * Refuses the use of a seal of which no version is in use, as any other refusal: the journal is told, the log of stampings has it. Other errors
 * are thrown as they are.
 * @throws {YinzhengError} SEAL_STOPPED where the seal is stopped, and `error`
 */
export async function refuseUnusable(
  deps: Pick<GrantDependencies, 'records' | 'journal' | 'clock' | 'random'>,
  order: Omit<UseOrder, 'sealVersion' | 'owner'>,
  error: unknown,
): Promise<never> {
  const record = isYinzhengError(error, 'SEAL_NOT_IN_USE') ? await deps.records.get('seals', order.seal) : null;
  if (!record || !isYinzhengError(error)) throw error;
  const stop = await stopOf(deps.records, order.seal);
  // What has ended stays so, stopped or not.
  const told = stop && currentVersion(record) ? stopped(stop) : error;
  const version = currentVersion(record) ?? record.versions.at(-1);
  throw await refusal(deps, { ...order, sealVersion: version?.number ?? 0, owner: record.owner }, told);
}

function stopped({ _id: seal, at, since = at }: SealStopRecord): YinzhengError {
  return new YinzhengError('SEAL_STOPPED', { seal, since });
}

/** What custody says again, in time to tell people; a batch that is only begun has no document yet. */
function whyNotApproved(approval: ApprovalRecord | null, { actor, digest = '' }: UseOrder, at: Instant): Bilingual | null {
  if (approval?.state !== 'approved') return bilingual('the use is not approved', '该次用章未经审批');
  if (approval.applicantName !== (actor.person ?? actor.client))
    return bilingual('the use of somebody else was approved', '审批的是他人的用章申请');
  if (at >= Date.parse(approval.expiresAt)) return bilingual('the approval is over', '审批已过期');
  return digest === '' || approval.digests.includes(digest)
    ? null
    : bilingual('another document was approved', '审批的不是该文件');
}

/** A batch may have a case for each of its documents; one document was approved for the case that the application names. */
function isOtherCase(approval: ApprovalRecord, purpose: Purpose | null): boolean {
  return purpose !== null && purpose.caseNumber !== null && purpose.caseNumber !== approval.purpose.caseNumber;
}

/** The grant by which a seal is used without approval: of several one that counts nothing, or has uses left by custody's own count. */
async function automaticGrant({ grants }: Counting, covering: readonly GrantRecord[]): Promise<GrantRecord | undefined> {
  const automatic = covering.filter(({ approval }) => approval === 'automatic');
  const unlimited = automatic.find(({ uses }) => uses === null);
  const [first] = automatic;
  // Of a single one custody says by itself that it is used up.
  if (unlimited || automatic.length < 2) return unlimited ?? first;
  const used = new Map((await grants.standing()).grants.map((known) => [known.grant, known.used]));
  return automatic.find(({ _id, uses }) => (used.get(_id) ?? 0) < (uses ?? Infinity)) ?? first;
}

/** The refusal of a use, of which the journal is told, and which stands in the log of stampings. */
async function refusal(
  deps: Pick<GrantDependencies, 'records' | 'journal' | 'clock' | 'random'>,
  order: UseOrder,
  error: YinzhengError,
): Promise<YinzhengError> {
  const { seal, kind, actor, purpose } = order;
  const at = isoInstant(deps.clock.now());
  const reason = error.details.reason?.en ?? error.code;
  await deps.records.insert('stampings', refusedStamping(deps, order, error));
  await deps.journal.record([
    {
      ...{ id: `seals/${seal}/refused/${randomId(deps.random)}`, kind: 'seal-use-refused', subject: `seals/${seal}` },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose, facts: { seal, use: kind, reason } },
    },
  ]);
  return error;
}

function refusedStamping(
  { clock, random }: Pick<GrantDependencies, 'clock' | 'random'>,
  { seal, sealVersion, owner, actor, purpose, approval, digest }: UseOrder,
  { code: failure, details: { reason: why } }: YinzhengError,
): StampingRecord {
  const at = isoInstant(clock.now());
  return {
    ...{ _id: stampingId({ clock, random }), schema: 1, version: 1, state: 'refused', seal, sealVersion, organisation: owner },
    ...{ subject: null, ...(approval !== undefined && { approval }), applicant: actor.person ?? actor.client },
    ...(purpose && purpose.caseNumber !== null && { caseNumber: purpose.caseNumber }),
    ...{
      digestBefore: digest === undefined || digest === '' ? null : digest,
      digestAfter: null,
      signingTime: at,
      recordedAt: at,
    },
    ...{
      actor,
      purpose: purpose ?? { item: '', caseNumber: null, cause: '' },
      failure,
      ...(why && { reason: why }),
      outbox: [],
      pending: false,
    },
  };
}
