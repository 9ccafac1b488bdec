/** Sessions: how long they live, how they begin and end. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { StaffRole } from '../../domain/access/index.ts';
import type { AccountRecord, HolderSessionRecord, SessionIdentity, SessionRecord } from '../storage/index.ts';
import type { AccessDependencies } from './ports.ts';
import { isSecret, newSecret, secretDigest } from './secrets.ts';
import type { SessionRules } from './session-rules.ts';

/** A use is written down when the last one noted is so long ago, ms, so that reading does not become writing. */
const USE_GRAIN = 60_000;
/** Sessions of one account at the same time. */
const MOST_SESSIONS = 10;

/** True when a session still holds. */
export function isLive(
  { createdAt, expiresAt, usedAt }: Pick<SessionRecord, 'createdAt' | 'expiresAt' | 'usedAt'>,
  now: Instant,
  { idle, longest }: SessionRules,
): boolean {
  // Rules that became stricter hold for sessions that had begun.
  return now < Math.min(Date.parse(expiresAt), Date.parse(createdAt) + longest) && now < Date.parse(usedAt) + idle;
}

/** True when the account that a session is of lets it go on. */
export function isAdmitted(
  { epoch = 0 }: SessionRecord,
  { disabled, sessionEpoch = 0, demonstration }: AccountRecord,
  rules: { readonly demonstration: boolean },
): boolean {
  return !disabled && epoch === sessionEpoch && (!demonstration || rules.demonstration);
}

/** The session that another goes on from, and what it is given besides; or who somebody is at an identity provider. */
export type SessionOrigin =
  | {
      readonly session: SessionRecord;
      readonly role?: StaffRole;
      /** Whether the second factor was proved, there or now. */
      readonly secondFactor: true | undefined;
      /** ISO 8601: when it was proved last; absent: as there. */
      readonly provedAt?: string;
      readonly identity?: undefined;
      readonly device?: undefined;
    }
  | {
      readonly identity?: SessionIdentity;
      /** Name of a device that is known. */
      readonly device?: string;
      readonly session?: undefined;
      readonly role?: undefined;
      readonly secondFactor?: undefined;
      readonly provedAt?: undefined;
    };

/**
 * Begins a session under a secret of its own and ends those of the account that are over or too many. One that goes on from another takes
 * that one's place and lasts no longer.
 */
export async function beginSession(
  deps: Pick<AccessDependencies, 'records' | 'clock' | 'random' | 'crypto' | 'sessionRules'>,
  { _id: account, sessionEpoch = 0 }: AccountRecord,
  from: SessionOrigin | null = null,
): Promise<{ readonly secret: string; readonly session: SessionRecord }> {
  const now = deps.clock.now();
  const before = from?.session;
  const role = from?.role ?? before?.role;
  const identity = from?.identity ?? before?.identity;
  const provedAt = from?.provedAt ?? before?.provedAt;
  const device = from?.device ?? before?.device;
  const secret = newSecret(deps.random);
  const session: SessionRecord = {
    _id: secretDigest(secret, deps.crypto),
    schema: 1,
    version: 1,
    account,
    createdAt: before?.createdAt ?? isoInstant(now),
    usedAt: isoInstant(now),
    expiresAt: before?.expiresAt ?? isoInstant(now + deps.sessionRules.longest),
    epoch: sessionEpoch,
    ...(role !== undefined && { role }),
    ...(from?.secondFactor !== undefined && { secondFactor: from.secondFactor }),
    ...(provedAt !== undefined && { provedAt }),
    ...(identity !== undefined && { identity }),
    ...(device !== undefined && { device }),
  };
  const others = await deps.records.find('sessions', { index: 'account', equals: account, limit: 1000 });
  const live = others
    .filter((other) => isLive(other, now, deps.sessionRules))
    .sort((left, right) => (left.usedAt < right.usedAt ? 1 : left.usedAt > right.usedAt ? -1 : 0))
    .slice(0, MOST_SESSIONS - 1);
  for (const other of others) if (!live.includes(other)) await deps.records.remove('sessions', other._id);
  await deps.records.insert('sessions', session);
  if (before) await deps.records.remove('sessions', before._id);
  return { secret, session };
}

/** Notes that a session was used. */
export async function noteUse(deps: Pick<AccessDependencies, 'records' | 'clock'>, session: SessionRecord): Promise<void> {
  await noteUseOf(deps, session, (usedAt) =>
    deps.records.replace('sessions', { ...session, version: session.version + 1, usedAt }),
  );
}

/** Notes that a session of a holder was used. */
export async function noteHolderUse(
  deps: Pick<AccessDependencies, 'records' | 'clock'>,
  session: HolderSessionRecord,
): Promise<void> {
  await noteUseOf(deps, session, (usedAt) =>
    deps.records.replace('holder-sessions', { ...session, version: session.version + 1, usedAt }),
  );
}

async function noteUseOf(
  { clock }: Pick<AccessDependencies, 'clock'>,
  { usedAt }: Pick<SessionRecord, 'usedAt'>,
  write: (usedAt: string) => Promise<void>,
): Promise<void> {
  const now = clock.now();
  if (now - Date.parse(usedAt) < USE_GRAIN) return;
  try {
    await write(isoInstant(now));
  } catch (error) {
    // Another request of the same session noted it, or ended the session, at the same time.
    if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
  }
}

/** Ends the session of a secret that a browser still has, whosever it is; null and what is none are passed over. */
export async function endSession(
  deps: Pick<AccessDependencies, 'records' | 'crypto' | 'blobs'>,
  secret: string | null,
): Promise<void> {
  if (secret === null || !isSecret(secret)) return;
  const id = secretDigest(secret, deps.crypto);
  await deps.records.remove('sessions', id);
  const holder = await deps.records.get('holder-sessions', id);
  if (holder) await endHolderSession(deps, holder);
}

/** Ends the session of a holder and forgets what was kept of him. */
export async function endHolderSession(
  { records, blobs }: Pick<AccessDependencies, 'records' | 'blobs'>,
  { _id, blob }: HolderSessionRecord,
): Promise<void> {
  await records.remove('holder-sessions', _id);
  await blobs.remove(blob);
}
