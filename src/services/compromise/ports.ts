import type { GrantDependencies } from '../grants/index.ts';
import type { RevocationDependencies } from '../pki/revoke-certificate.ts';

/** What reporting a compromise takes: stopping the seal, and revoking its certificates. */
export type CompromiseDependencies = GrantDependencies & RevocationDependencies;
