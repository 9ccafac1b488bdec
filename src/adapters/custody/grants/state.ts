/** What the ledger of grants says at a point of it: a function of its lines up to there and of nothing else. */
import { bilingual, type Bilingual } from '../../../base/errors/index.ts';
import type { GrantTerms } from '../../../domain/grant/index.ts';
import type { Entry } from './entry.ts';

/** Uses that are remembered, so that a use which is asked for again is the same. */
const REMEMBERED = 50_000;
/** How long an approval is remembered after it expired, ms. */
const FORGET_AFTER = 86_400_000;

/** A grant as the ledger has it. */
export interface LedgerGrant {
  readonly terms: GrantTerms;
  ended: boolean;
  used: number;
  /** SM3 of the terms, hexadecimal, once somebody asked. */
  digest?: string;
}

/** An approval, of one approver or of several. */
export interface LedgerApproval {
  readonly grant: string;
  readonly applicant: string;
  readonly digests: ReadonlySet<string>;
  readonly expiresAt: number;
  readonly approvers: Set<string>;
  /** Digests that were sealed already. */
  readonly used: Set<string>;
  withdrawn: boolean;
}

interface Deputation {
  readonly principal: string;
  readonly deputy: string;
  readonly from: number;
  readonly to: number;
}

/** Everything that the ledger says. */
export interface LedgerState {
  mode: 'demonstration' | 'production' | null;
  readonly grants: Map<string, LedgerGrant>;
  /** Seals and keys of which a grant was ever entered. */
  readonly granted: Set<string>;
  readonly approvals: Map<string, LedgerApproval>;
  /** Authenticators: encrypted secret, and the time step of the last code that was taken. */
  readonly approvers: Map<string, { readonly secret: string; lastStep: number }>;
  /** Who stopped each seal that is stopped. */
  readonly stopped: Map<string, string>;
  /** Versions of each seal that nobody uses any more: SM3 of the SESeal, hexadecimal. */
  readonly endedVersions: Map<string, Set<string>>;
  /** Who left, and whose account is locked. */
  readonly barred: Set<string>;
  readonly locked: Set<string>;
  readonly deputations: Deputation[];
  /** Who has the duties of another. */
  readonly successors: Map<string, string>;
  /** References of the uses remembered, and what was signed, so that the same one asked for again is not counted twice. */
  readonly uses: Map<string, string>;
}

/** The state before the first line. */
export function emptyState(): LedgerState {
  return {
    mode: null,
    ...{ grants: new Map(), approvals: new Map(), approvers: new Map(), stopped: new Map(), barred: new Set() },
    ...{ granted: new Set(), locked: new Set(), endedVersions: new Map() },
    ...{ deputations: [], successors: new Map(), uses: new Map() },
  };
}

/**
 * Applies an entry, or says why it counts for nothing: whoever wrote it without knowing what was entered just before is told that.
 * @param at when it was written, ms
 */
export function applyEntry(state: LedgerState, entry: Entry, at: number): Bilingual | null {
  const reason = whyNot(state, entry, at);
  if (reason === null) change(state, entry, at);
  return reason;
}

/** Why an entry would count for nothing; null when it would count. */
export function whyNot(state: LedgerState, entry: Entry, at: number): Bilingual | null {
  const unproved = 'step' in entry ? whyUnproved(state, entry) : null;
  if (unproved) return unproved;
  switch (entry.kind) {
    case 'begun':
      return state.mode === null || state.mode === entry.mode
        ? null
        : bilingual('the ledger is of another mode', '台账属于另一运行模式');
    case 'initial-grant':
      return state.mode === 'production' ? bilingual('the ledger has begun', '台账已启用') : null;
    case 'grant':
      if (state.grants.has(entry.grant)) return bilingual('the grant was entered before', '该授权已登记');
      return entry.proposer === entry.approver ? OWN : null;
    case 'approval':
      return whyNotApproved(state, entry, at);
    case 'use':
      return whyNotUsed(state, entry, at);
    case 'resume':
      if (!state.stopped.has(entry.seal)) return bilingual('the seal is not stopped', '该印章未停用');
      return state.stopped.get(entry.seal) === entry.approver
        ? bilingual('who stopped the seal does not resume it', '停用人不得自行恢复')
        : null;
    case 'deputy':
      if (entry.approver !== entry.principal) return bilingual('only the principal names a deputy', '代理人须由被代理人本人指定');
      return entry.deputy === entry.principal ? OWN : null;
    case 'handover':
      // Nobody takes the duties of others on himself.
      return entry.from === entry.to || entry.approver === entry.to ? OWN : null;
    case 'approver':
      return entry.voucher === entry.account ? OWN : null;
    case 'unlocked':
      return entry.approver === entry.account ? OWN : null;
    case 'approver-removed':
    case 'grant-ended':
    case 'approval-withdrawn':
    case 'stop':
    case 'version-ended':
    case 'barred':
    case 'locked':
      return null;
  }
}

const OWN = bilingual('nobody approves his own', '不得自己审批自己的申请');

/** What takes another person needs a code of his authenticator, and each code is good once. */
function whyUnproved(state: LedgerState, entry: Extract<Entry, { readonly step: number | null }>): Bilingual | null {
  const account = entry.kind === 'approver' ? entry.voucher : entry.approver;
  // Whoever has the machine enrols and unlocks; that it is he is known where the entry is written.
  if (account === null) return null;
  if (state.barred.has(account)) return bilingual('the approver has left', '审批人已离岗');
  if (state.locked.has(account)) return bilingual('the approver’s account is locked', '审批人的账号已锁定');
  if (entry.step === null)
    return state.mode === 'demonstration' && !state.approvers.has(account)
      ? null
      : bilingual('there is no code of the approver', '缺少审批人的动态口令');
  const known = state.approvers.get(account);
  if (!known) return bilingual('the approver has no authenticator here', '审批人尚未登记身份验证器');
  return entry.step > known.lastStep ? null : bilingual('the code was used before', '动态口令已使用');
}

function whyNotApproved(state: LedgerState, entry: Extract<Entry, { kind: 'approval' }>, at: number): Bilingual | null {
  const grant = state.grants.get(entry.grant);
  if (!grant || grant.ended) return bilingual('the grant is not in force', '授权未生效或已终止');
  if (entry.approver === entry.applicant) return OWN;
  if (grant.terms.approval === 'per-use' && entry.digests.length !== 1)
    return bilingual('the grant asks for an approval of each use', '该授权须逐次审批');
  if (!mayApprove(state, grant.terms, entry.approver, at))
    return bilingual('that is no approver of the grant', '不是该授权的审批人');
  const known = state.approvals.get(entry.approval);
  if (!known) return null;
  const isSame =
    known.grant === entry.grant &&
    known.applicant === entry.applicant &&
    known.expiresAt === Date.parse(entry.expiresAt) &&
    known.digests.size === entry.digests.length &&
    entry.digests.every((digest) => known.digests.has(digest));
  if (!isSame) return bilingual('another approver approved something else', '与前一审批人所审批的内容不一致');
  return known.approvers.has(entry.approver) ? bilingual('he approved it already', '该审批人已审批') : null;
}

/** An approver that the grant names, one that his duties passed to, or a deputy of either. */
function mayApprove(state: LedgerState, { approvers }: GrantTerms, account: string, at: number): boolean {
  const holders = approvers.map((named) => holderOfDuties(state, named));
  if (holders.includes(account)) return true;
  return state.deputations.some(
    ({ principal, deputy, from, to }) =>
      deputy === account && at >= from && at < to && holders.includes(principal) && !isShutOut(state, principal),
  );
}

function isShutOut({ barred, locked }: LedgerState, account: string): boolean {
  return barred.has(account) || locked.has(account);
}

function holderOfDuties({ successors }: LedgerState, named: string): string {
  let holder = named;
  for (let step = 0; step < 16; step++) holder = successors.get(holder) ?? holder;
  return holder;
}

function whyNotUsed(state: LedgerState, entry: Extract<Entry, { kind: 'use' }>, at: number): Bilingual | null {
  const grant = state.grants.get(entry.grant);
  if (!grant || grant.ended) return bilingual('the grant is not in force', '授权未生效或已终止');
  if (state.stopped.has(grant.terms.seal)) return STOPPED;
  if (isRepeated(state, entry)) return null;
  if (grant.terms.uses !== null && grant.used >= grant.terms.uses)
    return bilingual('the number of uses is used up', '授权的使用次数已用完');
  return grant.terms.approval === 'automatic' ? null : whyNotApprovedUse(state, grant.terms, entry, at);
}

/** What is said of a seal in emergency stop. */
export const STOPPED = bilingual('the seal is stopped', '印章已紧急停用');

/** What is said of a version of a seal that has ended. */
export const VERSION_ENDED = bilingual(
  'this version of the seal was cancelled, lost or compromised',
  '该版印章已注销、挂失或密钥失控',
);

/** True for what would change nothing: it need not be entered again. */
export function isKnown(state: LedgerState, entry: Entry): boolean {
  switch (entry.kind) {
    case 'stop':
      return state.stopped.has(entry.seal);
    case 'version-ended':
      return state.endedVersions.get(entry.seal)?.has(entry.version) === true;
    case 'barred':
      return state.barred.has(entry.account);
    case 'locked':
      return state.locked.has(entry.account);
    case 'grant-ended':
      return state.grants.get(entry.grant)?.ended === true;
    default:
      return false;
  }
}

function whyNotApprovedUse(
  { approvals }: LedgerState,
  terms: GrantTerms,
  { grant, approval: id, digest, applicant }: Extract<Entry, { kind: 'use' }>,
  at: number,
): Bilingual | null {
  const approval = id === null ? undefined : approvals.get(id);
  if (!approval || approval.withdrawn || approval.grant !== grant || approval.approvers.size < terms.approvals)
    return bilingual('the use is not approved', '该次用章未经审批');
  if (at >= approval.expiresAt) return bilingual('the approval is over', '审批已过期');
  if (approval.applicant !== applicant) return bilingual('the use of somebody else was approved', '审批的是他人的用章申请');
  if (digest === null || !approval.digests.has(digest)) return bilingual('another document was approved', '审批的不是该文件');
  return approval.used.has(digest) ? bilingual('the document was sealed by this approval already', '该文件已按此审批盖章') : null;
}

function isRepeated({ uses }: LedgerState, { reference, data }: Extract<Entry, { kind: 'use' }>): boolean {
  return uses.get(reference) === data;
}

function change(state: LedgerState, entry: Entry, at: number): void {
  if ('step' in entry && entry.step !== null) {
    const known = state.approvers.get((entry.kind === 'approver' ? entry.voucher : entry.approver) ?? '');
    if (known) known.lastStep = entry.step;
  }
  switch (entry.kind) {
    case 'begun':
      state.mode = entry.mode;
      return;
    case 'initial-grant':
    case 'grant':
      state.grants.set(entry.grant, { terms: entry.terms, ended: false, used: 0 });
      state.granted.add(entry.terms.seal);
      return;
    case 'approver':
      state.approvers.set(entry.account, { secret: entry.secret, lastStep: 0 });
      return;
    case 'approver-removed':
      state.approvers.delete(entry.account);
      return;
    case 'grant-ended': {
      const grant = state.grants.get(entry.grant);
      if (grant) grant.ended = true;
      return;
    }
    case 'approval':
      approve(state, entry, at);
      return;
    case 'approval-withdrawn': {
      const approval = state.approvals.get(entry.approval);
      if (approval) approval.withdrawn = true;
      return;
    }
    case 'use':
      use(state, entry);
      return;
    case 'stop':
      // Whoever stopped it first is the one that does not resume it.
      if (!state.stopped.has(entry.seal)) state.stopped.set(entry.seal, entry.by);
      return;
    case 'version-ended': {
      const ended = state.endedVersions.get(entry.seal) ?? new Set();
      state.endedVersions.set(entry.seal, ended.add(entry.version));
      return;
    }
    case 'resume':
      state.stopped.delete(entry.seal);
      return;
    case 'barred':
      state.barred.add(entry.account);
      return;
    case 'locked':
      state.locked.add(entry.account);
      return;
    case 'unlocked':
      state.locked.delete(entry.account);
      return;
    case 'deputy': {
      const { principal, deputy, from, to } = entry;
      state.deputations.push({ principal, deputy, from: Date.parse(from), to: Date.parse(to) });
      return;
    }
    case 'handover':
      // Who is given them back has them again.
      state.successors.delete(entry.to);
      state.successors.set(entry.from, entry.to);
      return;
  }
}

function approve(state: LedgerState, entry: Extract<Entry, { kind: 'approval' }>, at: number): void {
  for (const [id, { expiresAt }] of state.approvals) if (at > expiresAt + FORGET_AFTER) state.approvals.delete(id);
  const known = state.approvals.get(entry.approval);
  if (known) {
    known.approvers.add(entry.approver);
    return;
  }
  const { grant, applicant, digests, expiresAt, approver } = entry;
  state.approvals.set(entry.approval, {
    ...{ grant, applicant, digests: new Set(digests), expiresAt: Date.parse(expiresAt) },
    ...{ approvers: new Set([approver]), used: new Set<string>(), withdrawn: false },
  });
}

function use(state: LedgerState, entry: Extract<Entry, { kind: 'use' }>): void {
  if (isRepeated(state, entry)) return;
  const grant = state.grants.get(entry.grant);
  if (grant) grant.used++;
  if (entry.approval !== null && entry.digest !== null) state.approvals.get(entry.approval)?.used.add(entry.digest);
  state.uses.set(entry.reference, entry.data);
  if (state.uses.size > REMEMBERED) for (const oldest of state.uses.keys()) return void state.uses.delete(oldest);
}
