import { type AuthenticatedSystem } from '../access/index.ts';
import { letIn } from './authenticate.ts';
import type { OAuthDependencies } from './ports.ts';

/**
 * The system to which the certificate of a connection is registered (RFC 8705); null when it is nobody's.
 * @param thumbprint `x5t#S256`, as a trusted proxy tells it
 * @throws {YinzhengError} NOT_SIGNED_IN when the system or the key is not let in now, RATE_LIMITED
 */
export async function authenticateCertificate(deps: OAuthDependencies, thumbprint: string): Promise<AuthenticatedSystem | null> {
  const found = await deps.records.find('clients', { index: 'thumbprint', equals: thumbprint, limit: 10 });
  const [client, ...others] = found.filter(({ closedAt }) => closedAt === undefined);
  // Whose it is must be plain.
  if (!client || others.length > 0) return null;
  const keys = client.keys.filter(({ proof }) => proof.kind === 'certificate' && proof.thumbprint === thumbprint);
  const key = keys.find(({ endedAt }) => endedAt === null) ?? keys[0];
  return letIn(deps, client, { key, scopes: client.authorised?.scopes ?? [] });
}
