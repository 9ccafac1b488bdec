/** The key that signs what the service says in its own name (服务声明). */
import { toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import {
  certifiedKeys,
  ensureInstallationKey,
  findInstallationKey,
  type Authorisation,
  type CertifiedKey,
  type InstallationKeyDependencies,
  type KeyCustody,
  type Signer,
} from '../pki/index.ts';

/** What signing a statement takes. */
export interface StatementSigning {
  readonly custody: Pick<KeyCustody, 'list'>;
  readonly signer: Signer;
  readonly crypto: CryptoProvider;
}

/** A key with how statements name it. */
export interface StatementKey extends CertifiedKey {
  /** The first 8 octets of the SM3 of its SubjectPublicKeyInfo, hexadecimal. */
  readonly name: string;
}

const NAME_OCTETS = 8;

/** Makes the key where one is due; resolves to whether one was made ({@link ensureInstallationKey}). Rejects as custody does. */
export function ensureStatementKey(
  deps: InstallationKeyDependencies,
  order: { readonly now: Instant; readonly authorisation: Authorisation },
): Promise<boolean> {
  return ensureInstallationKey(
    deps,
    { profile: 'service-statement', purposes: ['service-statement'], label: '服务声明', suffix: 'Service Statements' },
    order,
  );
}

/** The key that signs statements at a moment. Rejects with STATEMENT_KEY_MISSING, and as custody does. */
export async function statementKey(
  { custody, crypto }: Pick<StatementSigning, 'custody' | 'crypto'>,
  now: Instant,
): Promise<StatementKey> {
  const found = await findInstallationKey(custody, { purpose: 'service-statement', now });
  if (found === null) throw new YinzhengError('STATEMENT_KEY_MISSING');
  return named(found, crypto);
}

/** Every key that signs or has signed statements and is in custody still. Rejects as custody does. */
export async function statementKeys({
  custody,
  crypto,
}: Pick<StatementSigning, 'custody' | 'crypto'>): Promise<readonly StatementKey[]> {
  return (await certifiedKeys(custody, 'service-statement')).map((key) => named(key, crypto));
}

function named(key: CertifiedKey, crypto: CryptoProvider): StatementKey {
  return { ...key, name: toHex(crypto.digest('sm3', key.certificate.publicKey.raw).subarray(0, NAME_OCTETS)) };
}

/** The signature over a statement, DER (`SEQUENCE { r, s }`). Rejects as the signer does. */
export function signStatement(
  { signer }: Pick<StatementSigning, 'signer'>,
  key: CertifiedKey,
  { tbs, ...authorisation }: Authorisation & { readonly tbs: Uint8Array },
): Promise<Uint8Array> {
  return signer.sign({ keyId: key.keyId, purpose: 'service-statement', tbs, authorisation });
}
