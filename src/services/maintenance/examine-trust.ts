/** What is wrong in keys and trust; what ends is told by a forecast. */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { parseCertificate, type TrustMaterial } from '../../pki/index.ts';
import type { KeyDescription } from '../pki/index.ts';
import { finding, type Finding } from './findings.ts';

/** What is judged, and when. */
export interface TrustExamination {
  readonly keys: readonly KeyDescription[];
  readonly material: TrustMaterial;
  readonly mode: 'demonstration' | 'production';
  readonly now: Instant;
}

/** Examines keys and trust. */
export function examineTrust(examination: TrustExamination): readonly Finding[] {
  return [examineKeys(examination), examineAnchors(examination)];
}

function examineKeys({ keys }: TrustExamination): Finding {
  const unreadable = keys.filter(({ certificate }) => certificate !== null && !isReadable(certificate));
  if (unreadable.length === 0) {
    return finding('keys', 'ok', `${keys.length} keys, each fits its certificate`, `${keys.length} 个密钥，均与其证书相符`);
  }
  const names = unreadable.map(({ label }) => label).join(', ');
  return finding('keys', 'fault', `The certificates of these keys cannot be read: ${names}`, `以下密钥的证书无法读取：${names}`);
}

function isReadable(certificate: Uint8Array): boolean {
  try {
    parseCertificate(certificate);
    return true;
  } catch (error) {
    if (isYinzhengError(error)) return false;
    throw error;
  }
}

function examineAnchors({ material, mode, now }: TrustExamination): Finding {
  const { anchors, sealMakers } = material;
  const own = anchors.filter(({ trustClass }) => trustClass === mode);
  const live = own.filter(({ certificate }) => certificate.notAfter > now);
  const en = `Trust anchors: ${live.length}, authorised seal makers: ${sealMakers.length}`;
  const zh = `信任锚 ${live.length} 个，授权制章方 ${sealMakers.length} 个`;
  if (live.length === 0 || sealMakers.length === 0) {
    return finding('trust', 'warning', `${en}: nothing can pass a verification`, `${zh}：任何文件都无法通过验证`);
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
