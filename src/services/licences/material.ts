/** What a licence is made from: its type, its issuer and the seal. */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { boundSeal, type Dictionaries } from '../../domain/catalogue/index.ts';
import type { OrganisationRecord } from '../../domain/organisation/index.ts';
import type { CertifyingForm } from '../../domain/signature/index.ts';
import { sealInUse, type SealRecord, type SealVersion } from '../../domain/seal/index.ts';
import type { UseClaim } from '../grants/ports.ts';
import { signerOf, type SigningKey } from '../signing/index.ts';
import { dictionariesOf, useLicenceType, type MadeBy, type UsableType } from '../licence-types/index.ts';
import { MAX_PAGE } from '../storage/index.ts';
import { named, refuseEnded, refuseName } from '../organisations/index.ts';
import type { LicenceDependencies } from './ports.ts';
import { custodyKey, usableVersion } from '../seals/usable-version.ts';

/** Records that a licence is made from. */
export interface IssuingMaterial extends UsableType {
  readonly dictionaries: Dictionaries;
  readonly organisation: OrganisationRecord;
  readonly seal: SealRecord;
  readonly sealVersion: SealVersion;
  /** The issuer's key that certifies the licence before it is sealed; null where the seal is alone. */
  readonly certifier: { readonly form: CertifyingForm; readonly signer: SigningKey; readonly signerName: string } | null;
}

/** Which licence is to be made, when, and with which seal: that of its type where none is named. */
export interface MaterialOrder {
  readonly organisation: string;
  readonly type: string;
  readonly at: Instant;
  readonly seal?: string;
  /** Edition that is sealed again or anew: as the catalogue was when it was made. */
  readonly made?: MadeBy;
}

/** The same, and the grant by which the seal is used. */
export interface GrantedMaterial extends IssuingMaterial {
  readonly use: UseClaim;
  /** Who seals it again, and what for; absent where it is sealed for the first time. */
  readonly by?: { readonly actor: Actor; readonly purpose: Purpose };
}

/**
 * Finds the type, the organisation and the seal for a licence.
 * @throws {YinzhengError} LICENCE_TYPE_NOT_FOUND, LICENCE_TYPE_UNUSABLE, ORGANISATION_ENDED, SEAL_NOT_FOUND, SEAL_NOT_IN_USE, SEAL_KEY_ELSEWHERE,
 * DEMONSTRATION_REFUSED, SIGNATURE_KEY_MISSING, SIGNATURE_KEY_UNUSABLE
 */
export async function findMaterial(
  deps: LicenceDependencies,
  { organisation: organisationCode, type: code, at, seal: sealCode, made }: MaterialOrder,
): Promise<IssuingMaterial> {
  const { records } = deps.store;
  const organisation = await records.get('organisations', organisationCode);
  if (!organisation)
    throw new YinzhengError('LICENCE_TYPE_UNUSABLE', {
      reason: bilingual('the organisation is not among its issuers', '该机构不是其颁发机构'),
    });
  const usable = await useLicenceType(records, { code, organisation, ...(made && { made }) });
  const { type } = usable;
  refuseEnded(organisation, at);
  const [dictionaries, seal] = await Promise.all([
    dictionariesOf(records, type.fields),
    findSeal(records, type, { organisation: organisationCode, seal: sealCode }),
  ]);
  if (!seal) throw new YinzhengError('SEAL_NOT_FOUND');
  if ((type.demonstration || organisation.demonstration || seal.demonstration) && !deps.demonstration) {
    throw new YinzhengError('DEMONSTRATION_REFUSED');
  }
  const sealVersion = usableVersion(seal, at);
  refuseName(organisation, seal, at);
  // Before anything is reserved for what could not be sealed.
  custodyKey(sealVersion);
  const { certifyAs: form } = type;
  const certifier = form === null ? null : { form, ...(await signerOf(deps, organisation._id, { form, now: at })) };
  return { ...usable, dictionaries, organisation: named(organisation, at), seal, sealVersion, certifier };
}

/** The seal that is named, the one bound to the issuer, or the issuer's own of the type's kind, one in use before others. */
async function findSeal(
  records: Pick<LicenceDependencies['store']['records'], 'get' | 'find'>,
  { seal: binding }: UsableType['type'],
  { organisation, seal }: { readonly organisation: string; readonly seal: string | undefined },
): Promise<SealRecord | null> {
  const code = seal ?? boundSeal(binding, organisation, []);
  if (code !== undefined || binding.kind === null) return records.get('seals', code ?? '');
  const own = await records.find('seals', { index: 'owner', equals: organisation, limit: MAX_PAGE });
  const inUseFirst = [...own.filter((one) => sealInUse(one) !== null), ...own];
  const bound = boundSeal(binding, organisation, inUseFirst);
  return own.find(({ _id }) => _id === bound) ?? null;
}

/** Code of the seal that licences of a type are sealed with by an issuer; empty where there is none, or the type is not to be used. */
export async function sealCodeFor(
  records: Pick<LicenceDependencies['store']['records'], 'get' | 'find'>,
  { organisation: code, type: typeCode }: { readonly organisation: string; readonly type: string },
): Promise<string> {
  const organisation = await records.get('organisations', code);
  if (!organisation) return '';
  try {
    const { type } = await useLicenceType(records, { code: typeCode, organisation });
    return (await findSeal(records, type, { organisation: code, seal: undefined }))?._id ?? '';
  } catch (error) {
    if (isYinzhengError(error, 'LICENCE_TYPE_NOT_FOUND', 'LICENCE_TYPE_UNUSABLE')) return '';
    throw error;
  }
}
