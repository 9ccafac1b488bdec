/** The ledger of grants, which custody keeps itself: what enters it, and whether it admits the use of a seal's key. */
import { randomBytes } from 'node:crypto';
import { fromHex, toHex, utf8 } from '../../../base/bytes.ts';
import { bilingual, YinzhengError, type Bilingual } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import { createNativeProvider, hmacSm3, sm4Ctr } from '../../../crypto/native/index.ts';
import { OWNER_SUBJECT, whyNotCovered } from '../../../domain/grant/index.ts';
import { matchingStep, TOTP_SECRET_BYTES } from '../../../services/access/totp.ts';
import {
  LEDGER_WORDS,
  termsText,
  type ApproverCode,
  type GrantCustody,
  type LedgerComparison,
  type LedgerMark,
  type LedgerOrder,
  type UseClaim,
} from '../../../services/grants/ports.ts';
import type { Clock } from '../../../services/platform.ts';
import { applyEntry } from './apply.ts';
import { carriedEntries } from './carry.ts';
import { mutableTerms, type Entry } from './entry.ts';
import { openLedgerFile } from './ledger-file.ts';
import { ENDED, hasEnded, isGrantedAs, isKnown, STOPPED, VERSION_ENDED, whyNot } from './judge.ts';
import { emptyState } from './state.ts';

/** Wrong codes of one approver in a row before he has to wait, and how long, ms. */
const FREE_TRIES = 5;
const WAIT = 60_000;
/** How far custody's clock may be behind what it once was, ms: clocks are set right, and machines differ. */
const CLOCK_TOLERANCE = 300_000;
/** How often the ledger is told how late it is, while seals are used, ms. */
const SEEN_EVERY = 600_000;
/** How soon after it became due a file is carried on in another; and how long after that failed, ms. */
const COMPACT_AFTER = 1_000;
const COMPACT_AGAIN_AFTER = 60_000;

/** How a ledger is kept. */
export interface LedgerOptions {
  /** The file. */
  readonly path: string;
  /** Secret of the ledger, 32 bytes. */
  readonly secret: Uint8Array;
  readonly mode: 'demonstration' | 'production';
  /** Whether whoever asks has the machine: then approvers are enrolled without another's code. */
  readonly operator: boolean;
  readonly clock: Clock;
  /** How much longer than what it carries on the file becomes before another carries it on, bytes; it is left as it is when absent. */
  readonly compactAt?: number;
}

/** A use of a seal's key that is asked of custody. */
export interface GatedUse {
  readonly claim: UseClaim | undefined;
  /** Seal code of the seal that is in the bytes to be signed; of a key, what grants call it. */
  readonly seal: string;
  /** SM3 of the SESeal that is in them, hexadecimal. */
  readonly version: () => string;
  /** What is signed, hexadecimal. */
  readonly data: string;
  /**
   * SM3 of the document that what is signed provably begins with, hexadecimal; null where nothing proves it. Absent where custody does not
   * sign.
   */
  readonly document?: string | null;
  readonly reference: string;
}

/** Why a use is not admitted. */
export interface Refusal extends Bilingual {
  /** SEAL_USE_REFUSED when absent. */
  readonly code?: 'CUSTODY_CLOCK_BACK' | 'GRANT_LEDGER_BEHIND';
}

/** The ledger as custody's gate asks it. */
export interface GrantLedger extends GrantCustody {
  /** Why a use is not admitted; null when it is, and then it is counted, durably. Rejects with GRANT_LEDGER_DAMAGED, KEY_AUDIT_UNWRITABLE. */
  admit(use: GatedUse): Promise<Refusal | null>;
  /** Carries on in a new file what the ledger says, now; it does so by itself when it is long. What fails is tried again later. */
  compact(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the ledger and reads all of it. @throws {YinzhengError} GRANT_LEDGER_DAMAGED */
export function openGrantLedger({ path, secret, mode, operator, clock, compactAt }: LedgerOptions): GrantLedger {
  const part = (label: string): Uint8Array => hmacSm3(secret, utf8(`yinzheng grants ${label}`));
  const encryption = part('authenticators').subarray(0, 16);
  const sm3 = (bytes: Uint8Array): Uint8Array => createNativeProvider().digest('sm3', bytes);
  const identity = toHex(part('identity').subarray(0, 16));
  let state = emptyState();
  const verdicts = new Map<number, Bilingual | null>();
  const tries = new Map<string, { failures: number; until: number }>();
  let numbers = 0;
  let noted = 0;
  let waiting: {
    entries: readonly Entry[];
    done: (verdicts: readonly (Bilingual | null)[]) => void;
    fail: (error: unknown) => void;
  }[] = [];
  let writing: Promise<void> | null = null;
  const guard = ledgerGuard(() => state.seen);
  let isDue = false;
  let planned: NodeJS.Timeout | null = null;
  const file = openLedgerFile(path, part('lines'), {
    onReset: () => (state = emptyState()),
    onLine(line, own) {
      const at = Date.parse(line.at);
      if (line.entry.kind === 'clock-set') guard.clockSet(at);
      const verdict = applyEntry(state, line.entry, at);
      if (own !== 0) verdicts.set(own, verdict);
    },
    carry: (head) => carriedEntries(state, head),
  });
  file.read();
  planCompaction(COMPACT_AFTER);

  function planCompaction(after: number): void {
    if (compactAt === undefined || planned !== null) return;
    const { bytes, carried } = file.size();
    if (bytes - carried < Math.max(compactAt, carried)) return;
    planned = setTimeout(() => {
      isDue = true;
      writing ??= writeAll();
    }, after);
    planned.unref();
  }

  async function compact(): Promise<void> {
    isDue = false;
    planned = null;
    // Where it fails, the file is as it was, or is carried on by the next that writes.
    const failed = await file.compact(isoInstant(clock.now())).then(
      () => false,
      () => true,
    );
    planCompaction(failed ? COMPACT_AGAIN_AFTER : COMPACT_AFTER);
  }

  async function writeAll(): Promise<void> {
    for (;;) {
      if (isDue) await compact();
      const batch = waiting;
      waiting = [];
      if (batch.length === 0) break;
      const at = isoInstant(clock.now());
      const numbered = batch.map(({ entries }) => entries.map((entry) => ({ entry, at, own: ++numbers })));
      try {
        await file.append(numbered.flat());
        batch.forEach(({ done }, index) => done((numbered[index] ?? []).map(({ own }) => verdictOf(own))));
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    writing = null;
    planCompaction(COMPACT_AFTER);
  }

  function verdictOf(own: number): Bilingual | null {
    const verdict = verdicts.get(own);
    verdicts.delete(own);
    return verdict === undefined ? bilingual('the ledger did not take it', '台账未能登记') : verdict;
  }

  function append(entries: readonly Entry[]): Promise<readonly (Bilingual | null)[]> {
    return new Promise((done, fail) => {
      waiting.push({ entries, done, fail });
      writing ??= writeAll();
    });
  }

  /** Judged before it is written, so that what is plainly wrong leaves nothing; and again by its place among the others. */
  async function enterAll(entries: readonly Entry[]): Promise<void> {
    file.read();
    for (const entry of entries) refuse(whyNot(state, entry, clock.now()));
    const unknown = entries.filter((entry) => !isKnown(state, entry));
    if (unknown.length > 0) for (const verdict of await append(unknown)) refuse(verdict);
  }

  /** The time step of an approver's code. @throws {YinzhengError} SECOND_FACTOR_REFUSED, APPROVER_NOT_ENROLLED, RATE_LIMITED */
  function stepOf({ account, code }: ApproverCode): number | null {
    const known = state.approvers.get(account);
    if (!known) {
      if (state.mode === 'demonstration') return null;
      throw new YinzhengError('APPROVER_NOT_ENROLLED');
    }
    const now = clock.now();
    const tried = tries.get(account) ?? { failures: 0, until: 0 };
    if (now < tried.until) throw new YinzhengError('RATE_LIMITED', { seconds: Math.ceil((tried.until - now) / 1000) });
    const step = code === null ? null : matchingStep(open(known.secret), code, { now, lastStep: known.lastStep });
    if (step === null) {
      const failures = tried.failures + 1;
      tries.set(account, { failures, until: failures >= FREE_TRIES ? now + WAIT * (failures - FREE_TRIES + 1) : 0 });
      throw new YinzhengError('SECOND_FACTOR_REFUSED');
    }
    tries.delete(account);
    return step;
  }

  function open(sealed: string): Uint8Array {
    const bytes = fromHex(sealed);
    return sm4Ctr(encryption, bytes.subarray(0, 16), bytes.subarray(16));
  }

  function checkOperator(reason: Bilingual): void {
    if (!operator && state.mode !== 'demonstration') throw new YinzhengError('SEAL_USE_REFUSED', { reason });
  }

  const proved = ({ account, code }: ApproverCode): { readonly approver: string; readonly step: number | null } => {
    file.read();
    return { approver: account, step: stepOf({ account, code }) };
  };

  function entriesOf(order: LedgerOrder): readonly Entry[] {
    switch (order.kind) {
      case 'begin':
        return beginning(order.grants);
      case 'begin-keys':
        return beginningOfKeys(order.grants);
      case 'key-succeeds':
      case 'taken-over':
      case 'clock-set':
        checkOperator(ONLY_OPERATOR);
        return [order];
      case 'grant': {
        const { kind, grant, terms, proposer, confirmed } = order;
        return [{ kind, grant, terms: mutableTerms(terms), proposer, ...proved(confirmed) }];
      }
      case 'approval': {
        const { kind, approval, grant, applicant, digests, expiresAt, confirmed } = order;
        return [{ kind, approval, grant, applicant, digests: [...digests], expiresAt, ...proved(confirmed) }];
      }
      case 'resume':
        return [{ kind: order.kind, seal: order.seal, ...proved(order.confirmed) }];
      case 'deputy': {
        const { kind, principal, deputy, from, to, confirmed } = order;
        return [{ kind, principal, deputy, from, to, ...proved(confirmed) }];
      }
      case 'handover':
        return [{ kind: order.kind, from: order.from, to: order.to, ...proved(order.confirmed) }];
      case 'unlocked': {
        const { kind, account, confirmed } = order;
        if (confirmed === null) checkOperator(UNLOCKED_BY);
        const proof = confirmed === null ? { approver: null, step: null } : proved(confirmed);
        return [{ kind, account, ...proof }];
      }
      default:
        return [order];
    }
  }

  /** Production begins once, with what is carried over; a demonstration's set-up may be begun anew. */
  function beginning(grants: Extract<LedgerOrder, { kind: 'begin' }>['grants']): readonly Entry[] {
    file.read();
    if (state.mode === 'production') return [];
    const initial = grants.map(({ grant, terms }): Entry => ({ kind: 'initial-grant', grant, terms: mutableTerms(terms) }));
    return [...initial, { kind: 'begun', mode }, { kind: 'keys-begun' }];
  }

  /** Keys that were used before they were granted are carried over once, in one write. */
  function beginningOfKeys(grants: Extract<LedgerOrder, { kind: 'begin-keys' }>['grants']): readonly Entry[] {
    file.read();
    if (state.mode === 'production' && state.keysBegun) return [];
    const fresh = grants.filter(({ grant }) => !state.grants.has(grant));
    const initial = fresh.map(({ grant, terms }): Entry => ({ kind: 'initial-grant', grant, terms: mutableTerms(terms) }));
    return [...initial, { kind: 'keys-begun' }];
  }

  /** Tells the ledger how late it is, beside the use that is asked for. */
  function noteTime(now: number): void {
    if (now - Math.max(state.seen, noted) < SEEN_EVERY) return;
    noted = now;
    // Where it cannot be written the next time is soon enough.
    append([{ kind: 'seen' }]).catch(() => undefined);
  }

  async function admit({ claim, seal, version, data, document, reference }: GatedUse): Promise<Refusal | null> {
    file.read();
    const now = clock.now();
    const unfit = guard.refusal(now);
    if (unfit) return unfit;
    noteTime(now);
    if (state.stopped.has(seal)) return STOPPED;
    if (state.endedVersions.get(seal)?.has(version()) === true) return VERSION_ENDED;
    if (!claim) return bilingual('no grant is named', '未指明授权');
    const grant = state.grants.get(claim.grant);
    if (!grant || grant.ended) return bilingual('the grant is not in force', '授权未生效或已终止');
    if (claim.person !== null && state.barred.has(claim.person)) return bilingual('the applicant has left', '申请人已离岗');
    if (claim.person !== null && state.locked.has(claim.person))
      return bilingual('the applicant’s account is locked', '申请人的账号已锁定');
    const reason = whyNotCovered(grant.terms, {
      seal: isGrantedAs(state, seal, grant.terms.seal) ? grant.terms.seal : seal,
      kind: claim.kind,
      applicant: claim,
      at: now,
    });
    if (reason) return reason;
    if (hasEnded(state, seal, now) || hasEnded(state, `${OWNER_SUBJECT}${grant.terms.owner}`, now)) return ENDED;
    if (grant.terms.approval === 'automatic' && grant.terms.uses === null) return null;
    const { approval, digest } = claim;
    if (grant.terms.approval !== 'automatic' && document !== undefined && document !== digest)
      return bilingual('what is signed is not made from the document that was approved', '待签数据并非由所审批的文件生成');
    const entry: Entry = {
      ...{ kind: 'use', grant: claim.grant, approval, digest, applicant: claim.person ?? claim.client, reference, data },
    };
    const early = whyNot(state, entry, now);
    if (early) return early;
    const [verdict = null] = await append([entry]);
    return verdict;
  }

  return {
    admit,
    async enter(order) {
      const entries = entriesOf(order);
      if (entries.length > 0) await enterAll(entries);
    },
    async enrolApprover(account, voucher) {
      file.read();
      if (voucher === null) checkOperator(ENROLLED_BY);
      const fresh = new Uint8Array(randomBytes(TOTP_SECRET_BYTES));
      const iv = randomBytes(16);
      const sealed = toHex(Buffer.concat([iv, sm4Ctr(encryption, iv, fresh)]));
      const step = voucher === null ? null : stepOf(voucher);
      await enterAll([{ kind: 'approver', account, secret: sealed, voucher: voucher?.account ?? null, step }]);
      return fresh;
    },
    async admitElsewhere({ claim, seal, version, reference, data }) {
      refuse(await admit({ claim, seal, version: () => version, reference, data }));
    },
    standing() {
      file.read();
      return Promise.resolve({
        ledger: identity,
        begun: state.mode !== null,
        approvers: [...state.approvers.keys()],
        barred: [...state.barred],
        locked: [...state.locked],
        stopped: [...state.stopped.keys()],
        ...{ keysBegun: state.keysBegun, clockBackMs: guard.clockBack(clock.now()) },
        plannedEnds: [...state.plannedEnds].map(([subject, from]) => ({ subject, from: isoInstant(from) })),
        endedVersions: [...state.endedVersions.values()].flatMap((ended) => [...ended]),
        grants: [...state.grants].map(([grant, kept]) => ({
          ...{ grant, inForce: !kept.ended, used: kept.used },
          terms: (kept.digest ??= toHex(sm3(utf8(termsText(kept.terms))))),
        })),
      });
    },
    compare(known) {
      file.read();
      const { lines, code } = file.head();
      const verdict =
        known === null ? 'same' : known.ledger !== identity ? 'forked' : verdictOn(known, lines, file.codeOf(known.lines));
      guard.compared(verdict);
      const head = code === null ? null : { ledger: identity, lines, code };
      return Promise.resolve({ verdict, head, clockBackMs: guard.clockBack(clock.now()) });
    },
    async compact() {
      isDue = true;
      await (writing ??= writeAll());
    },
    async close() {
      if (planned) clearTimeout(planned);
      await writing;
      await file.close();
    },
  };
}

const ENROLLED_BY = bilingual(
  'an approver is enrolled at the command line, or by the code of another',
  '审批人须由命令行登记，或由其他审批人以动态口令担保',
);
const UNLOCKED_BY = bilingual(
  'an account is unlocked at the command line, or by the code of an approver',
  '账号须由命令行解锁，或由审批人以动态口令解锁',
);

const ONLY_OPERATOR = bilingual('only whoever has the machine says so', '只能在本机命令行执行');

function refuse(refusal: Refusal | null): void {
  if (refusal) throw refusalError(refusal);
}

/** The error of a refusal. */
export function refusalError({ code, en, zh }: Refusal): YinzhengError {
  return new YinzhengError(code ?? 'SEAL_USE_REFUSED', { reason: { en, zh } });
}

/** A ledger that has less than what is known of it, or has other lines in their place, is a copy that was left behind. */
function verdictOn(known: LedgerMark, lines: number, code: string | null): LedgerComparison['verdict'] {
  if (lines < known.lines) return 'behind';
  return code === known.code ? 'same' : 'forked';
}

/** What stands against every use, whoever asks: a ledger that is not the one that is known, and a clock that went back. */
function ledgerGuard(seen: () => number) {
  let verdict: LedgerComparison['verdict'] = 'same';
  let noticed = 0;
  const clockBack = (now: number): number => {
    noticed = Math.max(noticed, now);
    const back = Math.max(seen(), noticed) - now;
    return back > CLOCK_TOLERANCE ? back : 0;
  };
  return {
    clockBack,
    clockSet: (at: number): void => void (noticed = at),
    compared: (found: LedgerComparison['verdict']): void => void (verdict = found),
    refusal(now: number): Refusal | null {
      if (verdict !== 'same') return { ...LEDGER_WORDS[verdict], code: 'GRANT_LEDGER_BEHIND' };
      return clockBack(now) > 0 ? { ...CLOCK_BACK, code: 'CUSTODY_CLOCK_BACK' } : null;
    },
  };
}

const CLOCK_BACK = bilingual('custody’s clock was later before', '密钥托管的时钟曾晚于当前时间');
