/** The ends of sessions that began at a provider. */
import { toHex, utf8 } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError, bilingual } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { accessEvent, PUBLIC_ACTOR } from '../access/event.ts';
import { endHolderSession } from '../access/session.ts';
import { claimOnce } from '../transients/index.ts';
import { MAX_PAGE, type HolderSessionRecord, type SessionRecord } from '../storage/index.ts';
import { providerOf } from './flow.ts';
import type { FederationDependencies, LogoutNotice, ProviderName } from './ports.ts';
import { sessionDigest, subjectDigest } from './subject.ts';

/** Where the browser goes to end the session at the provider too; null when there is no such place, or the provider does not answer. */
export async function providerSignOut(deps: FederationDependencies, name: ProviderName): Promise<string | null> {
  try {
    return (await deps.providers[name]?.signOutUrl()) ?? null;
  } catch (error) {
    if (isYinzhengError(error, 'IDENTITY_PROVIDER_UNAVAILABLE')) return null;
    throw error;
  }
}

/**
 * Ends the sessions that a provider says have ended (OpenID Connect Back-Channel Logout 1.0 section 2.6), each notice once.
 * @throws {YinzhengError} IDENTITY_REFUSED, IDENTITY_PROVIDER_UNAVAILABLE, ROUTE_NOT_FOUND when there is no such provider
 */
export async function endByNotice(deps: FederationDependencies, name: ProviderName, token: string): Promise<void> {
  const notice = await providerOf(deps, name).readNotice(token);
  const value = toHex(deps.crypto.digest('sm3', utf8(`logout\n${notice.issuer}\n${notice.identifier}`)));
  if (!(await claimOnce(deps, { value, until: notice.over })))
    throw new YinzhengError('IDENTITY_REFUSED', { reason: bilingual('the notice came before', '注销通知已处理过') });
  for (const index of indexesOf(deps, notice)) await endFound(deps, name, index);
}

type Found = { readonly index: 'subject' | 'sid'; readonly equals: string };

/** A notice of one session ends that one; one of a person ends all of his. */
function indexesOf(deps: FederationDependencies, { issuer, subject, sessionId }: LogoutNotice): readonly Found[] {
  if (sessionId !== null) return [{ index: 'sid', equals: sessionDigest(deps, issuer, sessionId) }];
  return subject === null ? [] : [{ index: 'subject', equals: subjectDigest(deps, { issuer, subject }) }];
}

async function endFound(deps: FederationDependencies, provider: ProviderName, found: Found): Promise<void> {
  const tell = (subject: string) =>
    deps.journal.record([accessEvent(deps, { kind: 'signed-out', subject, actor: PUBLIC_ACTOR, facts: { provider } })]);
  if (provider === 'staff') {
    const sessions: readonly SessionRecord[] = await deps.records.find('sessions', { ...found, limit: MAX_PAGE });
    for (const { _id, account } of sessions) {
      await deps.records.remove('sessions', _id);
      await tell(`accounts/${account}`);
    }
    return;
  }
  const sessions: readonly HolderSessionRecord[] = await deps.records.find('holder-sessions', { ...found, limit: MAX_PAGE });
  for (const session of sessions) {
    await endHolderSession(deps, session);
    await tell(`holders/${session.pseudonym}`);
  }
}

/** Forgets sessions of holders that are over, with what was kept of them; resolves with how many. */
export async function sweepHolderSessions(
  deps: Pick<FederationDependencies, 'records' | 'blobs' | 'clock' | 'sessionRules'>,
): Promise<number> {
  let forgotten = 0;
  const over = (session: HolderSessionRecord, now: Instant): boolean =>
    now >= Date.parse(session.expiresAt) || now >= Date.parse(session.usedAt) + deps.sessionRules.idle;
  for (let after = ''; ;) {
    const page: readonly HolderSessionRecord[] = await deps.records.list('holder-sessions', {
      limit: MAX_PAGE,
      ...(after === '' ? {} : { after }),
    });
    for (const session of page.filter((found) => over(found, deps.clock.now()))) {
      await endHolderSession(deps, session);
      forgotten++;
    }
    after = page.at(-1)?._id ?? '';
    if (page.length < MAX_PAGE) return forgotten;
  }
}
