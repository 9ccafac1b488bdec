/** The register of issued certificates: a certificate leaves only when it is in it, and OCSP answers from it. */
import { toHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { certificateDigest, nameText, type Certificate } from '../../pki/index.ts';
import type { Clock } from '../platform.ts';
import type { IssuedCertificateRecord, RecordStore } from '../storage/index.ts';
import type { CertificateRegister } from './ports.ts';

/** What the register is kept with. */
export interface RegisterDependencies {
  readonly records: Pick<RecordStore, 'get' | 'insert' | 'list'>;
  readonly crypto: CryptoProvider;
  readonly clock: Clock;
}

/** Entries read at a time when those of a key are looked for. */
const PAGE = 500;

/** The register of a store. */
export function createCertificateRegister({ records, crypto, clock }: RegisterDependencies): CertificateRegister {
  const sm3 = (bytes: Uint8Array): string => toHex(crypto.digest('sm3', bytes));
  // A CA is its key: what it issued stays its own when its certificate is renewed.
  const idsOf = (issuer: Certificate): string => `${sm3(issuer.publicKey.raw)}/`;
  const idOf = (issuer: Certificate, serialNumber: Uint8Array): string => `${idsOf(issuer)}${toHex(serialNumber)}`;
  return {
    async enter(certificate, { issuer, authorisation }) {
      const record: IssuedCertificateRecord = {
        _id: idOf(issuer, certificate.serialNumber),
        schema: 1,
        version: 1,
        certificateSm3: certificateDigest(certificate, crypto),
        publicKeySm3: sm3(certificate.publicKey.raw),
        issuer: nameText(certificate.issuer),
        subject: nameText(certificate.subject),
        notBefore: isoInstant(certificate.notBefore),
        notAfter: isoInstant(certificate.notAfter),
        enteredAt: isoInstant(clock.now()),
        issuedBy: authorisation && authorisation.actor,
        purpose: authorisation && authorisation.reference,
      };
      try {
        await records.insert('issued-certificates', record);
      } catch (error) {
        const present = isYinzhengError(error, 'ALREADY_EXISTS') ? await records.get('issued-certificates', record._id) : null;
        // A serial number names one certificate; the same one may be entered again.
        if (present?.certificateSm3 !== record.certificateSm3) throw error;
      }
    },
    find: (issuer, serialNumber) => records.get('issued-certificates', idOf(issuer, serialNumber)),
    // Asked only when a key ends, so that reading what one CA issued costs less than an index on every certificate.
    async ofKey(issuer, publicKey) {
      const [ids, key] = [idsOf(issuer), sm3(publicKey)];
      const found: IssuedCertificateRecord[] = [];
      for (let after = ids; ;) {
        const page = await records.list('issued-certificates', { after, limit: PAGE });
        const own = page.filter(({ _id }) => _id.startsWith(ids));
        found.push(...own.filter(({ publicKeySm3 }) => publicKeySm3 === key));
        const last = own.at(-1);
        if (last === undefined || own.length < PAGE) return found;
        after = last._id;
      }
    },
  };
}
