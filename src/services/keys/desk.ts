import { equalBytes, fromBase64 } from '../../base/bytes.ts';
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { SignatureKeyRecord } from '../../domain/signature/index.ts';
import { currentVersion, type SealRecord, type SealVersion } from '../../domain/seal/index.ts';
import { parseCertificate } from '../../pki/index.ts';
import type { CertifiedKey, KeyDescription, KeyImporter, ReissueDependencies, TrustStore } from '../pki/index.ts';
import type { GrantCustody } from '../grants/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** What looking after keys takes. */
export interface KeyManagement extends ReissueDependencies {
  readonly custody: ReissueDependencies['custody'] & Partial<KeyImporter>;
  readonly trustStore: TrustStore;
  readonly records: RecordStore;
  /** Custody's ledger, where what is granted of a key is granted of the one in its place. */
  readonly grants: Pick<GrantCustody, 'enter'>;
}

/** A seal in use or stopped, and its version now. */
export interface CurrentSeal {
  readonly record: SealRecord;
  readonly version: SealVersion;
}

const PAGE = 500;

/** A key in custody. Rejects with KEY_NOT_FOUND. */
export async function keyIn({ custody }: Pick<KeyManagement, 'custody'>, keyId: string): Promise<KeyDescription> {
  const found = (await custody.list()).find((key) => key.keyId === keyId);
  if (!found) throw new YinzhengError('KEY_NOT_FOUND', { keyId: keyId.slice(0, 64) });
  return found;
}

/** A key in custody with its certificate. Rejects with KEY_NOT_FOUND, KEY_NOT_RENEWABLE when it has none. */
export async function certifiedKeyIn(deps: Pick<KeyManagement, 'custody'>, keyId: string): Promise<CertifiedKey> {
  const { certificate } = await keyIn(deps, keyId);
  if (certificate === null) throw notRenewable(keyId, bilingual('it has no certificate yet', '尚无证书'));
  return { keyId, certificate: parseCertificate(certificate) };
}

/** The seals in use or stopped that are used with a key. */
export async function sealsOf({ records }: Pick<KeyManagement, 'records'>, keyId: string): Promise<readonly CurrentSeal[]> {
  const found: CurrentSeal[] = [];
  for (let after: string | undefined; ; ) {
    const page: readonly SealRecord[] = await records.list('seals', { limit: PAGE, ...(after !== undefined && { after }) });
    for (const record of page) {
      const version = currentVersion(record);
      if (version?.keyId === keyId) found.push({ record, version });
    }
    after = page.at(-1)?._id;
    if (page.length < PAGE) return found;
  }
}

/** For which organisation a key signs documents, and how; null for one that signs for none. */
export async function assignmentOf(
  { records }: Pick<KeyManagement, 'records'>,
  keyId: string,
): Promise<SignatureKeyRecord | null> {
  const found = await records.get('signature-keys', keyId);
  return found?.state === 'assigned' ? found : null;
}

/** Whether a seal still has another certificate than its key. */
export function isBehind({ version }: CurrentSeal, { certificate }: CertifiedKey): boolean {
  return !equalBytes(fromBase64(version.certificate), certificate.raw);
}

/** The error of a key that gets no other certificate here. */
export function notRenewable(keyId: string, reason: Bilingual): YinzhengError {
  return new YinzhengError('KEY_NOT_RENEWABLE', { keyId, reason });
}
