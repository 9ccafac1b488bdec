/** Whether a line may be entered in the ledger of grants: what its state and the line itself say, and nothing else. */
import { bilingual, type Bilingual } from '../../../base/errors/index.ts';
import { KEY_SUBJECT, type GrantTerms } from '../../../domain/grant/index.ts';
import type { Entry } from './entry.ts';
import type { LedgerState } from './state.ts';

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
      // Keys were free before there were grants of them; that is carried over once.
      if (state.mode === 'production' && !state.keysBegun && entry.terms.seal.startsWith(KEY_SUBJECT))
        return state.grants.has(entry.grant) ? bilingual('the grant was entered before', '该授权已登记') : null;
      return state.mode === 'production' ? bilingual('the ledger has begun', '台账已启用') : null;
    case 'key-succeeds':
      return entry.key === entry.former ? bilingual('it is the same key', '新旧密钥相同') : null;
    case 'end-planned':
      return hasEnded(state, entry.subject, at) ? ENDED : null;
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
    case 'closed':
    case 'carried-from':
    case 'carried':
    case 'carried-whole':
    case 'taken-over':
    case 'seen':
    case 'clock-set':
    case 'keys-begun':
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

/** What is said of a seal or an owner whose planned end has come. */
export const ENDED = bilingual('the seal or its owner has ended on a day that was planned', '印章或其单位已按预定日期终止');

/** True where what is granted of a subject is granted of another: the same, or a key in its place. */
export function isGrantedAs({ formerKeys }: LedgerState, subject: string, granted: string): boolean {
  let key: string | undefined = subject;
  for (let step = 0; step <= MOST_KEYS && key !== undefined; step++) {
    if (key === granted) return true;
    key = key.startsWith(KEY_SUBJECT) ? prefixed(formerKeys.get(key.slice(KEY_SUBJECT.length))) : undefined;
  }
  return false;
}

/** Keys one after another in whose place the last is. */
const MOST_KEYS = 64;

function prefixed(key: string | undefined): string | undefined {
  return key === undefined ? undefined : `${KEY_SUBJECT}${key}`;
}

/** True where an end that was planned has come at a time, ms. */
export function hasEnded({ plannedEnds }: LedgerState, subject: string, at: number): boolean {
  return at >= (plannedEnds.get(subject) ?? Infinity);
}

/** True for what would change nothing: it need not be entered again. */
export function isKnown(state: LedgerState, entry: Entry): boolean {
  switch (entry.kind) {
    case 'keys-begun':
      return state.keysBegun;
    case 'key-succeeds':
      return state.formerKeys.get(entry.key) === entry.former;
    case 'end-planned':
      return state.plannedEnds.get(entry.subject) === (entry.from === null ? undefined : Date.parse(entry.from));
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

/** True for a use that is asked for again. */
export function isRepeated({ uses }: LedgerState, { reference, data }: Extract<Entry, { kind: 'use' }>): boolean {
  return uses.get(reference) === data;
}
