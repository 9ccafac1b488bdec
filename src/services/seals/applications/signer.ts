/** The key and certificate that a new version of a seal is signed with. */
import { equalBytes, fromBase64, toBase64 } from '../../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import type { Actor } from '../../../domain/access/index.ts';
import type { OrganisationRecord } from '../../../domain/organisation/index.ts';
import type { SealApplication } from '../../../domain/seal/index.ts';
import { isDemonstrationCertificate, parseCertificate, parseRequest, type Certificate } from '../../../pki/index.ts';
import {
  attachCertificate,
  certifyRequest,
  generateKey,
  issueCertificate,
  requestCertificate,
  revocationOf,
  signerCertificate,
  signerName,
  signersAuthority,
  type KeyDescription,
  type SignerOrder,
} from '../../pki/index.ts';
import { checkSignersCertificate, holdersCertificate, refuseCustodyKey } from './holder-key.ts';
import type { SealMakingDependencies } from './ports.ts';
import { noteProgress } from './write.ts';

/** An application whose code is allotted, the owner, and the certificate (DER) of another CA for a key in custody, null while there is none. */
export interface SignerQuestion {
  readonly application: SealApplication & { readonly seal: string };
  readonly owner: OrganisationRecord;
  readonly certificate: Uint8Array | null;
}

/** The signer of a seal: its certificate, and its key in custody, null where its holder has the key. */
export interface SealSigner {
  readonly keyId: string | null;
  readonly certificate: Certificate;
}

/**
 * The signer of a seal to be made; null when another CA is to certify a key first, whose request is in the application then. What was made
 * before this was cut off is used again.
 * @throws {YinzhengError} INPUT_INVALID, SEAL_KEY_ELSEWHERE, and as custody and the store do
 */
export async function signerOfApplication(
  deps: SealMakingDependencies,
  actor: Actor,
  question: SignerQuestion,
): Promise<SealSigner | null> {
  const { key } = question.application;
  if (key === null) throw new RangeError('an application for making has a key');
  if (key.kind === 'custody') return custodySigner(deps, actor, question, key.authority);
  const now = deps.clock.now();
  if ('certificate' in key) {
    const certificate = holdersCertificate(key.certificate);
    checkSignersCertificate(certificate, now);
    await refuseCustodyKey(deps.custody, certificate.publicKey);
    await refuseRevoked(deps, certificate);
    return { keyId: null, certificate };
  }
  const request = fromBase64(key.request);
  await refuseCustodyKey(deps.custody, parseRequest(request).publicKey);
  return {
    keyId: null,
    certificate: await certifyRequest(deps, actor, { ...(await signerOrder(deps, actor, question)), request }),
  };
}

async function custodySigner(
  deps: SealMakingDependencies,
  actor: Actor,
  question: SignerQuestion,
  authority: 'here' | 'elsewhere',
): Promise<SealSigner | null> {
  const key = await custodyKeyOf(deps, actor, question);
  const { keyId, publicKey } = key;
  if (authority === 'elsewhere') {
    if (question.certificate === null) return null;
    const certificate = parseCertificate(question.certificate);
    checkSignersCertificate(certificate, deps.clock.now());
    if (!equalBytes(certificate.publicKey.raw, publicKey))
      throw new YinzhengError('INPUT_INVALID', {
        reason: bilingual('the certificate is not for the key that was made for this seal', '该证书与为此印章生成的密钥不符'),
      });
    await refuseRevoked(deps, certificate);
    await attachCertificate(deps, actor, { keyId, certificate: certificate.raw });
    return { keyId, certificate };
  }
  if (key.certificate !== null) return { keyId, certificate: parseCertificate(key.certificate) };
  const order = await signerOrder(deps, actor, question);
  const certificate = await issueCertificate(deps, { ...signerCertificate(order, deps.crypto), publicKey });
  await attachCertificate(deps, actor, { keyId, certificate: certificate.raw });
  return { keyId, certificate };
}

/** The key that was made for an application; made now where there is none, and found by its label where that could not be written down. */
async function custodyKeyOf(
  deps: SealMakingDependencies,
  actor: Actor,
  { application }: SignerQuestion,
): Promise<KeyDescription> {
  const { _id: id, seal, keyId } = application;
  const label = `seal ${seal} ${id}`;
  const known = (await deps.custody.list()).find((key) => (keyId === null ? key.label === label : key.keyId === keyId));
  if (!known && keyId !== null) throw new YinzhengError('KEY_NOT_FOUND', { keyId });
  const purposes = isCertifiedElsewhere(application) ? (['seal-signature', 'csr'] as const) : (['seal-signature'] as const);
  const key = known ?? (await generateKey(deps, actor, { label, purposes }));
  if (keyId === null) await noteProgress(deps, actor, { id, fields: { keyId: key.keyId } });
  return key;
}

function isCertifiedElsewhere({ key }: SealApplication): boolean {
  return key?.kind === 'custody' && key.authority === 'elsewhere';
}

/**
 * The request for a certificate that another CA is given: PKCS#10, DER in Base64, in the name that government certificates have.
 * @throws {YinzhengError} as custody and the store do
 */
export async function requestForApplication(
  deps: SealMakingDependencies,
  actor: Actor,
  question: SignerQuestion,
): Promise<string> {
  const { application, owner } = question;
  const { keyId } = await custodyKeyOf(deps, actor, question);
  const subject = signerName({ creditCode: owner._id, name: owner.name, sealCode: application.seal });
  return toBase64(
    await requestCertificate(deps.custody, { keyId, subject, authorisation: authorisationOf(actor, application.seal) }),
  );
}

/** Who asks custody, and what for. */
export function authorisationOf(actor: Actor, seal: string): SignerOrder['authorisation'] {
  return { actor: actor.person ?? actor.client, reference: `seal ${seal}` };
}

async function signerOrder(
  deps: SealMakingDependencies,
  actor: Actor,
  { application, owner }: SignerQuestion,
): Promise<SignerOrder> {
  const now = deps.clock.now();
  const issuer = await signersAuthority(deps.custody, now);
  if (!issuer) throw invalid('no CA that certifies signers is in custody', '密钥库中没有签发签章人证书的 CA');
  const { statusUrl } = deps;
  return {
    ...{ issuer, from: now },
    organisation: { creditCode: owner._id, name: owner.name, sealCode: application.seal },
    trustClass: isDemonstrationCertificate(issuer.certificate) ? 'demonstration' : 'production',
    ...(statusUrl === null ? { crlBase: null } : { crlBase: `${statusUrl}/crl`, ocspUri: `${statusUrl}/ocsp` }),
    authorisation: authorisationOf(actor, application.seal),
  };
}

async function refuseRevoked(deps: SealMakingDependencies, certificate: Certificate): Promise<void> {
  if (revocationOf(certificate, await deps.trust(), deps.clock.now()))
    throw invalid('the certificate was revoked', '证书已被撤销');
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('INPUT_INVALID', { reason: bilingual(en, zh) });
}
