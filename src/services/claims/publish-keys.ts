import { equalBytes } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import {
  cutText,
  encodeKeySet,
  joinSigned,
  keyIdOf,
  readKeySet,
  type KeySet,
  type KeyUsage,
  type PublishedKey,
} from '../../claim/index.ts';
import { derToRaw, isSm2PublicKey, pointVerifier, sm2Point } from '../../crypto/index.ts';
import { OID } from '../../asn1/index.ts';
import { nameAttribute, nameText, parseCertificate, type Certificate } from '../../pki/index.ts';
import { certifiedKeys, revocationOf, type CertifiedKey } from '../pki/index.ts';
import { announcedKey } from './keys.ts';
import type { PublishingDependencies } from './ports.ts';
import { getPublication, publish } from './publication.ts';

const DAY = 86_400_000;
/** How long a key set is good for, and after what time it is signed anew though nothing changed, ms. */
const GOOD_FOR = 7 * DAY;
const RENEWED_AFTER = DAY;
const USAGES: readonly KeyUsage[] = ['licence-claim', 'status-list', 'key-set'];

type Dependencies = Omit<PublishingDependencies, 'lease'>;

/**
 * Publishes the set of keys where it is another than before, or was not signed for a day. Keys that custody has no more stay in it.
 * Resolves to whether it was published. Rejects as custody and the store do.
 */
export async function publishKeySet(deps: Dependencies): Promise<boolean> {
  const { store, signer, crypto, clock } = deps;
  const now = Math.floor(clock.now() / 1000) * 1000;
  const before = await publishedSet(deps);
  const keys = await keysNow(deps, before, now);
  const own = await signingKey(deps, before, now);
  if (own === null) return false;
  const keyId = keyIdOf(sm2Point(own.certificate.publicKey.raw), pointVerifier(crypto).sm3);
  if (before && now - before.issuedAt < RENEWED_AFTER && equalBytes(before.keyId, keyId) && sameKeys(before.keys, keys))
    return false;
  const tbs = encodeKeySet({ keyId, issuedAt: now, nextUpdate: now + GOOD_FOR, keys });
  const authorisation = { actor: 'server', reference: 'publication of the key set' };
  const signature = derToRaw(await signer.sign({ keyId: own.keyId, purpose: 'key-set', tbs, authorisation }));
  if (signature === null) throw new YinzhengError('INTERNAL');
  await publish({ records: store.records, crypto }, { name: 'key-set', bytes: joinSigned({ tbs, signature }), at: now });
  return true;
}

async function publishedSet({ store }: Dependencies): Promise<KeySet | null> {
  try {
    return readKeySet((await getPublication(store.records, 'key-set')).bytes).keySet;
  } catch (error) {
    if (isYinzhengError(error, 'PUBLICATION_NOT_FOUND')) return null;
    throw error;
  }
}

/** The key that signs the set: one that was in the last set, so that who keeps that one can go on from it. */
async function signingKey({ custody }: Dependencies, before: KeySet | null, now: Instant): Promise<CertifiedKey | null> {
  const usual = await announcedKey(custody, { purpose: 'key-set', now });
  if (!before || usual === null) return usual;
  const known = (key: CertifiedKey): boolean =>
    before.keys.some(
      ({ point, usages, revokedAt }) =>
        usages.includes('key-set') && revokedAt === null && equalBytes(point, sm2Point(key.certificate.publicKey.raw)),
    );
  if (known(usual)) return usual;
  const others = (await certifiedKeys(custody, 'key-set')).filter(
    ({ certificate }) => certificate.notBefore <= now && now < certificate.notAfter,
  );
  return others.find(known) ?? usual;
}

async function keysNow({ custody, trust }: Dependencies, before: KeySet | null, now: Instant): Promise<readonly PublishedKey[]> {
  const revokedSince = (certificate: Certificate): Instant | null => revocationOf(certificate, trust(), now)?.revokedAt ?? null;
  const present = new Map<string, { readonly usages: KeyUsage[]; readonly key: CertifiedKey }>();
  for (const usage of USAGES)
    for (const key of await certifiedKeys(custody, usage)) {
      if (!isSm2PublicKey(key.certificate.publicKey.raw)) continue;
      const known = present.get(key.keyId);
      if (known) known.usages.push(usage);
      else present.set(key.keyId, { usages: [usage], key });
    }
  const current = [...present.values()].map(({ usages, key: { certificate } }): PublishedKey => {
    const { notBefore, notAfter, raw, publicKey, subject } = certificate;
    return {
      ...{ usages, point: Uint8Array.from(sm2Point(publicKey.raw)), notBefore, notAfter, revokedAt: revokedSince(certificate) },
      name: cutText(nameAttribute(subject, OID.organizationName) ?? nameAttribute(subject, OID.commonName) ?? nameText(subject)),
      certificate: Uint8Array.from(raw),
    };
  });
  const gone = (before?.keys ?? []).filter(({ point }) => !current.some((key) => equalBytes(key.point, point)));
  const left = gone.map((key) => ({ ...key, revokedAt: revokedSince(parseCertificate(key.certificate)) ?? key.revokedAt }));
  return [...current, ...left].sort((one, other) => one.notBefore - other.notBefore);
}

function sameKeys(one: readonly PublishedKey[], other: readonly PublishedKey[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ point, certificate, revokedAt, usages }) =>
      other.some(
        (key) =>
          equalBytes(key.point, point) &&
          equalBytes(key.certificate, certificate) &&
          key.revokedAt === revokedAt &&
          key.usages.join() === usages.join(),
      ),
    )
  );
}
