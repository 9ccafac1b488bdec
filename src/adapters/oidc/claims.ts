import type { IdentityAttributes } from '../../services/federation/index.ts';
import type { ProviderFile } from './file.ts';

const LONGEST = 500;

/** The attributes that a provider's claims say, as the configuration names them. A claim that is no short text says nothing. */
export function readAttributes(claims: Readonly<Record<string, unknown>>, names: ProviderFile['claims']): IdentityAttributes {
  const text = (name: string | undefined): string | null => {
    const value = name !== undefined && Object.hasOwn(claims, name) ? claims[name] : undefined;
    return typeof value === 'string' && value !== '' && value.length <= LONGEST ? value : null;
  };
  return {
    account: text(names.account),
    name: text(names.name),
    citizenNumber: text(names.citizenNumber),
    creditCode: text(names.creditCode),
    organisation: text(names.organisation),
    assurance: text(names.assurance),
  };
}
