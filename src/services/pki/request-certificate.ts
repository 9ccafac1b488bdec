import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { readDer } from '../../asn1/index.ts';
import {
  assembleSigned,
  encodeName,
  parseCertificate,
  parsePublicKey,
  schemeIdentifier,
  tbsRequest,
  usualScheme,
  type NameFields,
} from '../../pki/index.ts';
import type { Authorisation, KeyCustody, KeyDescription, Signer } from './ports.ts';

/** A request to an outside CA for the certificate of a key in custody. */
export interface RequestOrder {
  readonly keyId: string;
  /** Null for the subject of the certificate that the key has. */
  readonly subject: NameFields | null;
  readonly authorisation: Authorisation;
}

/**
 * A certificate request (PKCS#10, RFC 2986), signed as the key signs, DER. Rejects with INPUT_INVALID, KEY_NOT_FOUND, KEY_PURPOSE_REFUSED.
 */
export async function requestCertificate(custody: KeyCustody & Signer, order: RequestOrder): Promise<Uint8Array> {
  const { keyId, authorisation } = order;
  const key = (await custody.list()).find((candidate) => candidate.keyId === keyId);
  if (key === undefined) throw new YinzhengError('KEY_NOT_FOUND', { keyId });
  const scheme = usualScheme(parsePublicKey(readDer(key.publicKey)));
  const tbs = tbsRequest({ subject: subjectOf(key, order), publicKey: key.publicKey, extensions: [] });
  return assembleSigned(tbs, schemeIdentifier(scheme), await custody.sign({ keyId, purpose: 'csr', tbs, authorisation }));
}

function subjectOf({ certificate }: KeyDescription, { subject }: RequestOrder): Uint8Array {
  if (subject !== null) return encodeName(subject);
  if (certificate !== null) return parseCertificate(certificate).subject.raw;
  throw new YinzhengError('INPUT_INVALID', {
    reason: bilingual('a key without a certificate needs the name of a subject', '密钥尚无证书，须指明主体名称'),
  });
}
