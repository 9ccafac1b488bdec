/** Certificates that were issued before there was a register of them, entered from where they are. */
import { fromBase64 } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import { certificateDigest, parseCertificate, sameName, verifySigned, type Certificate } from '../../pki/index.ts';
import { parseSeal } from '../../ses/index.ts';
import type { Clock } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';
import { authoritiesIn, certifiedKeys } from './authorities.ts';
import type { CertificateRegister, KeyCustody } from './ports.ts';

/** What entering takes. */
export interface KnownCertificates {
  readonly custody: Pick<KeyCustody, 'list'>;
  readonly records: RecordStore;
  readonly register: CertificateRegister;
  readonly crypto: CryptoProvider;
  readonly clock: Clock;
}

/** Setting that says that the certificates of all seals were entered. */
export const ENTERED_SETTING = 'issued-certificates';
const PAGE = 100;

/**
 * Enters what CAs whose keys are in custody issued and the register lacks: the certificates of keys in custody each time, those of seals,
 * in every version, the first time. Repeated or interrupted, it does no harm. Resolves to how many were entered. Rejects as custody and
 * store do.
 */
export async function enterKnownCertificates(deps: KnownCertificates): Promise<number> {
  const { custody, records, clock } = deps;
  const issuers = await issuersOf(deps);
  let entered = 0;
  const enterAll = async (certificates: readonly Certificate[]): Promise<void> => {
    for (const certificate of certificates) if (await enter(deps, issuers, certificate)) entered++;
  };
  await enterAll((await certifiedKeys(custody, 'any')).map(({ certificate }) => certificate));
  if (await records.get('settings', ENTERED_SETTING)) return entered;
  for (let after: string | undefined; ;) {
    const page: readonly SealRecord[] = await records.list('seals', { limit: PAGE, ...(after !== undefined && { after }) });
    for (const record of page) await enterAll(certificatesOf(record));
    after = page.at(-1)?._id;
    if (page.length < PAGE) break;
  }
  const value = { completedAt: isoInstant(clock.now()) };
  await records.insert('settings', { _id: ENTERED_SETTING, schema: 1, version: 1, value }).catch((error: unknown) => {
    // Another server was as fast.
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
  });
  return entered;
}

/** The certificates of keys in custody that a CA in custody issued and that the register lacks, or has otherwise. Rejects as custody and store do. */
export async function unregisteredKeys(
  deps: Pick<KnownCertificates, 'custody' | 'register' | 'crypto'>,
): Promise<{ readonly registered: number; readonly lacking: readonly string[] }> {
  const issuers = await issuersOf(deps);
  const lacking: string[] = [];
  let registered = 0;
  for (const { keyId, certificate } of await certifiedKeys(deps.custody, 'any')) {
    const issuer = issuerAmong(issuers, certificate, deps.crypto);
    if (!issuer) continue;
    const found = await deps.register.find(issuer, certificate.serialNumber);
    if (found?.certificateSm3 === certificateDigest(certificate, deps.crypto)) registered++;
    else lacking.push(keyId);
  }
  return { registered, lacking };
}

async function issuersOf({ custody }: Pick<KnownCertificates, 'custody'>): Promise<readonly Certificate[]> {
  return (await authoritiesIn(custody)).map(({ certificate }) => certificate);
}

async function enter(
  { register, crypto }: Pick<KnownCertificates, 'register' | 'crypto'>,
  issuers: readonly Certificate[],
  certificate: Certificate,
): Promise<boolean> {
  const issuer = issuerAmong(issuers, certificate, crypto);
  if (!issuer || (await register.find(issuer, certificate.serialNumber))) return false;
  await register.enter(certificate, { issuer, authorisation: null });
  return true;
}

function issuerAmong(issuers: readonly Certificate[], certificate: Certificate, crypto: CryptoProvider): Certificate | undefined {
  const { tbs, signatureAlgorithm: algorithm, signature, issuer } = certificate;
  return issuers.find(
    ({ subject, publicKey }) => sameName(issuer, subject) && verifySigned({ tbs, algorithm, signature, publicKey, crypto }).ok,
  );
}

/** Every certificate that the versions of a seal know: of signers, and of makers. */
function certificatesOf({ versions }: SealRecord): readonly Certificate[] {
  return versions.flatMap(({ seal, certificate }) => {
    const { certificateList, makerCertificate } = parseSeal(fromBase64(seal));
    const listed = certificateList.kind === 'certificates' ? certificateList.certificates : [];
    return [fromBase64(certificate), ...listed, makerCertificate].flatMap((bytes) => readable(bytes));
  });
}

function readable(bytes: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(bytes)];
  } catch (error) {
    if (isYinzhengError(error)) return [];
    throw error;
  }
}
