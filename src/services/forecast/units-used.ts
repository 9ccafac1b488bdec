/** Which time stamping units the proofs in stored files rest on: the files themselves are too many to be asked. */
import { fromBase64, toBase64, toHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import {
  isTimeStampingCertificate,
  parseCertificate,
  parseSignedData,
  type Certificate,
  type VerificationCache,
} from '../../pki/index.ts';
import type { TimeStamper } from '../pki/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** Beginning of `_id` in `settings`; the SM3 of the unit's certificate follows. */
const UNIT = 'time-stamp-unit:';
const PAGE = 500;

/**
 * A time stamper whose units are remembered, once each, before their first token is handed out. Rejects as the stamper does, and with
 * STORE_UNAVAILABLE.
 */
export function rememberUnits(
  stamper: TimeStamper,
  deps: {
    readonly records: Pick<RecordStore, 'get' | 'insert'>;
    readonly crypto: CryptoProvider;
    /** Knows the certificates in tokens again. */
    readonly cache: VerificationCache;
  },
): TimeStamper {
  const remembered = new WeakSet<Certificate>();
  return {
    largest: stamper.largest,
    async stamp(imprint) {
      const token = await stamper.stamp(imprint);
      const certificate = unitOf(token, deps.cache);
      if (certificate === null || remembered.has(certificate)) return token;
      await remember(deps.records, UNIT + toHex(deps.crypto.digest('sm3', certificate.raw)), certificate);
      remembered.add(certificate);
      return token;
    },
  };
}

/** The units that were remembered. Rejects with STORE_UNAVAILABLE. */
export async function usedUnits(records: Pick<RecordStore, 'list'>): Promise<readonly Certificate[]> {
  const found: Certificate[] = [];
  for (let after = UNIT; ;) {
    const page = await records.list('settings', { after, limit: PAGE });
    for (const { _id, value } of page) {
      const { certificate } = value;
      if (_id.startsWith(UNIT) && typeof certificate === 'string') found.push(parseCertificate(fromBase64(certificate)));
    }
    const last = page.at(-1)?._id;
    if (last === undefined || page.length < PAGE || !last.startsWith(UNIT)) return found;
    after = last;
  }
}

/** The certificate of the unit that made a token, which was verified already; null where it is not inside. */
function unitOf(token: Uint8Array, cache: VerificationCache): Certificate | null {
  return parseSignedData(token, cache).certificates.find(isTimeStampingCertificate) ?? null;
}

async function remember(records: Pick<RecordStore, 'get' | 'insert'>, _id: string, certificate: Certificate): Promise<void> {
  if ((await records.get('settings', _id)) !== null) return;
  try {
    await records.insert('settings', { _id, schema: 1, version: 1, value: { certificate: toBase64(certificate.raw) } });
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
  }
}
