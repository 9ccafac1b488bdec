/** A licence issued by command. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/temporary.ts';

export const ISSUER = '11990100MB0000027F';
export const SEAL = '99010000000001';
/** Environment in which there is no evidence to be had: nobody listens there. */
export const NO_AUTHORITY = { YINZHENG_TSA_URLS: 'http://127.0.0.1:1/' };

let cases = 0;

/** A request as a case system sends it, each with a case number of its own. */
export function requestFile(changes: Readonly<Record<string, unknown>> = {}): string {
  cases++;
  const path = join(temporaryFolder(), 'request.json');
  const request = {
    typeCode: '11990000MB0000019F001',
    licenceNumber: `JY199010000${String(cases).padStart(5, '0')}`,
    holders: [{ name: '样例市晨光食品有限公司', codeType: '001', code: '91990100MA0000001G' }],
    fields: {
      法定代表人: '张样例',
      住所: '样例省样例市样例区示范路 1 号',
      经营场所: '样例省样例市样例区示范路 1 号',
      主体业态: '食品销售经营者',
      经营项目: '预包装食品销售，散装食品销售',
    },
    purpose: { item: '食品经营许可', caseNumber: `CLI-${process.pid}-${cases}`, cause: '新办' },
    ...changes,
  };
  writeFileSync(path, JSON.stringify(request));
  return path;
}

/** Issues a licence in an installation, in the environment given. */
export async function issueSample(
  home: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly file: string; readonly identifier: string; readonly code: string }> {
  const file = join(temporaryFolder(), 'licence.pdf');
  const ran = await run(['issue', requestFile(), '--organisation', ISSUER, '--out', file, '--json'], { cwd: home, env });
  assert.equal(ran.code, 0, ran.err);
  const { identifier, verificationCode } = JSON.parse(ran.out) as Readonly<Record<string, string>>;
  return { file, identifier: identifier ?? '', code: verificationCode ?? '' };
}
