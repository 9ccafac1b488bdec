import type { Instant } from '../../base/time.ts';
import { OID } from '../../asn1/index.ts';
import {
  certificatePolicies,
  isDemonstrationCertificate,
  nameAttribute,
  type Certificate,
  type NameFields,
} from '../../pki/index.ts';
import {
  authoritiesIn,
  certifyNewKey,
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
  readonly now: Instant;
  readonly authorisation: Authorisation;
}

const YEAR = 365 * 86_400_000;
const UNIT_LIFE = 5 * YEAR;
/** In the last year of its certificate a key gives no more time stamps, so that every token can be verified for a year at least. */
const LAST_YEAR = YEAR;

/**
 * Makes a time stamping unit where there is none, or its certificate comes to its end: an SM2 key certified by the
 * signers' CA. Resolves to whether one was made. Rejects as custody does; a custody without such a CA makes none.
 */
export async function ensureTimeStampUnit(deps: UnitDependencies, { now, authorisation }: UnitOrder): Promise<boolean> {
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
    subject: unitName(issuer.certificate),
    notBefore: now,
    notAfter,
    policies: isDemonstrationCertificate(issuer.certificate) ? [OID.demonstrationPolicy] : [],
    authorisation,
  });
  return true;
}

/** The CA in custody that certifies signers: one that is not for seal makers, the latest where a set-up was begun anew. */
async function findIssuer(custody: Pick<KeyCustody, 'list'>, now: Instant): Promise<CertifiedKey | null> {
  let latest: CertifiedKey | null = null;
  for (const authority of await authoritiesIn(custody)) {
    const { notBefore, notAfter } = authority.certificate;
    if (now < notBefore || now >= notAfter || certificatePolicies(authority.certificate).includes(OID.sealMakerPolicy)) continue;
    if (latest === null || notBefore > latest.certificate.notBefore) latest = authority;
  }
  return latest;
}

function unitName({ subject }: Certificate): NameFields {
  const organisation = nameAttribute(subject, OID.organizationName);
  const unit = nameAttribute(subject, OID.organizationalUnitName);
  return {
    country: nameAttribute(subject, OID.countryName) ?? 'CN',
    ...(organisation !== null && { organisation }),
    ...(unit !== null && { organisationalUnit: unit }),
    commonName: `${nameAttribute(subject, OID.commonName) ?? 'CA'} TSA`,
  };
}
