import type { Instant } from '../../base/time.ts';
import { OID } from '../../asn1/index.ts';
import { isDemonstrationCertificate } from '../../pki/index.ts';
import {
  certifyNewKey,
  nameBeneath,
  signersAuthority,
  type Authorisation,
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

/** A unit of each kind: SM2, and one whose tokens are verified where SM2 is not known. */
const KINDS = [
  { kind: 'sm2', algorithm: 'sm2', name: 'TSA' },
  { kind: 'ec', algorithm: 'ecdsa-p256', name: 'TSA P-256' },
] as const;

/**
 * Makes time stamping units where there are none, or where their certificates come to their end: keys certified by the signers' CA.
 * Resolves to how many were made. Rejects as custody does; a custody without such a CA makes none.
 */
export async function ensureTimeStampUnits(deps: UnitDependencies, { now, authorisation }: UnitOrder): Promise<number> {
  const { custody } = deps;
  const units = await findTimeStampUnits(custody, { now, intermediates: [] });
  const issuer = await signersAuthority(custody, now);
  if (issuer === null) return 0;
  const notAfter = Math.min(now + UNIT_LIFE, issuer.certificate.notAfter);
  let made = 0;
  for (const { kind, algorithm, name } of KINDS) {
    const lasting = units.find(({ certificate }) => certificate.publicKey.kind === kind)?.certificate.notAfter ?? now;
    // A CA at its own end has nothing better to give.
    if (lasting - now > LAST_YEAR || notAfter <= lasting) continue;
    await certifyNewKey(deps, {
      ...{ custody, issuer, algorithm, notAfter, authorisation },
      label: `时间戳服务 ${name}`,
      purposes: ['time-stamp'],
      profile: 'time-stamping',
      subject: nameBeneath(issuer.certificate, name),
      notBefore: now,
      policies: isDemonstrationCertificate(issuer.certificate) ? [OID.demonstrationPolicy] : [],
    });
    made++;
  }
  return made;
}
