import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { KEY_SUBJECT, whyNotCovered, type UseKind } from '../../domain/grant/index.ts';
import { randomId } from '../licences/random.ts';
import { grantsOfSeal } from './find.ts';
import type { GrantDependencies, UseClaim } from './ports.ts';

/** A use of a key that signs documents without a seal. */
export interface KeyUseOrder {
  readonly keyId: string;
  readonly kind: UseKind;
  readonly actor: Actor;
  readonly purpose: Purpose | null;
}

/**
 * The grant by which an actor may use a key that signs documents, as custody is told of it and checks it again; null as long as no grant of the
 * key was ever in force. Denied where none covers the use, and the journal is told of that.
 * @throws {YinzhengError} SEAL_USE_REFUSED
 */
export async function admitKeyUse(
  deps: Pick<GrantDependencies, 'records' | 'journal' | 'clock' | 'random'>,
  { keyId, kind, actor, purpose }: KeyUseOrder,
): Promise<UseClaim | null> {
  const subject = `${KEY_SUBJECT}${keyId}`;
  const grants = (await grantsOfSeal(deps.records, subject)).filter(({ state }) => state === 'in-force' || state === 'ended');
  if (grants.length === 0) return null;
  const { person, organisation, client } = actor;
  const now = deps.clock.now();
  const asked = { seal: subject, kind, applicant: { person, organisation, client }, at: now };
  const covering = grants.filter((grant) => grant.state === 'in-force' && whyNotCovered(grant, asked) === null);
  const grant = covering.find(({ uses }) => uses === null) ?? covering[0];
  if (grant) return { grant: grant._id, kind, person, organisation, client, approval: null, digest: null };
  const reason = bilingual('no grant of the key covers it', '没有该密钥的相应授权');
  const at = isoInstant(now);
  await deps.journal.record([
    {
      ...{ id: `signature-keys/${keyId}/refused/${randomId(deps.random)}`, kind: 'seal-use-refused' },
      ...{ subject: `signature-keys/${keyId}`, effectiveAt: at, recordedAt: at, actor, purpose },
      facts: { key: keyId, use: kind, reason: reason.en },
    },
  ]);
  throw new YinzhengError('SEAL_USE_REFUSED', { reason });
}
