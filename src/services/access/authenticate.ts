import { fromHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { equalSecret } from '../../crypto/native/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { AccountRecord, HolderSessionRecord, SessionRecord } from '../storage/index.ts';
import { accountActor, holderActor } from './actor.ts';
import { organisationLetsIn } from './organisation.ts';
import type { AccessDependencies } from './ports.ts';
import { isSecret, readApiKey, secretDigest } from './secrets.ts';
import { endHolderSession, isAdmitted, isLive, noteHolderUse, noteUse } from './session.ts';

/** A person in a session. */
export interface AuthenticatedPerson {
  readonly kind: 'person';
  readonly actor: Actor;
  readonly account: AccountRecord;
  readonly session: SessionRecord;
  /** Secret of the session, 64 hexadecimal digits; goes into the cookie and nowhere else. */
  readonly secret: string;
}

/** A holder in a session that no account is behind. */
export interface AuthenticatedHolder {
  readonly kind: 'holder';
  readonly actor: Actor;
  readonly session: HolderSessionRecord;
  /** Secret of the session; goes into the cookie and nowhere else. */
  readonly secret: string;
}

/** Another system. */
export interface AuthenticatedSystem {
  readonly kind: 'system';
  readonly actor: Actor;
  /** What it is called. */
  readonly name: string;
}

/** Who proved to be who they say. */
export type Authenticated = AuthenticatedPerson | AuthenticatedHolder | AuthenticatedSystem;

type Dependencies = Pick<AccessDependencies, 'records' | 'clock' | 'crypto' | 'demonstration' | 'blobs' | 'sessionRules'>;

/**
 * Who has a session, by its secret.
 * @throws {YinzhengError} NOT_SIGNED_IN when it is unknown, over, its account is disabled, or the organisation of the account has ended
 */
export async function authenticateSession(deps: Dependencies, secret: string): Promise<AuthenticatedPerson> {
  const session = isSecret(secret) ? await deps.records.get('sessions', secretDigest(secret, deps.crypto)) : null;
  if (!session) throw new YinzhengError('NOT_SIGNED_IN');
  const live = isLive(session, deps.clock.now(), deps.sessionRules);
  const account = live ? await deps.records.get('accounts', session.account) : null;
  if (!account || !isAdmitted(session, account, deps) || !(await organisationLetsIn(deps, account))) {
    await deps.records.remove('sessions', session._id);
    throw new YinzhengError('NOT_SIGNED_IN');
  }
  await noteUse(deps, session);
  return { kind: 'person', actor: accountActor(account, session), account, session, secret };
}

/**
 * Who has a session that a browser's cookie may be of: that of an account, or of a holder. It counts as a request.
 * @throws {YinzhengError} NOT_SIGNED_IN, RATE_LIMITED
 */
export async function authenticateCookie(
  deps: Dependencies & Pick<AccessDependencies, 'quota'>,
  secret: string,
): Promise<AuthenticatedPerson | AuthenticatedHolder> {
  if (!isSecret(secret)) throw new YinzhengError('NOT_SIGNED_IN');
  const id = secretDigest(secret, deps.crypto);
  const holder = await deps.records.get('holder-sessions', id);
  const who = await (holder ? authenticateHolder(deps, holder, secret) : authenticateSession(deps, secret));
  const { perMinute } = deps.sessionRules;
  const key = who.kind === 'person' ? `account/${who.account._id}` : `holder/${who.session.pseudonym}`;
  await deps.quota.take(key, { perMinute, perDay: null });
  return who;
}

async function authenticateHolder(
  deps: Dependencies,
  session: HolderSessionRecord,
  secret: string,
): Promise<AuthenticatedHolder> {
  if (!isLive(session, deps.clock.now(), deps.sessionRules)) {
    await endHolderSession(deps, session);
    throw new YinzhengError('NOT_SIGNED_IN');
  }
  await noteHolderUse(deps, session);
  return { kind: 'holder', actor: holderActor(session), session, secret };
}

/**
 * Which system calls, by its API key `yz_<id>_<secret>`.
 * @throws {YinzhengError} NOT_SIGNED_IN when it is unknown, wrong or disabled, or its organisation has ended
 */
export async function authenticateApiKey(
  deps: Pick<Dependencies, 'records' | 'clock' | 'crypto' | 'demonstration'>,
  text: string,
): Promise<AuthenticatedSystem> {
  const parts = readApiKey(text);
  const key = parts ? await deps.records.get('api-keys', parts.id) : null;
  if (!parts || !key) throw new YinzhengError('NOT_SIGNED_IN');
  const right = equalSecret(fromHex(secretDigest(parts.secret, deps.crypto)), fromHex(key.secretDigest));
  if (!right || key.disabled || (key.demonstration && !deps.demonstration)) throw new YinzhengError('NOT_SIGNED_IN');
  if (!(await organisationLetsIn(deps, key))) throw new YinzhengError('NOT_SIGNED_IN');
  const { organisation, role: capacity, _id: client, name } = key;
  return { kind: 'system', actor: { person: null, organisation, capacity, onBehalfOf: null, client, session: null }, name };
}
