import type { Instant } from '../../base/time.ts';
import { OID } from '../../asn1/index.ts';
import { basicConstraints, certificatePolicies, parseCertificate } from '../../pki/index.ts';
import {
  certifyNewKey,
  demonstrationName,
  type Authorisation,
  type CertifiedKey,
  type IssuingDependencies,
  type KeyCustody,
} from '../pki/index.ts';
import { findTimeStampUnits } from './units.ts';

/** What making a unit takes: the custody of the CA that issues its certificate, which becomes its own as well. */
export interface UnitDependencies extends IssuingDependencies {
  readonly custody: KeyCustody;
}

/** A unit to be made. */
export interface UnitOrder {
  /** Name that its certificate begins with. */
  readonly name: string;
  readonly now: Instant;
  readonly authorisation: Authorisation;
}

const YEAR = 365 * 86_400_000;
const UNIT_LIFE = 5 * YEAR;
/** In the last year of its certificate a key gives no more time stamps, so that every token can be verified for a year at least. */
const LAST_YEAR = YEAR;

/**
 * Makes the demonstration's time stamping unit where there is none, or its certificate comes to its end: an SM2 key certified by the
 * signers' CA. Resolves to whether one was made. Rejects as custody does; a custody without such a CA makes none.
 */
export async function ensureTimeStampUnit(deps: UnitDependencies, { name, now, authorisation }: UnitOrder): Promise<boolean> {
  const { custody } = deps;
  const units = await findTimeStampUnits(custody, { now, intermediates: [] });
  const lasting = units.find(({ certificate }) => certificate.publicKey.kind === 'sm2')?.certificate.notAfter ?? now;
  if (lasting - now > LAST_YEAR) return false;
  const issuer = await findIssuer(custody, now);
  if (issuer === null) return false;
  const notAfter = Math.min(now + UNIT_LIFE, issuer.certificate.notAfter);
  // A CA at its own end has nothing better to give.
  if (notAfter <= lasting) return false;
  await certifyNewKey(deps, {
    custody,
    issuer,
    label: '时间戳服务',
    purposes: ['time-stamp'],
    profile: 'time-stamping',
    subject: demonstrationName(`${name}时间戳服务`),
    notBefore: now,
    notAfter,
    policies: [OID.demonstrationPolicy],
    authorisation,
  });
  return true;
}

/** The CA in custody that certifies signers: the one that is not for seal makers. */
async function findIssuer(custody: Pick<KeyCustody, 'list'>, now: Instant): Promise<CertifiedKey | null> {
  for (const { keyId, purposes, certificate: bytes } of await custody.list()) {
    if (!purposes.includes('certificate') || bytes === null) continue;
    const certificate = parseCertificate(bytes);
    const makesSealMakers = certificatePolicies(certificate).includes(OID.sealMakerPolicy);
    if (makesSealMakers || now > certificate.notAfter || basicConstraints(certificate)?.ca !== true) continue;
    return { keyId, certificate };
  }
  return null;
}
