import { readVerificationCodeOctets } from '../../domain/identifier/index.ts';
import {
  claimAddress,
  cutText,
  encodeClaim,
  joinSigned,
  keyIdOf,
  MOST_ENTRIES,
  MOST_LISTS,
  type StatusEntry,
} from '../../claim/index.ts';
import { YinzhengError, isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { derToRaw, pointVerifier, sm2Point } from '../../crypto/index.ts';
import { maskName, type LicenceEdition, type LicenceRecord } from '../../domain/licence/index.ts';
import type { CertifiedKey } from '../pki/index.ts';
import { announcedKey } from './keys.ts';
import { openList, openNextList } from './open-list.ts';
import type { ClaimDesk, ClaimDeskDependencies } from './ports.ts';

/** So many entries drawn in a row are taken once in 65,536 draws where half of a list is: then the next one is begun. */
const DRAWS = 16;
/** How long the key that was found is used without looking again, ms. */
const KEY_KNOWN_FOR = 10_000;

/** The claim on an entry: an `_id` that exists once. */
export function entryClaim({ list, index }: StatusEntry): string {
  return `status:${list}/${index}`;
}

/** A desk over a store and the keys in custody. */
export function createClaimDesk(deps: ClaimDeskDependencies): ClaimDesk {
  const { store, custody, signer, crypto, clock, random, publicUrl } = deps;
  const { records } = store;
  const verifier = pointVerifier(crypto);
  let found: { readonly key: CertifiedKey | null; readonly at: Instant } | null = null;

  async function keyNow(): Promise<CertifiedKey | null> {
    const now = clock.now();
    if (found === null || now - found.at >= KEY_KNOWN_FOR)
      found = { key: await announcedKey(custody, { purpose: 'licence-claim', now }), at: now };
    return found.key;
  }

  async function sign(licence: LicenceRecord, edition: LicenceEdition, status: StatusEntry): Promise<string | null> {
    const key = await keyNow();
    if (key === null) return null;
    const tbs = encodeClaim({
      keyId: keyIdOf(sm2Point(key.certificate.publicKey.raw), verifier.sm3),
      issueDate: edition.issueDate,
      validFrom: edition.validFrom,
      validTo: edition.validTo,
      code: readVerificationCodeOctets(edition.verificationCode),
      status,
      demonstration: licence.demonstration,
      identifier: edition.identifier,
      typeName: cutText(licence.typeName),
      issuer: cutText(licence.issuer.name),
      holder: cutText(licence.holders.map(({ name }) => maskName(name)).join('、')),
    });
    const { person, client } = edition.issuedBy;
    const authorisation = { actor: person ?? client, reference: `licences/${licence._id}` };
    const der = await signer.sign({ keyId: key.keyId, purpose: 'licence-claim', tbs, authorisation });
    const signature = derToRaw(der);
    if (signature === null) throw new YinzhengError('INTERNAL');
    return claimAddress(publicUrl, joinSigned({ tbs, signature }));
  }

  return {
    async draw() {
      if ((await keyNow()) === null) return null;
      for (;;) {
        const list = await openList(records);
        for (let attempt = 0; attempt < DRAWS; attempt++) {
          const entry = { list, index: randomIndex(random.bytes(3)) };
          if ((await records.get('claims', entryClaim(entry))) === null) return entry;
        }
        if (list >= MOST_LISTS) return null;
        await openNextList(records, list);
      }
    },

    async address(licence, edition) {
      const { status } = edition;
      if (!status) return null;
      try {
        return await sign(licence, edition, status);
      } catch (error) {
        if (!isYinzhengError(error, 'KEY_NOT_FOUND', 'KEY_PURPOSE_REFUSED')) throw error;
        // It was replaced within the seconds for which it was known.
        found = null;
        return sign(licence, edition, status);
      }
    },
  };
}

function randomIndex(bytes: Uint8Array): number {
  return bytes.reduce((value, octet) => value * 256 + octet, 0) % MOST_ENTRIES;
}
