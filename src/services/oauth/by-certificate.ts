import type { ClientKey, ClientRecord } from '../../domain/client/index.ts';
import { type AuthenticatedSystem } from '../access/index.ts';
import { letIn } from './authenticate.ts';
import type { OAuthDependencies } from './ports.ts';
import { provenSubjects, type PresentedCertificate } from './tls-subject.ts';

/**
 * The system whose certificate a connection has (RFC 8705): one that is registered itself, or one of a registered subject from a CA that is believed;
 * null when it is nobody's.
 * @throws {YinzhengError} NOT_SIGNED_IN when the system or the key is not let in now, RATE_LIMITED
 */
export async function authenticateCertificate(
  deps: OAuthDependencies,
  presented: PresentedCertificate,
): Promise<AuthenticatedSystem | null> {
  const { thumbprint } = presented;
  const { records } = deps;
  const registered = await records.find('clients', { index: 'thumbprint', equals: thumbprint, limit: 10 });
  const byItself = ({ proof }: ClientKey): boolean => proof.kind === 'certificate' && proof.thumbprint === thumbprint;
  if (registered.length > 0) return only(deps, registered, byItself);
  const names = await provenSubjects(deps, presented);
  const named = new Map<string, ClientRecord>();
  for (const name of names)
    for (const client of await records.find('clients', { index: 'tlsSubject', equals: name, limit: 10 }))
      named.set(client._id, client);
  return only(deps, [...named.values()], ({ proof }) => proof.kind === 'tls-subject' && names.includes(proof.subject));
}

async function only(
  deps: OAuthDependencies,
  found: readonly ClientRecord[],
  isProof: (key: ClientKey) => boolean,
): Promise<AuthenticatedSystem | null> {
  // Whose it is must be plain.
  const [client, ...others] = found.filter(({ closedAt }) => closedAt === undefined);
  if (!client || others.length > 0) return null;
  const keys = client.keys.filter(isProof);
  const key = keys.find(({ endedAt }) => endedAt === null) ?? keys[0];
  return letIn(deps, client, { key, scopes: client.authorised?.scopes ?? [] });
}
