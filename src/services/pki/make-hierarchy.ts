import { OID } from '../../asn1/index.ts';
import { toHex } from '../../base/bytes.ts';
import type { Instant } from '../../base/time.ts';
import {
  certificateDigest,
  keyIdentifier,
  type Certificate,
  type CertificateList,
  type NameFields,
  type TrustMaterial,
} from '../../pki/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { TrustClass } from '../../report/index.ts';
import { certifyNewKey, signerName } from './certify-key.ts';
import { ensureResponders } from './ensure-responders.ts';
import { issueCertificate, type CertificateOrder, type CertifiedKey, type IssuingDependencies } from './issue-certificate.ts';
import type { Authorisation, KeyCustody, Signer } from './ports.ts';
import { publishRevocationList } from './publish-crl.ts';

/** What a hierarchy is made with. The root's custody is another than that of the keys in use, and is not opened again. */
export interface HierarchyDependencies extends Omit<IssuingDependencies, 'signer'> {
  readonly offline: KeyCustody & Signer;
  readonly online: KeyCustody & Signer;
}

/** What a hierarchy is to be. */
export interface HierarchyOrder {
  /** Name that the certificates of the authorities begin with. */
  readonly name: string;
  /** `demonstration`: every name says 样本 无效, every certificate carries the policy that no production setting accepts. */
  readonly trustClass: Exclude<TrustClass, 'none'>;
  readonly from: Instant;
  /** Address under which the list of each authority is published as `<base>/<key identifier in hexadecimal>.crl`; null for none. */
  readonly crlBase: string | null;
  /** Where the responders of the two CAs answer; none when absent. */
  readonly ocspUri?: string | null;
  readonly authorisation: Authorisation;
}

/** Three levels: the root, a CA for signers (签章人) and apart from it one for seal makers (制章人), and a maker; a responder for each of the two. */
export interface Hierarchy {
  readonly root: Certificate;
  readonly signersCa: CertifiedKey;
  readonly makersCa: CertifiedKey;
  readonly maker: CertifiedKey;
  /** First revocation lists of root, signers' CA and makers' CA. */
  readonly revocationLists: readonly [CertificateList, CertificateList, CertificateList];
  /** What a verifier is to be told so that it accepts the hierarchy. */
  readonly trust: TrustMaterial;
}

/** Mark in the names of demonstration certificates. */
export const DEMONSTRATION_MARK = '样本 无效 DEMONSTRATION';

const DAY = 86_400_000;
const YEAR = 365 * DAY;
const ROOT_LIFE = 20 * YEAR;
const AUTHORITY_LIFE = 10 * YEAR;
const MAKER_LIFE = 5 * YEAR;
const SIGNER_LIFE = 3 * YEAR;
/** How long a revocation list of an issuing CA serves. */
export const REVOCATION_LIST_LIFE = 30 * DAY;

/**
 * Makes a hierarchy. Afterwards the root's key is needed only for another CA: its revocation list serves as long as the two CAs do,
 * and its keystore can be taken away. Rejects as custody does.
 */
export async function makeHierarchy(deps: HierarchyDependencies, order: HierarchyOrder): Promise<Hierarchy> {
  const { crypto, random, register, offline, online } = deps;
  const { from, authorisation } = order;
  const rootDeps = { signer: offline, crypto, random, register };
  const name = (commonName: string): NameFields => ({ country: 'CN', ...mark(order), commonName: `${order.name}${commonName}` });
  const policies = policiesOf(order);

  const rootKey = await offline.generate({ label: '根 CA', purposes: ['certificate', 'crl'] });
  const root = await issueCertificate(rootDeps, {
    issuer: { keyId: rootKey.keyId, certificate: null },
    profile: 'authority',
    subject: name('根 CA'),
    publicKey: rootKey.publicKey,
    notBefore: from,
    notAfter: from + ROOT_LIFE,
    policies,
    pathLength: 1,
    authorisation,
  });
  await offline.attachCertificate(rootKey.keyId, root.raw);
  const rootCa: CertifiedKey = { keyId: rootKey.keyId, certificate: root };

  const authority = (label: string, more: readonly string[]): Promise<CertifiedKey> =>
    certifyNewKey(rootDeps, {
      custody: online,
      issuer: rootCa,
      label,
      purposes: ['certificate', 'crl'],
      profile: 'authority',
      subject: name(label),
      notBefore: from,
      notAfter: from + AUTHORITY_LIFE,
      policies: [...policies, ...more],
      pathLength: 0,
      crlUris: crlUris(order, root, crypto),
      authorisation,
    });
  const signersCa = await authority('签章人 CA', []);
  const makersCa = await authority('制章 CA', [OID.sealMakerPolicy]);
  const maker = await certifyNewKey(
    { signer: online, crypto, random, register },
    {
      custody: online,
      issuer: makersCa,
      label: '制章中心',
      purposes: ['seal-making'],
      profile: 'signing',
      subject: name('制章中心'),
      notBefore: from,
      notAfter: from + MAKER_LIFE,
      policies: [...policies, OID.sealMakerPolicy],
      crlUris: crlUris(order, makersCa.certificate, crypto),
      ocspUris: ocspUris(order),
      authorisation,
    },
  );
  await ensureResponders({ signer: online, custody: online, crypto, random, register }, { now: from, authorisation });
  const list = (issuer: CertifiedKey, signer: Signer, life: number): Promise<CertificateList> =>
    publishRevocationList(
      { signer, crypto },
      { issuer, previous: null, revoked: [], thisUpdate: from, nextUpdate: from + life, authorisation },
    );
  const revocationLists = [
    await list(rootCa, offline, AUTHORITY_LIFE),
    await list(signersCa, online, REVOCATION_LIST_LIFE),
    await list(makersCa, online, REVOCATION_LIST_LIFE),
  ] as const;
  return {
    root,
    signersCa,
    makersCa,
    maker,
    revocationLists,
    trust: {
      anchors: [{ certificate: root, trustClass: order.trustClass }],
      intermediates: [signersCa.certificate, makersCa.certificate],
      revocationLists,
      sealMakers: [{ kind: 'policy', issuerSm3: certificateDigest(makersCa.certificate, crypto), policy: OID.sealMakerPolicy }],
    },
  };
}

/** A signer to be certified: an organisation and its seal's code. */
export interface SignerOrder extends Pick<HierarchyOrder, 'trustClass' | 'crlBase' | 'ocspUri' | 'authorisation' | 'from'> {
  readonly issuer: CertifiedKey;
  readonly organisation: Parameters<typeof signerName>[0];
}

/** Makes a key for an organisation's seal and certifies it under the signers' CA for three years. Rejects as custody does. */
export async function certifySigner(
  { crypto, random, register, online }: Omit<HierarchyDependencies, 'offline'>,
  order: SignerOrder,
): Promise<CertifiedKey> {
  return certifyNewKey(
    { signer: online, crypto, random, register },
    {
      ...signerCertificate(order, crypto),
      custody: online,
      label: order.organisation.name,
      purposes: ['seal-signature'],
    },
  );
}

/** What the certificate of a signer says, whoever has the key. */
export function signerCertificate(order: SignerOrder, crypto: CryptoProvider): Omit<CertificateOrder, 'publicKey'> {
  const { issuer, organisation, from, authorisation } = order;
  return {
    issuer,
    profile: 'signing',
    subject: { ...signerName(organisation), ...mark(order) },
    notBefore: from,
    notAfter: Math.min(from + SIGNER_LIFE, issuer.certificate.notAfter),
    policies: policiesOf(order),
    crlUris: crlUris(order, issuer.certificate, crypto),
    ocspUris: ocspUris(order),
    authorisation,
  };
}

function mark({ trustClass }: Pick<HierarchyOrder, 'trustClass'>): NameFields {
  return trustClass === 'demonstration' ? { organisationalUnit: DEMONSTRATION_MARK } : {};
}

function policiesOf({ trustClass }: Pick<HierarchyOrder, 'trustClass'>): readonly string[] {
  return trustClass === 'demonstration' ? [OID.demonstrationPolicy] : [];
}

function crlUris({ crlBase }: Pick<HierarchyOrder, 'crlBase'>, issuer: Certificate, crypto: CryptoProvider): readonly string[] {
  return crlBase === null ? [] : [`${crlBase}/${revocationListName(issuer, crypto)}`];
}

/** Name of the file in which an authority's revocation list is published: the identifier of its key. */
export function revocationListName({ publicKey }: Certificate, crypto: CryptoProvider): string {
  return `${toHex(keyIdentifier(publicKey, crypto))}.crl`;
}

function ocspUris({ ocspUri = null }: Pick<HierarchyOrder, 'ocspUri'>): readonly string[] {
  return ocspUri === null ? [] : [ocspUri];
}
