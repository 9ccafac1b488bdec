import type { Actor } from '../../domain/access/index.ts';
import type { AccountRecord, HolderSessionRecord, SessionRecord } from '../storage/index.ts';
import { rolesOf } from './account.ts';
import { requirementOf } from './standing.ts';

/** The actor that an account is in a session: in the role taken there, else in the first it has. */
export function accountActor(account: AccountRecord, session: SessionRecord): Actor {
  return {
    person: account._id,
    organisation: account.organisation,
    capacity: capacityOf(account, session),
    onBehalfOf: null,
    client: 'web',
    // The id is a digest of the secret already; half of it names the session well enough.
    session: session._id.slice(0, 32),
    ...(account.dataScope !== undefined && { dataScope: account.dataScope }),
  };
}

/** The actor that a holder is: a pseudonym, acting for that of an enterprise where it does. */
export function holderActor({ _id, pseudonym, enterprise }: HolderSessionRecord): Actor {
  return {
    person: pseudonym,
    organisation: null,
    capacity: 'holder',
    onBehalfOf: enterprise,
    client: 'web',
    session: _id.slice(0, 32),
  };
}

function capacityOf(account: AccountRecord, session: SessionRecord): Actor['capacity'] {
  const { role } = session;
  // Until then they may do that, and nothing else.
  if (requirementOf(account, session) !== null) return 'public';
  const roles = rolesOf(account);
  return (role !== undefined && roles.includes(role) ? role : roles[0]) ?? 'public';
}
