/** What ends soon or is wrong in keys and trust. */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { nameText, parseCertificate, type CertificateList, type TrustMaterial } from '../../pki/index.ts';
import type { KeyDescription } from '../pki/index.ts';
import { finding, type Finding } from './findings.ts';

const DAY = 86_400_000;
/** A certificate is told of so long before it ends, ms. */
const SOON = 90 * DAY;

/** What is judged, and when. */
export interface TrustExamination {
  readonly keys: readonly KeyDescription[];
  readonly material: TrustMaterial;
  readonly mode: 'demonstration' | 'production';
  readonly now: Instant;
}

/** Examines keys and trust. */
export function examineTrust(examination: TrustExamination): readonly Finding[] {
  return [examineKeys(examination), examineAnchors(examination), examineLists(examination)];
}

function examineKeys({ keys, now }: TrustExamination): Finding {
  const ends = keys.flatMap((key) => endOf(key));
  const over = ends.filter(({ notAfter }) => notAfter <= now);
  const soon = ends.filter(({ notAfter }) => notAfter > now && notAfter - now < SOON);
  const names = (of: typeof ends): string => of.map(({ label }) => label).join(', ');
  if (over.length > 0) {
    return finding(
      'keys',
      'fault',
      `The certificates of these keys have ended: ${names(over)}`,
      `以下密钥的证书已过期：${names(over)}`,
    );
  }
  if (soon.length > 0) {
    return finding(
      'keys',
      'warning',
      `The certificates of these keys end within 90 days: ${names(soon)}`,
      `以下密钥的证书将在 90 天内到期：${names(soon)}`,
    );
  }
  return finding('keys', 'ok', `${keys.length} keys, each fits its certificate`, `${keys.length} 个密钥，均与其证书相符`);
}

function endOf({ label, certificate }: KeyDescription): readonly { readonly label: string; readonly notAfter: Instant }[] {
  if (certificate === null) return [];
  try {
    return [{ label, notAfter: parseCertificate(certificate).notAfter }];
  } catch (error) {
    if (isYinzhengError(error)) return [{ label, notAfter: 0 }];
    throw error;
  }
}

function examineAnchors({ material, mode, now }: TrustExamination): Finding {
  const { anchors, sealMakers } = material;
  const live = anchors.filter(({ certificate, trustClass }) => trustClass === mode && certificate.notAfter > now);
  const en = `${live.length} trust anchors, ${sealMakers.length} authorised seal makers`;
  const zh = `信任锚 ${live.length} 个，授权制章方 ${sealMakers.length} 个`;
  if (live.length === 0 || sealMakers.length === 0) {
    return finding('trust', 'warning', `${en}: nothing can pass a verification`, `${zh}：任何文件都无法通过验证`);
  }
  return finding('trust', 'ok', en, zh);
}

function examineLists({ material: { revocationLists }, now }: TrustExamination): Finding {
  const stale = newest(revocationLists).filter(({ nextUpdate }) => nextUpdate !== null && nextUpdate <= now);
  if (stale.length === 0) {
    return finding('revocation-lists', 'ok', 'The revocation lists are current', '证书撤销列表均在有效期内');
  }
  const names = stale.map(({ issuer }) => nameText(issuer)).join('; ');
  return finding(
    'revocation-lists',
    'warning',
    `These revocation lists are out of date: ${names}`,
    `以下证书撤销列表已过期：${names}`,
  );
}

/** The newest list of each issuer. */
function newest(lists: readonly CertificateList[]): readonly CertificateList[] {
  const byIssuer = new Map<string, CertificateList>();
  for (const list of lists) {
    const issuer = nameText(list.issuer);
    const known = byIssuer.get(issuer);
    if (!known || known.thisUpdate < list.thisUpdate) byIssuer.set(issuer, list);
  }
  return [...byIssuer.values()];
}
