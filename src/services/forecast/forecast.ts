import { isYinzhengError } from '../../base/errors/index.ts';
import { toHex } from '../../base/bytes.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import {
  certificateDigest,
  nameKey,
  nameText,
  parseCertificate,
  sameName,
  type Certificate,
  type CertificateList,
  type TrustMaterial,
} from '../../pki/index.ts';
import { isAuthority, type KeyDescription } from '../pki/index.ts';
import type { Expiry, ExpiryKind } from './model.ts';

/** What a forecast looks at. */
export interface ForecastInput {
  readonly keys: readonly Pick<KeyDescription, 'keyId' | 'label' | 'purposes' | 'certificate'>[];
  readonly seals: readonly SealRecord[];
  readonly material: Pick<TrustMaterial, 'anchors' | 'intermediates' | 'revocationLists'>;
  /** Units outside whose time stamps are in files of the register. */
  readonly units: readonly Certificate[];
  readonly mode: 'demonstration' | 'production';
  readonly crypto: CryptoProvider;
}

/**
 * Everything that ends, the soonest first. Left out is what nobody uses any more: keys of seals that were replaced or cancelled, anchors
 * of the other mode, revocation lists that a later one replaces or that last as long as their issuer.
 */
export function forecast(input: ForecastInput): readonly Expiry[] {
  const { crypto, units } = input;
  const found = new Map<string, Expiry>();
  const add = (kind: ExpiryKind, certificate: Certificate, names?: Pick<Expiry, 'id' | 'name'>): void => {
    const digest = certificateDigest(certificate, crypto);
    if (found.has(digest)) return;
    const { notBefore: begins, notAfter: ends, subject } = certificate;
    found.set(digest, { kind, id: digest, name: nameText(subject), ...names, begins, ends });
  };
  for (const [{ keyId, label, purposes }, certificate] of certifiedKeys(input)) {
    if (isAuthority(certificate)) add('authority', certificate);
    else if (purposes.includes('time-stamp')) add('time-stamp', certificate, { id: keyId, name: label });
    else add('key', certificate, { id: keyId, name: label });
  }
  for (const { certificate, trustClass } of input.material.anchors) {
    if (trustClass === input.mode) add('anchor', certificate);
  }
  for (const certificate of input.material.intermediates) add('authority', certificate);
  for (const certificate of units) add('time-stamp', certificate);
  return [...found.values(), ...sealsIn(input), ...listsIn(input)].sort((left, right) => left.ends - right.ends);
}

type Key = ForecastInput['keys'][number];

function certifiedKeys({ keys, seals }: ForecastInput): readonly (readonly [Key, Certificate])[] {
  const versions = seals.flatMap((seal) => seal.versions);
  const used = new Set(versions.filter(isCurrent).map(({ keyId }) => keyId));
  const retired = new Set(versions.map(({ keyId }) => keyId).filter((keyId) => !used.has(keyId)));
  return keys.flatMap((key) => {
    const certificate = key.certificate === null || retired.has(key.keyId) ? null : readable(key.certificate);
    return certificate === null ? [] : [[key, certificate] as const];
  });
}

function sealsIn({ seals }: ForecastInput): readonly Expiry[] {
  return seals.flatMap(({ _id, name, versions }) =>
    versions.filter(isCurrent).map(({ number, validFrom, validTo }): Expiry => ({
      ...{ kind: 'seal', id: `${_id}/${number}`, name },
      ...{ begins: Date.parse(validFrom), ends: Date.parse(validTo) },
    })),
  );
}

function isCurrent({ state }: SealRecord['versions'][number]): boolean {
  return state === 'in-use' || state === 'suspended';
}

function listsIn({ material: { anchors, intermediates, revocationLists }, crypto }: ForecastInput): readonly Expiry[] {
  const authorities = [...anchors.map(({ certificate }) => certificate), ...intermediates];
  return newest(revocationLists).flatMap(({ issuer, thisUpdate, nextUpdate }): Expiry | [] => {
    if (nextUpdate === null) return [];
    const ends = authorities.filter(({ subject }) => sameName(subject, issuer)).map(({ notAfter }) => notAfter);
    if (ends.length > 0 && nextUpdate >= Math.max(...ends)) return [];
    return {
      ...{ kind: 'revocation-list', id: toHex(crypto.digest('sm3', issuer.raw)), name: nameText(issuer) },
      ...{ begins: thisUpdate, ends: nextUpdate },
    };
  });
}

/** The newest list of each issuer. */
function newest(lists: readonly CertificateList[]): readonly CertificateList[] {
  const byIssuer = new Map<string, CertificateList>();
  for (const list of lists) {
    const known = byIssuer.get(nameKey(list.issuer));
    if (!known || known.thisUpdate < list.thisUpdate) byIssuer.set(nameKey(list.issuer), list);
  }
  return [...byIssuer.values()];
}

/** Null for a certificate that cannot be read, which is told elsewhere. */
function readable(bytes: Uint8Array): Certificate | null {
  try {
    return parseCertificate(bytes);
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}
