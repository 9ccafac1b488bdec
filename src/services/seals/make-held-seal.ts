/** Seals whose key is not in custody: its holder has it, in a UKey (智能密码钥匙, GM/T 0027) for instance. */
import { equalBytes } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { Zlib } from '../../base/zlib.ts';
import type { FontSet } from '../../drawing/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { OrganisationRecord } from '../../domain/organisation/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import {
  isDemonstrationCertificate,
  parseCertificate,
  parseRequest,
  type Certificate,
  type PreparedTrust,
  type PublicKeyInfo,
} from '../../pki/index.ts';
import {
  certifyRequest,
  makeSeal,
  maySign,
  revocationOf,
  sealMakerIn,
  signersAuthority,
  type CertifiedKey,
  type IssuingDependencies,
  type KeyCustody,
} from '../pki/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';
import { grantInDemonstration, type GrantCustody } from '../grants/index.ts';
import { refuseEnded } from '../organisations/index.ts';
import { makeSealPicture } from './make-picture.ts';
import { SES_TYPES } from './property.ts';
import { newSealRecord } from './register-seal.ts';

/** What making such a seal takes; the custody has the seal maker, and for a request the CA of signers. */
export interface HeldSealDependencies extends IssuingDependencies {
  readonly records: RecordStore;
  readonly grants: GrantCustody;
  readonly journal: JournalDesk;
  readonly custody: KeyCustody;
  readonly clock: Clock;
  readonly fonts: FontSet;
  readonly zlib: Zlib;
  /** Trust as it is now: certificates that it knows to be revoked get no seal. */
  readonly trust: () => Promise<PreparedTrust>;
  /** Base of the addresses where the status of certificates is asked; null for none. */
  readonly statusUrl: string | null;
}

/** Whose key the seal is signed with: a request (PKCS#10, DER) that is certified here, or a certificate (DER) by another CA. */
export type HeldKey =
  { readonly kind: 'request'; readonly request: Uint8Array } | { readonly kind: 'certificate'; readonly certificate: Uint8Array };

/** A seal to be made. */
export interface HeldSealOrder {
  /** Seal code (esID): 14 digits that begin with the area code of the owner. */
  readonly code: string;
  /** Unified social credit code of the owner, an organisation of the register. */
  readonly owner: string;
  readonly kind: SealRecord['kind'];
  /** Text below the centre, such as 合同专用章; null for none. */
  readonly lowerLine: string | null;
  readonly key: HeldKey;
}

const MARKING = '样本 无效';

/**
 * Makes a seal for a key that its holder has, and enters it into the register. When that fails after a certificate was issued, nobody was
 * given it, and another is issued the next time. Rejects with INPUT_INVALID, ALREADY_EXISTS for a code that has a seal, SEAL_KEY_ELSEWHERE
 * for a key in custody, CERTIFICATE_MALFORMED, as `certifyRequest` and custody do.
 */
export async function makeHeldSeal(
  deps: HeldSealDependencies,
  actor: Actor,
  order: HeldSealOrder,
): Promise<{ readonly seal: SealRecord; readonly certificate: Certificate }> {
  const { records, custody, crypto, clock } = deps;
  const now = clock.now();
  const owner = await records.get('organisations', order.owner);
  if (!owner) throw invalid(`there is no organisation ${order.owner}`, `没有机构 ${order.owner}`);
  refuseEnded(owner);
  checkCode(order.code, owner);
  if (await records.get('seals', order.code)) throw new YinzhengError('ALREADY_EXISTS', { key: order.code });
  const maker = await sealMakerIn(custody, now);
  if (!maker) throw invalid('no key for making seals with a valid certificate is in custody', '密钥库中没有证书有效的制章密钥');
  await refuseCustodyKey(custody, keyOf(order.key));
  const certificate = await certificateOf(deps, actor, { order, owner, now });
  const made = await makeSeal(deps, {
    ...sealFace(deps, { order, owner, maker }),
    maker,
    esId: order.code,
    type: SES_TYPES[order.kind],
    signerCertificates: [certificate.raw],
    createdAt: now,
    // A seal is not valid before it was made.
    validFrom: now,
    validTo: certificate.notAfter,
    authorisation: { actor: actor.person ?? actor.client, reference: `seal ${order.code}` },
  });
  const seal = newSealRecord(crypto, {
    ...{ seal: made, signer: { keyId: null, certificate }, owner: owner._id, kind: order.kind, actor, madeAt: now },
    demonstration: owner.demonstration || isDemonstrationCertificate(maker.certificate),
  });
  await records.insert('seals', seal);
  await grantInDemonstration(deps, seal);
  deps.journal.poke();
  return { seal, certificate };
}

function checkCode(code: string, { areaCode }: OrganisationRecord): void {
  if (!/^\d{14}$/.test(code) || !code.startsWith(areaCode))
    throw invalid(
      `a seal code has 14 digits and begins with the owner's area code ${areaCode}`,
      `印章编码为 14 位数字，以所属机构的区划代码 ${areaCode} 开头`,
    );
}

async function certificateOf(
  deps: HeldSealDependencies,
  actor: Actor,
  { order, owner, now }: { readonly order: HeldSealOrder; readonly owner: OrganisationRecord; readonly now: Instant },
): Promise<Certificate> {
  if (order.key.kind === 'certificate') {
    const certificate = checkedCertificate(parseCertificate(order.key.certificate), now);
    if (revocationOf(certificate, await deps.trust(), now)) throw invalid('the certificate was revoked', '证书已被撤销');
    return certificate;
  }
  const issuer = await signersAuthority(deps.custody, now);
  if (!issuer) throw invalid('no CA that certifies signers is in custody', '密钥库中没有签发签章人证书的 CA');
  const { statusUrl } = deps;
  return certifyRequest(deps, actor, {
    ...{ issuer, from: now, request: order.key.request },
    organisation: { creditCode: owner._id, name: owner.name, sealCode: order.code },
    trustClass: isDemonstrationCertificate(issuer.certificate) ? 'demonstration' : 'production',
    ...(statusUrl === null ? { crlBase: null } : { crlBase: `${statusUrl}/crl`, ocspUri: `${statusUrl}/ocsp` }),
    authorisation: { actor: actor.person ?? actor.client, reference: `certificate of seal ${order.code}` },
  });
}

function checkedCertificate(certificate: Certificate, now: Instant): Certificate {
  if (certificate.publicKey.kind !== 'sm2') throw invalid('the key of the certificate is not SM2', '证书中的密钥不是 SM2 密钥');
  if (now < certificate.notBefore || now >= certificate.notAfter)
    throw invalid('the certificate is out of its period', '证书不在有效期内');
  if (!maySign(certificate)) throw invalid('the certificate is not one for signing', '证书不是签名证书');
  return certificate;
}

/** A key in custody is not with its holder: its seal would be signed without the log of key uses. */
async function refuseCustodyKey(custody: Pick<KeyCustody, 'list'>, own: PublicKeyInfo): Promise<void> {
  if ((await custody.list()).some(({ publicKey }) => equalBytes(publicKey, own.raw)))
    throw new YinzhengError('SEAL_KEY_ELSEWHERE', { state: bilingual('in custody here', '由本系统托管') });
}

function keyOf(key: HeldKey): PublicKeyInfo {
  return key.kind === 'request' ? parseRequest(key.request).publicKey : parseCertificate(key.certificate).publicKey;
}

function sealFace(
  deps: Pick<HeldSealDependencies, 'fonts' | 'zlib'>,
  input: { readonly order: HeldSealOrder; readonly owner: OrganisationRecord; readonly maker: CertifiedKey },
) {
  const { order, owner, maker } = input;
  const marking = isDemonstrationCertificate(maker.certificate) ? MARKING : undefined;
  const lowerLine = order.lowerLine ?? undefined;
  const { code } = order;
  return {
    name: `${owner.name}${lowerLine ?? ''}${marking === undefined ? '' : `（${marking}）`}`,
    picture: makeSealPicture(deps, { name: owner.name, bodyClass: owner.bodyClass, lowerLine, code, marking }),
  };
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('INPUT_INVALID', { reason: bilingual(en, zh) });
}
