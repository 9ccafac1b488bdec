/** Holders (持证主体): citizens, and those who act for enterprises, in sessions of their own that no account is behind. */
import { toHex, utf8 } from '../../base/bytes.ts';
import { isoInstant } from '../../base/time.ts';
import { isCitizenNumber, isCreditCode } from '../../domain/identifier/index.ts';
import type { AuthenticatedHolder } from '../access/index.ts';
import { accessEvent } from '../access/event.ts';
import { holderActor } from '../access/actor.ts';
import { newSecret, secretDigest } from '../access/secrets.ts';
import { endSession } from '../access/session.ts';
import { NO_OWNER, type HolderSessionRecord } from '../storage/index.ts';
import type { FederationDependencies, ProvedIdentity } from './ports.ts';
import { federationRefused } from './refusal.ts';
import { pseudonymOf, sessionIdentity } from './subject.ts';

/** What a holder is known by to himself; kept encrypted as long as the session. */
export interface HolderAttributes {
  readonly name: string;
  readonly citizenNumber: string;
  readonly creditCode: string | null;
  readonly organisation: string | null;
}

const SALT_BYTES = 16;
const LONGEST_NAME = 200;

/**
 * Begins the session of a holder whose real name and number the provider tells.
 * @throws {YinzhengError} IDENTITY_REFUSED
 */
export async function enterHolder(
  deps: FederationDependencies,
  {
    proved,
    previous,
    assurances,
  }: { readonly proved: ProvedIdentity; readonly previous: string | null; readonly assurances: readonly string[] },
): Promise<AuthenticatedHolder> {
  const refuse = (reason: 'attributes' | 'assurance') => federationRefused(deps, { provider: 'holders', reason });
  const attributes = readAttributes(proved);
  if (!attributes) throw await refuse('attributes');
  const { assurance } = proved.attributes;
  if (assurances.length > 0 && (assurance === null || !assurances.includes(assurance))) throw await refuse('assurance');
  await endSession(deps, previous);
  const now = deps.clock.now();
  const secret = newSecret(deps.random);
  // The same attributes of two sessions are two files: one ends without the other.
  const sealed = { salt: toHex(deps.random.bytes(SALT_BYTES)), ...attributes };
  const { citizenNumber, creditCode } = attributes;
  const session: HolderSessionRecord = {
    ...{ _id: secretDigest(secret, deps.crypto), schema: 1, version: 1 },
    pseudonym: pseudonymOf(deps, 'citizen', citizenNumber),
    enterprise: creditCode === null ? null : pseudonymOf(deps, 'enterprise', creditCode),
    assurance,
    ...(await deps.blobs.keep(utf8(JSON.stringify(sealed)), { owner: NO_OWNER })),
    identity: sessionIdentity(deps, 'holders', proved),
    ...{ createdAt: isoInstant(now), usedAt: isoInstant(now), expiresAt: isoInstant(now + deps.sessionRules.longest) },
  };
  await deps.records.insert('holder-sessions', session);
  const actor = holderActor(session);
  const facts = { provider: 'holders' };
  await deps.journal.record([accessEvent(deps, { kind: 'signed-in', subject: `holders/${session.pseudonym}`, actor, facts })]);
  return { kind: 'holder', actor, session, secret };
}

function readAttributes({ attributes }: ProvedIdentity): HolderAttributes | null {
  const { name, citizenNumber, creditCode, organisation } = attributes;
  const number = citizenNumber?.trim().toUpperCase() ?? '';
  const real = name?.trim() ?? '';
  if (!isCitizenNumber(number) || real === '' || real.length > LONGEST_NAME) return null;
  const code = creditCode?.trim().toUpperCase() ?? '';
  if (code === '') return { name: real, citizenNumber: number, creditCode: null, organisation: null };
  if (!isCreditCode(code)) return null;
  return {
    name: real,
    citizenNumber: number,
    creditCode: code,
    organisation: organisation?.trim().slice(0, LONGEST_NAME) ?? null,
  };
}
