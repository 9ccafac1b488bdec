/** Checking a package of evidence without any server: the four properties (四性), and which of them fails where. */
import { fromUtf8, toHex } from '../../base/bytes.ts';
import { bilingual, isYinzhengError } from '../../base/errors/index.ts';
import { readTar, type TarMember } from '../../base/tar/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import { verifyDocument } from '../../documents/index.ts';
import { readCertificates, type ValidationData } from '../../pki/index.ts';
import type { Conclusion } from '../../report/index.ts';
import type { PackageStatement } from '../statements/index.ts';
import { checkHistory } from './check-history.ts';
import { check, type PackageCheck, type PackageProperty, type PackageReport, type PackageTerms } from './checks.ts';
import { checkSigned } from './check-signed.ts';
import { CONTENT, digestLines, PLACES, readDigestLines, REQUIRED } from './layout.ts';
import { missingMetadata } from './metadata.ts';

const PROPERTIES: readonly PackageProperty[] = ['authenticity', 'integrity', 'usability', 'security'];
/** What must not be in a file that is kept for long: what runs, or asks for something outside. */
const ACTIVE = /\/(?:JavaScript|JS|Launch|RichMedia|SubmitForm|ImportData|XFA)\b/;

/** Checks a package; whatever is wrong with it is an answer, not an error. */
export function verifyEvidencePackage(terms: PackageTerms, bytes: Uint8Array): PackageReport {
  let members: readonly TarMember[];
  try {
    ({ members } = readTar(bytes));
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return reportOf([check('integrity', 'container', 'failed', null, error.bilingual)], null, null);
  }
  const parts = new Map(members.map(({ path, bytes: content }) => [path, content]));
  const integrity = checkDigests(terms, members, parts);
  const signed = checkSigned(terms, parts);
  const provenAt = signed.time;
  const checks = [
    check('integrity', 'container', 'passed', null, bilingual('the container is as it was written', '封装与写入时一致')),
    ...integrity,
    ...signed.checks,
    ...checkHistory(terms, parts, signed.statement),
    ...checkFiles(terms, members, provenAt),
    ...checkUsability(parts),
  ];
  return reportOf(checks, signed.statement, provenAt === null ? null : isoInstant(provenAt));
}

function reportOf(checks: readonly PackageCheck[], statement: PackageStatement | null, provenAt: string | null): PackageReport {
  const worst = (of: readonly PackageCheck[]): Conclusion =>
    of.some(({ outcome }) => outcome === 'failed')
      ? 'failed'
      : of.length === 0 || of.some(({ outcome }) => outcome === 'indeterminate')
        ? 'indeterminate'
        : 'passed';
  const properties = Object.fromEntries(
    PROPERTIES.map((property) => [property, worst(checks.filter((one) => one.property === property))]),
  ) as Record<PackageProperty, Conclusion>;
  return { conclusion: worst(checks), properties, checks, statement, provenAt };
}

/** The lists name every file, and every file is as they say. */
function checkDigests(
  { engine }: PackageTerms,
  members: readonly TarMember[],
  parts: ReadonlyMap<string, Uint8Array>,
): readonly PackageCheck[] {
  const { crypto } = engine;
  const inContent = members.filter(({ path }) => path.startsWith(CONTENT));
  const around = members.filter(({ path }) => !path.startsWith(CONTENT) && path !== PLACES.sums);
  const found: PackageCheck[] = [];
  for (const [list, about] of [
    [PLACES.manifest, inContent],
    [PLACES.sums, around],
  ] as const) {
    const given = parts.get(list);
    const listed = given ? readDigestLines(given) : null;
    if (!given || !listed) {
      found.push(
        check(
          'integrity',
          'list',
          'failed',
          list,
          bilingual('the list of digests is missing or altered', '杂凑值清单缺失或被改动'),
        ),
      );
      continue;
    }
    for (const { path, bytes } of about)
      if (listed.get(path) !== toHex(crypto.digest('sm3', bytes)))
        found.push(check('integrity', 'digest', 'failed', path, bilingual('its SM3 is not that of the list', 'SM3 与清单不符')));
    for (const path of listed.keys())
      if (!about.some((one) => one.path === path))
        found.push(check('integrity', 'missing', 'failed', path, bilingual('it is listed and not there', '清单所列文件缺失')));
    if (found.length === 0 && toHex(given) !== toHex(digestLines(about, crypto)))
      found.push(check('integrity', 'list', 'failed', list, bilingual('the list has another spelling', '清单写法不符')));
  }
  if (found.length > 0) return found;
  return [check('integrity', 'digests', 'passed', null, bilingual('every file is as it is listed', '各文件与清单一致'))];
}

/** The sealed files: genuine, readable, nothing in them that runs. */
function checkFiles(terms: PackageTerms, members: readonly TarMember[], provenAt: Instant | null): readonly PackageCheck[] {
  const validationData = broughtAlong(members);
  const files = members.filter(({ path }) => path.startsWith(`${CONTENT}files/`));
  if (files.length === 0)
    return [check('usability', 'files', 'failed', `${CONTENT}files`, bilingual('there is no licence file', '没有证照文件'))];
  return files.flatMap(({ path, bytes }) => {
    const isActive = ACTIVE.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));
    const security = isActive
      ? check(
          'security',
          'active-content',
          'failed',
          path,
          bilingual('the file has something in it that runs', '文件含可执行内容'),
        )
      : check('security', 'active-content', 'passed', path, bilingual('nothing in the file runs', '文件不含可执行内容'));
    try {
      const { engine, trust, policy, at } = terms;
      const proofOfExistence = provenAt === null ? null : { size: bytes.length, recordedAt: provenAt };
      const { conclusion, subIndication } = verifyDocument(engine, bytes, {
        trust,
        policy,
        at,
        proofOfExistence,
        validationData,
      });
      const said = `${conclusion}${subIndication === null ? '' : ` ${subIndication}`}`;
      return [
        check('authenticity', 'seal', conclusion, path, bilingual(`its seals: ${said}`, `印章查验结论：${said}`)),
        check('usability', 'readable', 'passed', path, bilingual('it can be read', '文件可读')),
        security,
      ];
    } catch (error) {
      if (!isYinzhengError(error)) throw error;
      return [check('usability', 'readable', 'failed', path, error.bilingual), security];
    }
  });
}

/** Certificates and their status as the package brings them; they prove nothing before their signatures are verified. */
function broughtAlong(members: readonly TarMember[]): ValidationData {
  const beneath = (folder: string): readonly Uint8Array[] =>
    members.filter(({ path }) => path.startsWith(`${CONTENT}pki/${folder}/`)).map(({ bytes }) => bytes);
  const pem = members.find(({ path }) => path === `${CONTENT}pki/intermediates.pem`)?.bytes;
  return {
    certificates: certificatesIn(pem),
    revocationLists: beneath('revocation-lists'),
    ocspResponses: beneath('ocsp-responses'),
  };
}

function certificatesIn(pem: Uint8Array | undefined): readonly Uint8Array[] {
  try {
    return pem && pem.length > 0 ? readCertificates(pem).map(({ raw }) => raw) : [];
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return [];
  }
}

/** Everything that a package has is there and can be read by people and machines. */
function checkUsability(parts: ReadonlyMap<string, Uint8Array>): readonly PackageCheck[] {
  const found: PackageCheck[] = [];
  for (const path of [...Object.values(REQUIRED), PLACES.readme])
    if (!parts.has(path))
      found.push(check('usability', 'required', 'failed', path, bilingual('it has to be there', '缺少必备内容')));
  for (const [path, bytes] of parts)
    if (path.endsWith('.json') && !isJson(bytes))
      found.push(check('usability', 'readable', 'failed', path, bilingual('it is not JSON', '不是 JSON')));
  const missing = missingMetadata(textOf(parts.get(REQUIRED.metadata)));
  if (missing.length > 0)
    found.push(
      check(
        'usability',
        'metadata',
        'failed',
        REQUIRED.metadata,
        bilingual(`missing: ${missing.join(', ')}`, `缺少元数据：${missing.join('、')}`),
      ),
    );
  if (found.length > 0) return found;
  return [check('usability', 'content', 'passed', null, bilingual('all that belongs to a package is there', '证据包内容齐全'))];
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(fromUtf8(bytes));
    return true;
  } catch {
    return false;
  }
}

function textOf(bytes: Uint8Array | undefined): string {
  try {
    return bytes ? fromUtf8(bytes) : '';
  } catch {
    return '';
  }
}
