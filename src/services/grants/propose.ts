import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { mayDo, type Actor, type Purpose } from '../../domain/access/index.ts';
import { checkTerms, KEY_SUBJECT, type GrantRecord, type GrantTerms } from '../../domain/grant/index.ts';
import { authorise } from '../access/authorise.ts';
import { accountsOf, approversOf } from './accounts.ts';
import { randomId } from '../licences/random.ts';
import { toldGrant } from './event.ts';
import type { RecordStore } from '../storage/index.ts';
import type { GrantDependencies } from './ports.ts';

/** A grant to be proposed; the owner is the seal's, and accounts are named by their ids or by what is typed at sign-in. */
export interface ProposedGrant extends Omit<GrantTerms, 'owner'> {
  readonly purpose: Purpose;
}

/**
 * Proposes a grant of a seal, or of a key that signs documents, of the actor's organisation; nobody uses the seal by it before another account confirms it.
 * @throws {YinzhengError} NOT_ALLOWED, SEAL_NOT_FOUND, GRANT_INVALID
 */
export async function proposeGrant(deps: GrantDependencies, actor: Actor, order: ProposedGrant): Promise<GrantRecord> {
  authorise(actor, 'grant:propose', actor.organisation);
  const { purpose, ...asked } = order;
  const owner = await ownerOf(deps.records, asked.seal);
  if (owner === null || !mayDo(actor, 'grant:propose', owner)) throw new YinzhengError('SEAL_NOT_FOUND');
  const [users, approvers] = await Promise.all([
    accountsOf(deps.records, asked.users),
    approversOf(deps.records, owner, asked.approvers),
  ]);
  const terms: GrantTerms = { ...asked, users, approvers, owner };
  checkTerms(terms);
  await requireTypes(deps.records, terms.licenceTypes);
  const at = isoInstant(deps.clock.now());
  const record: GrantRecord = {
    ...{ _id: randomId(deps.random), schema: 1, version: 1, ...terms, state: 'proposed', origin: 'administered' },
    ...{ proposed: { by: actor, at, reason: null }, decided: null, ended: null, purpose, outbox: [], pending: false },
  };
  const told = toldGrant(deps, record, { kind: 'grant-proposed', actor });
  await deps.records.insert('grants', told);
  deps.journal.poke();
  return told;
}

/** A code that is mistyped would be found out when the first licence is refused. */
async function requireTypes(records: Pick<RecordStore, 'get'>, types: GrantTerms['licenceTypes']): Promise<void> {
  if (types === 'all') return;
  for (const code of types) {
    if (await records.get('licence-types', code)) continue;
    throw new YinzhengError('GRANT_INVALID', { reason: bilingual(`there is no licence type ${code}`, `没有证照类型 ${code}`) });
  }
}

/** Owner of a seal; organisation that a key signs documents for; null where there is none. */
async function ownerOf(records: Pick<RecordStore, 'get'>, subject: string): Promise<string | null> {
  if (!subject.startsWith(KEY_SUBJECT)) return (await records.get('seals', subject))?.owner ?? null;
  const key = await records.get('signature-keys', subject.slice(KEY_SUBJECT.length));
  return key?.state === 'assigned' ? key.organisation : null;
}
