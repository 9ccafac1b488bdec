import type { Config } from '../../config/index.ts';

/** What a server does besides answering, by what it is there for. */
export interface Duties {
  /** It has the installation's keystore, and may make a new installation. */
  readonly signer: boolean;
  /** It can use keys: those of its keystore, or of a custody server that its custody file names. */
  readonly keys: boolean;
  /** It does the work that comes back, as far as that needs no key. */
  readonly chores: boolean;
  /** It does such work that needs keys as well. */
  readonly keyChores: boolean;
}

/** The duties of a server. */
export function dutiesOf({ roles, custodyFile }: Pick<Config, 'roles' | 'custodyFile'>): Duties {
  const signer = roles.includes('signer');
  const keys = signer || custodyFile !== null;
  const chores = roles.includes('jobs');
  return { signer, keys, chores, keyChores: keys && chores };
}
