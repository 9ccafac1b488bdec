/** What ends soon or is wrong in keys and trust. */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { nameText, parseCertificate, type CertificateList, type TrustMaterial } from '../../pki/index.ts';
import type { KeyDescription } from '../pki/index.ts';
import { finding, type Finding } from './findings.ts';

const DAY = 86_400_000;
/** A certificate is told of so long before it ends, ms. */
const SOON = 90 * DAY;
/** A revocation list is told of so long before its next one is due, ms; a running server renews its own long before. */
const LIST_SOON = 3 * DAY;

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
  const own = anchors.filter(({ trustClass }) => trustClass === mode);
  const live = own.filter(({ certificate }) => certificate.notAfter > now);
  const ending = own.filter(({ certificate }) => certificate.notAfter - now < SOON);
  const en = `${live.length} trust anchors, ${sealMakers.length} authorised seal makers`;
  const zh = `信任锚 ${live.length} 个，授权制章方 ${sealMakers.length} 个`;
  if (live.length === 0 || sealMakers.length === 0) {
    return finding('trust', 'warning', `${en}: nothing can pass a verification`, `${zh}：任何文件都无法通过验证`);
  }
  if (ending.length > 0) {
    const names = ending.map(({ certificate }) => nameText(certificate.subject)).join('; ');
    return finding(
      'trust',
      'warning',
      `${en}; ended or ending within 90 days: ${names}`,
      `${zh}；已过期或 90 天内到期：${names}`,
    );
  }
  if (mode === 'production' && anchors.length > own.length) {
    return finding(
      'trust',
      'warning',
      `${en}; the anchors for demonstration beside them count for nothing here`,
      `${zh}；另有演示用信任锚，在生产环境中不起作用`,
    );
  }
  return finding('trust', 'ok', en, zh);
}

function examineLists({ material: { revocationLists }, now }: TrustExamination): Finding {
  const due = newest(revocationLists).filter(({ nextUpdate }) => nextUpdate !== null && nextUpdate - now < LIST_SOON);
  if (due.length === 0) {
    return finding('revocation-lists', 'ok', 'The revocation lists are current', '证书撤销列表均在有效期内');
  }
  const names = due.map(({ issuer }) => nameText(issuer)).join('; ');
  return finding(
    'revocation-lists',
    'warning',
    `These revocation lists are out of date, or will be within 3 days: ${names}`,
    `以下证书撤销列表已过期或 3 天内到期：${names}`,
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
