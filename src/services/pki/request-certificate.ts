import { YinzhengError } from '../../base/errors/index.ts';
import { readDer } from '../../asn1/index.ts';
import {
  assembleSigned,
  encodeName,
  parsePublicKey,
  schemeIdentifier,
  tbsRequest,
  usualScheme,
  type NameFields,
} from '../../pki/index.ts';
import type { Authorisation, KeyCustody, Signer } from './ports.ts';

/** A request to an outside CA for the certificate of a key in custody. */
export interface RequestOrder {
  readonly keyId: string;
  readonly subject: NameFields;
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
  const tbs = tbsRequest({ subject: encodeName(order.subject), publicKey: key.publicKey, extensions: [] });
  return assembleSigned(tbs, schemeIdentifier(scheme), await custody.sign({ keyId, purpose: 'csr', tbs, authorisation }));
}
