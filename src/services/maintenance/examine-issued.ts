/** Whether the register of issued certificates has what custody uses. */
import { finding, type Finding } from './findings.ts';

/** Examines how many certificates of keys in custody the register has, and which keys' it lacks. */
export function examineIssued({
  registered,
  lacking,
}: {
  readonly registered: number;
  readonly lacking: readonly string[];
}): Finding {
  if (lacking.length === 0)
    return finding(
      'issued-certificates',
      'ok',
      `The register of issued certificates has those of ${registered} keys in custody`,
      `签发证书登记簿与密钥库相符，共 ${registered} 张证书`,
    );
  const names = lacking.join(', ');
  return finding(
    'issued-certificates',
    'fault',
    `The register of issued certificates lacks those of these keys, and OCSP does not know them: ${names}; a server enters them when it starts`,
    `签发证书登记簿缺少以下密钥的证书，OCSP 将答复“未知”：${names}；启动一次服务即可补登`,
  );
}
