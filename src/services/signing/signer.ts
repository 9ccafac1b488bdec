import { OID } from '../../asn1/index.ts';
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { isNationalForm, type SignatureForm, type SignatureKeyAlgorithm } from '../../domain/signature/index.ts';
import type { Certificate, PreparedTrust, RsaPadding } from '../../pki/index.ts';
import { certifiedKeys, isAuthority, maySign, namesAsIssuer, revocationOf, type KeyCustody } from '../pki/index.ts';
import type { RecordStore } from '../storage/index.ts';
import { assignmentsOf } from './keys.ts';

/** Keys that sign documents, and the trust in which the certificates above theirs are found, and what was revoked. */
export interface DocumentKeys {
  readonly custody: Pick<KeyCustody, 'list'>;
  /** Trust as it is now: what was revoked before the call counts. Rejects where it cannot be told. */
  readonly trust: () => Promise<PreparedTrust>;
}

/** A key to sign with, its certificate and those above it but for a root. */
export interface SigningKey {
  readonly keyId: string;
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  /** How an RSA key signs; as it usually does when absent. */
  readonly padding?: RsaPadding | undefined;
}

/** Longest chain that is put into a signature. */
const MAX_CHAIN = 4;

/** What kind of key a certificate is of; null for one that signs no documents here. */
export function signatureAlgorithm({ publicKey }: Certificate): SignatureKeyAlgorithm | null {
  if (publicKey.kind === 'sm2' || publicKey.kind === 'rsa') return publicKey.kind;
  return publicKey.curve === OID.p256 ? 'ecdsa-p256' : null;
}

/** Why a certificate cannot be signed with at a moment; null when it can. */
export function unusable(certificate: Certificate, now: Instant): Bilingual | null {
  if (signatureAlgorithm(certificate) === null)
    return bilingual('it is neither SM2 nor P-256 nor RSA', '密钥算法不是 SM2、P-256 或 RSA');
  if (now < certificate.notBefore || now >= certificate.notAfter)
    return bilingual('its certificate is out of its period', '证书不在有效期内');
  return maySign(certificate) && !isAuthority(certificate)
    ? null
    : bilingual('its certificate is not one for signing', '证书不是签名证书');
}

/**
 * The key that signs for an organisation in a form: SM2 for GM CMS, for the others RSA or P-256, of several the one assigned last; or
 * the one that is asked for by its id. Rejects with SIGNATURE_KEY_MISSING, SIGNATURE_KEY_UNUSABLE, STORE_UNAVAILABLE, and as custody does.
 */
export async function findSigner(
  deps: DocumentKeys & { readonly records: Pick<RecordStore, 'find'> },
  asked: {
    readonly organisation: string;
    readonly form: SignatureForm;
    readonly keyId?: string | undefined;
    readonly now: Instant;
  },
): Promise<SigningKey> {
  const { organisation, form, now } = asked;
  const national = isNationalForm(form);
  const assigned = await assignmentsOf(deps.records, organisation);
  const wanted = assigned.find(({ _id, algorithm }) =>
    asked.keyId === undefined ? (algorithm === 'sm2') === national : _id === asked.keyId && (!national || algorithm === 'sm2'),
  );
  if (!wanted) throw new YinzhengError('SIGNATURE_KEY_MISSING', { organisation, form });
  const keyId = wanted._id;
  const key = (await certifiedKeys(deps.custody, 'cms-signature')).find((found) => found.keyId === keyId);
  const trust = await deps.trust();
  const reason = key
    ? (unusable(key.certificate, now) ?? whyRevoked(key.certificate, trust, now))
    : bilingual('custody has no such key with a certificate', '密钥库中没有带证书的该密钥');
  if (!key || reason) throw new YinzhengError('SIGNATURE_KEY_UNUSABLE', { keyId, reason: reason ?? bilingual('', '') });
  return { ...key, chain: chainAbove(key.certificate, trust), padding: wanted.padding };
}

function whyRevoked(certificate: Certificate, trust: PreparedTrust, now: Instant): Bilingual | null {
  return revocationOf(certificate, trust, now) && bilingual('its certificate was revoked', '证书已被撤销');
}

/** Certificates above a signer's, but for a root. Readers without SM2 would only be hindered by certificates of SM2 keys. */
function chainAbove(certificate: Certificate, trust: PreparedTrust): readonly Certificate[] {
  const isNational = ({ publicKey }: Certificate): boolean => publicKey.kind === 'sm2';
  const chain: Certificate[] = [];
  for (let below = certificate; chain.length < MAX_CHAIN;) {
    const issuer = below;
    const above = trust.subjects(below.issuer).find((candidate) => namesAsIssuer(issuer, candidate));
    if (!above || namesAsIssuer(above, above) || isNational(above) !== isNational(certificate)) break;
    chain.push(above);
    below = above;
  }
  return chain;
}
