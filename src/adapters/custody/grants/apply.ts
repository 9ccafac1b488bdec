/** What a line does to the state of the ledger of grants. */
import type { Bilingual } from '../../../base/errors/index.ts';
import { takeCarried } from './carry.ts';
import type { Entry } from './entry.ts';
import { isRepeated, whyNot } from './judge.ts';
import type { LedgerState } from './state.ts';

/** Uses that are remembered, so that a use which is asked for again is the same. */
const REMEMBERED = 50_000;
/** How long an approval is remembered after it expired, ms. */
const FORGET_AFTER = 86_400_000;

/**
 * Applies an entry, or says why it counts for nothing: whoever wrote it without knowing what was entered just before is told that.
 * @param at when it was written, ms
 */
export function applyEntry(state: LedgerState, entry: Entry, at: number): Bilingual | null {
  // What is late is late, whatever the line is worth; a file that carries on says itself how late it is.
  if (!isCarried(entry)) state.seen = entry.kind === 'clock-set' ? at : Math.max(state.seen, at);
  const reason = whyNot(state, entry, at);
  if (reason === null) change(state, entry, at);
  return reason;
}

function isCarried({ kind }: Entry): boolean {
  return kind === 'carried-from' || kind === 'carried' || kind === 'carried-whole';
}

function change(state: LedgerState, entry: Entry, at: number): void {
  if ('step' in entry && entry.step !== null) {
    const known = state.approvers.get((entry.kind === 'approver' ? entry.voucher : entry.approver) ?? '');
    if (known) known.lastStep = entry.step;
  }
  switch (entry.kind) {
    case 'closed':
    case 'carried-whole':
    case 'taken-over':
    case 'seen':
    case 'clock-set':
      return;
    case 'carried-from':
      ({ mode: state.mode, keysBegun: state.keysBegun, seen: state.seen } = entry);
      return;
    case 'carried':
      for (const item of entry.items) takeCarried(state, item);
      return;
    case 'keys-begun':
      state.keysBegun = true;
      return;
    case 'key-succeeds':
      state.formerKeys.set(entry.key, entry.former);
      return;
    case 'end-planned':
      if (entry.from === null) state.plannedEnds.delete(entry.subject);
      else state.plannedEnds.set(entry.subject, Date.parse(entry.from));
      return;
    case 'begun':
      state.mode = entry.mode;
      return;
    case 'initial-grant':
    case 'grant':
      state.grants.set(entry.grant, { terms: entry.terms, ended: false, used: 0 });
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
