import type { DomainEvent } from '../journal/index.ts';
import type { Occurrence } from './model.ts';

const REFUSALS: ReadonlySet<string> = new Set([
  'access-denied',
  'sign-in-refused',
  'second-factor-refused',
  'seal-use-refused',
  'grant-refused',
  'presentation-password-refused',
]);
/** Whoever is named by the subject of what was refused before it was known who acts. */
const NAMED = /^(accounts|clients|api-keys)\/./;

/** Who acted, as alarms name him; null for everybody, for servers and for who has the machine. */
export function userOf({ actor }: Pick<DomainEvent, 'actor'>): string | null {
  const { person, capacity, client, scopes } = actor;
  if (capacity === 'operator') return null;
  if (person !== null) return `${capacity === 'holder' ? 'holders' : 'accounts'}/${person}`;
  return capacity === 'system' && client !== 'server' ? `${scopes ? 'clients' : 'api-keys'}/${client}` : null;
}

/** What the rules count of an event. */
export function occurrencesOf(event: DomainEvent): readonly Occurrence[] {
  const { kind, subject, facts } = event;
  const user = userOf(event) ?? (NAMED.test(subject) ? subject : null);
  const from = typeof facts['from'] === 'string' ? facts['from'] : null;
  if (REFUSALS.has(kind))
    return [
      ...(user === null ? [] : [{ rule: 'refusals', subject: user } as const]),
      ...(from === null ? [] : [{ rule: 'refusals', subject: `addresses/${from}` } as const]),
    ];
  switch (kind) {
    case 'licence-read':
    case 'licences-searched':
    case 'account-read':
    case 'duty-checked':
    case 'presentation-used':
    case 'share-used':
    case 'holder-links-read':
    case 'representation-read':
    case 'licence-demand-read':
      return user === null ? [] : [{ rule: 'reads', subject: user }];
    case 'licence-issued':
    case 'licence-edition-issued':
      return user === null ? [] : [{ rule: 'licences', subject: user }];
    case 'document-stamped':
      return typeof facts['seal'] === 'string' ? [{ rule: 'stamps', subject: `seals/${facts['seal']}` }] : [];
    case 'fields-verified': {
      if (facts['result'] !== 'not-found' && facts['result'] !== 'inconsistent') return [];
      const about = facts['about'];
      return [
        ...(user === null ? [] : [{ rule: 'misses', subject: user } as const]),
        ...(typeof about === 'string' ? [{ rule: 'misses', subject: `checked/${about}` } as const] : []),
      ];
    }
    case 'signed-in':
      return from === null ? [] : [{ rule: 'addresses', subject, member: from }];
    default:
      return [];
  }
}
