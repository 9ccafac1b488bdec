import { addValidationValues, encodeEvidenceRecord, evidenceRecordOf } from '../../pki/index.ts';
import { parseSesSignature } from '../../ses/index.ts';
import type { EvidenceDependencies } from './ports.ts';
import { validationData } from './take.ts';

/**
 * An evidence record (RFC 4998, DER) for a seal signature that comes without a document, to lie beside its file: a time stamp over the whole
 * file; in that token the chains of signer, maker and authority and their status, made at or after the time stamp; and a second time
 * stamp over all of that. Rejects with SEAL_SIGNATURE_MALFORMED, DER_MALFORMED, and as the sources do.
 */
export async function makeEvidenceRecord(deps: EvidenceDependencies, file: Uint8Array): Promise<Uint8Array> {
  const { signerCertificate, seal, timeStamp } = parseSesSignature(file);
  const { crypto } = deps.engine;
  const stamp = (bytes: Uint8Array) => deps.timeStamps.stamp({ algorithm: 'sm3', digest: crypto.digest('sm3', bytes) });
  const token = await stamp(file);
  const certificates = [signerCertificate, seal.makerCertificate];
  const data = await validationData(deps, { certificates }, [token, ...(timeStamp ? [timeStamp] : [])]);
  const first = addValidationValues(token, data);
  return encodeEvidenceRecord(evidenceRecordOf([first, await stamp(first)], 'sm3'));
}
