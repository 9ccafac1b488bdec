/** What one file of the ledger of grants carries on from the one before: all that its state says, in lines of bounded length. */
import { mutableTerms, type Carried, type Entry } from './entry.ts';
import type { LedgerState } from './state.ts';

/** Characters of one line's items, about. */
const LINE_ITEMS = 64 * 1024;
/** How long a deputation is carried on after its end, ms: clocks differ. */
const DEPUTATION_KEPT = 86_400_000;

/** How far the ledger went when its file was closed. */
export interface CarriedHead {
  /** Number of the new file. */
  readonly generation: number;
  /** Lines of all files so far. */
  readonly lines: number;
  /** Codes of the last of them, so that what was known of the ledger earlier is found in it. */
  readonly codes: readonly string[];
  /** When it was closed, ms. */
  readonly at: number;
}

/** The entries that a new file begins with, one a line. */
export function* carriedEntries(state: LedgerState, { generation, lines, codes, at }: CarriedHead): Generator<Entry> {
  const { mode, keysBegun } = state;
  yield { kind: 'carried-from', generation, lines, mode, keysBegun, seen: state.seen };
  let items: Carried[] = [];
  let length = 0;
  for (const item of itemsOf(state, codes, at)) {
    const size = JSON.stringify(item).length;
    if (length + size > LINE_ITEMS && items.length > 0) {
      yield { kind: 'carried', items };
      [items, length] = [[], 0];
    }
    items.push(item);
    length += size;
  }
  if (items.length > 0) yield { kind: 'carried', items };
  yield { kind: 'carried-whole' };
}

function* itemsOf(state: LedgerState, codes: readonly string[], at: number): Generator<Carried> {
  for (const code of codes) yield ['code', code];
  for (const [grant, { terms, ended, used }] of state.grants) yield ['grant', grant, mutableTerms(terms), ended, used];
  for (const [approval, kept] of state.approvals) {
    const { grant, applicant, expiresAt, withdrawn } = kept;
    const digests = [...kept.digests];
    const used = digests.flatMap((digest, index) => (kept.used.has(digest) ? [index] : []));
    yield ['approval', { approval, grant, applicant, expiresAt, withdrawn, digests, used, approvers: [...kept.approvers] }];
  }
  for (const [account, { secret, lastStep }] of state.approvers) yield ['approver', account, secret, lastStep];
  for (const [seal, by] of state.stopped) yield ['stopped', seal, by];
  for (const [seal, versions] of state.endedVersions) for (const version of versions) yield ['version-ended', seal, version];
  for (const [key, former] of state.formerKeys) yield ['key-succeeds', key, former];
  for (const [subject, from] of state.plannedEnds) yield ['end-planned', subject, from];
  for (const account of state.barred) yield ['barred', account];
  for (const account of state.locked) yield ['locked', account];
  for (const { principal, deputy, from, to } of state.deputations)
    if (to + DEPUTATION_KEPT > at) yield ['deputy', principal, deputy, from, to];
  for (const [from, to] of state.successors) yield ['successor', from, to];
  for (const [reference, data] of state.uses) yield ['use', reference, data];
}

/** Puts an item that was carried on into a state; codes are the file's business. */
export function takeCarried(state: LedgerState, item: Carried): void {
  switch (item[0]) {
    case 'use':
      return void state.uses.set(item[1], item[2]);
    case 'code':
      return;
    case 'grant':
      return void state.grants.set(item[1], { terms: item[2], ended: item[3], used: item[4] });
    case 'approval': {
      const { approval, digests, used, approvers, ...rest } = item[1];
      const sealed = new Set(used.flatMap((index) => digests[index] ?? []));
      state.approvals.set(approval, { ...rest, digests: new Set(digests), used: sealed, approvers: new Set(approvers) });
      return;
    }
    case 'approver':
      return void state.approvers.set(item[1], { secret: item[2], lastStep: item[3] });
    case 'stopped':
      return void state.stopped.set(item[1], item[2]);
    case 'version-ended': {
      const ended = state.endedVersions.get(item[1]) ?? new Set<string>();
      state.endedVersions.set(item[1], ended.add(item[2]));
      return;
    }
    case 'key-succeeds':
      return void state.formerKeys.set(item[1], item[2]);
    case 'end-planned':
      return void state.plannedEnds.set(item[1], item[2]);
    case 'barred':
      return void state.barred.add(item[1]);
    case 'locked':
      return void state.locked.add(item[1]);
    case 'deputy':
      return void state.deputations.push({ principal: item[1], deputy: item[2], from: item[3], to: item[4] });
    case 'successor':
      return void state.successors.set(item[1], item[2]);
  }
}
