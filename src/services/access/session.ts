/** Sessions: how long they live, how they begin and end. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { StaffRole } from '../../domain/access/index.ts';
import type { AccountRecord, SessionRecord } from '../storage/index.ts';
import type { AccessDependencies } from './ports.ts';
import { newSecret, secretDigest } from './secrets.ts';

/** Without a request for so long a session ends, ms. */
export const IDLE_TIME = 30 * 60_000;
/** A session ends in any case after so long, ms. */
export const LONGEST_SESSION = 12 * 3_600_000;
/** A use is written down when the last one noted is so long ago, ms, so that reading does not become writing. */
const USE_GRAIN = 60_000;
/** Sessions of one account at the same time. */
const MOST_SESSIONS = 10;

/** True when a session still holds. */
export function isLive(session: SessionRecord, now: Instant): boolean {
  return now < Date.parse(session.expiresAt) && now < Date.parse(session.usedAt) + IDLE_TIME;
}

/** True when the account that a session is of lets it go on. */
export function isAdmitted(
  { epoch = 0 }: SessionRecord,
  { disabled, sessionEpoch = 0, demonstration }: AccountRecord,
  rules: { readonly demonstration: boolean },
): boolean {
  return !disabled && epoch === sessionEpoch && (!demonstration || rules.demonstration);
}

/** The session that another goes on from, and what it is given besides. */
export interface SessionOrigin {
  readonly session: SessionRecord;
  readonly role?: StaffRole;
  /** Whether the second factor was proved, there or now. */
  readonly secondFactor: true | undefined;
}

/**
 * Begins a session under a secret of its own and ends those of the account that are over or too many. One that goes on from another takes
 * that one's place and lasts no longer.
 */
export async function beginSession(
  deps: Pick<AccessDependencies, 'records' | 'clock' | 'random' | 'crypto'>,
  { _id: account, sessionEpoch = 0 }: AccountRecord,
  from: SessionOrigin | null = null,
): Promise<{ readonly secret: string; readonly session: SessionRecord }> {
  const now = deps.clock.now();
  const role = from?.role ?? from?.session.role;
  const secret = newSecret(deps.random);
  const session: SessionRecord = {
    _id: secretDigest(secret, deps.crypto),
    schema: 1,
    version: 1,
    account,
    createdAt: from?.session.createdAt ?? isoInstant(now),
    usedAt: isoInstant(now),
    expiresAt: from?.session.expiresAt ?? isoInstant(now + LONGEST_SESSION),
    epoch: sessionEpoch,
    ...(role !== undefined && { role }),
    ...(from?.secondFactor !== undefined && { secondFactor: from.secondFactor }),
  };
  const others = await deps.records.find('sessions', { index: 'account', equals: account, limit: 1000 });
  const live = others
    .filter((other) => isLive(other, now))
    .sort((left, right) => (left.usedAt < right.usedAt ? 1 : left.usedAt > right.usedAt ? -1 : 0))
    .slice(0, MOST_SESSIONS - 1);
  for (const other of others) if (!live.includes(other)) await deps.records.remove('sessions', other._id);
  await deps.records.insert('sessions', session);
  if (from) await deps.records.remove('sessions', from.session._id);
  return { secret, session };
}

/** Notes that a session was used. */
export async function noteUse(deps: Pick<AccessDependencies, 'records' | 'clock'>, session: SessionRecord): Promise<void> {
  const now = deps.clock.now();
  if (now - Date.parse(session.usedAt) < USE_GRAIN) return;
  try {
    await deps.records.replace('sessions', { ...session, version: session.version + 1, usedAt: isoInstant(now) });
  } catch (error) {
    // Another request of the same session noted it, or ended the session, at the same time.
    if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
  }
}
