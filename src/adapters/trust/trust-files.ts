/**
 * The trust store as files of one folder, for people to look at and to add to:
 * `anchors/` and `demonstration/` (certificates of each class of anchor), `intermediates/`, `revocation-lists/` (PEM or DER, any file
 * names; of any issuer), `ocsp-responses/` (DER), and `seal-makers.json`. What is absent is empty.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { equalBytes, toHex, utf8 } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import {
  authorityKeyIdentifier,
  nameKey,
  parseCertificate,
  parseCertificateList,
  parseOcspResponse,
  readCertificates,
  readDerOrPem,
  revocationListNumber,
  writePem,
  type AuthorisedSealMaker,
  type CertificateList,
  type TrustAnchor,
} from '../../pki/index.ts';
import type { TrustStore } from '../../services/pki/index.ts';
import { readFileIfPresent, replaceFile } from '../files/replace.ts';
import { readSealMakers } from './seal-makers.ts';

const ANCHOR_FOLDERS = { production: 'anchors', demonstration: 'demonstration' } as const;
const INTERMEDIATES = 'intermediates';
const LISTS = 'revocation-lists';
const ANSWERS = 'ocsp-responses';
const MAKERS = 'seal-makers.json';

/** A trust store in a folder; it is made when something is first added. Files Yinzheng adds are named by digest. */
export function createTrustFiles(folder: string, crypto: CryptoProvider): TrustStore {
  const digestName = (bytes: Uint8Array): string => toHex(crypto.digest('sm3', bytes)).slice(0, 32);
  const addCertificate = (place: string, bytes: Uint8Array): Promise<void> => {
    const path = join(folder, place, `${digestName(bytes)}.pem`);
    return replaceFile(path, utf8(writePem('CERTIFICATE', bytes)));
  };
  return Object.freeze({
    load: async () => {
      const [production, demonstration, intermediates, revocationLists, ocspResponses, sealMakers] = await Promise.all([
        readAnchors(folder, 'production'),
        readAnchors(folder, 'demonstration'),
        readAll(join(folder, INTERMEDIATES), readCertificates),
        readAll(join(folder, LISTS), (bytes) => readDerOrPem(bytes, 'X509 CRL').map(parseCertificateList)),
        readAll(join(folder, ANSWERS), readAnswer),
        readMakers(join(folder, MAKERS)),
      ]);
      return { anchors: [...production, ...demonstration], intermediates, revocationLists, ocspResponses, sealMakers };
    },
    addAnchor: ({ certificate, trustClass }: TrustAnchor) => addCertificate(ANCHOR_FOLDERS[trustClass], certificate.raw),
    addIntermediate: async (certificate: Uint8Array) => addCertificate(INTERMEDIATES, parseCertificate(certificate).raw),
    putRevocationList: async (list: Uint8Array) => {
      const parsed = parseCertificateList(list);
      const path = join(folder, LISTS, `${digestName(utf8(nameKey(parsed.issuer)))}.crl`);
      const present = await readFileIfPresent(path);
      if (present !== null && isOvertaken(parsed, parseCertificateList(new Uint8Array(present)))) {
        throw new YinzhengError('VERSION_CONFLICT');
      }
      await replaceFile(path, parsed.raw);
    },
    authoriseSealMaker: async (maker: AuthorisedSealMaker) => {
      const path = join(folder, MAKERS);
      const known = await readMakers(path);
      if (known.some((entry) => JSON.stringify(entry) === JSON.stringify(maker))) return;
      await replaceFile(path, utf8(`${JSON.stringify([...known, maker], null, 2)}\n`));
    },
  });
}

/** Whether a list does not go on from the one that is there; lists of different keys have nothing to do with each other. */
function isOvertaken(list: CertificateList, present: CertificateList): boolean {
  const [own, other] = [list, present].map((of) => authorityKeyIdentifier(of));
  if (!own || !other || !equalBytes(own, other)) return false;
  return equalBytes(list.raw, present.raw) ? false : revocationListNumber(list) <= revocationListNumber(present);
}

async function readAnchors(folder: string, trustClass: TrustAnchor['trustClass']): Promise<readonly TrustAnchor[]> {
  const certificates = await readAll(join(folder, ANCHOR_FOLDERS[trustClass]), readCertificates);
  return certificates.map((certificate) => ({ certificate, trustClass }));
}

function readAnswer(bytes: Uint8Array): readonly Uint8Array[] {
  const { status } = parseOcspResponse(bytes);
  if (status !== 'successful')
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(`an OCSP response without an answer: ${status}`, `没有答复内容的 OCSP 响应：${status}`),
    });
  return [bytes];
}

/** What the files of a folder hold, in the order of their names; hidden files and README files are passed over. */
async function readAll<T>(folder: string, read: (bytes: Uint8Array) => readonly T[]): Promise<readonly T[]> {
  const found: T[] = [];
  for (const name of await filesOf(folder)) {
    const path = join(folder, name);
    try {
      const bytes = await readFileIfPresent(path);
      if (bytes !== null) found.push(...read(new Uint8Array(bytes)));
    } catch (cause) {
      throw unusable(path, cause);
    }
  }
  return found;
}

async function filesOf(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
    // a file being replaced lies beside its place for a moment, with this ending
    return files.filter((name) => !/^\.|^README|\.new$/.test(name)).sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw unusable(folder, cause);
  }
}

async function readMakers(path: string): Promise<readonly AuthorisedSealMaker[]> {
  try {
    const bytes = await readFileIfPresent(path);
    if (bytes === null) return [];
    const makers = readSealMakers(bytes);
    if (makers === null) throw new YinzhengError('INPUT_INVALID', { reason: bilingual('no JSON array', '不是 JSON 数组') });
    return makers;
  } catch (cause) {
    throw unusable(path, cause);
  }
}

function unusable(path: string, cause: unknown): YinzhengError {
  const reason = isYinzhengError(cause)
    ? bilingual(cause.message, cause.chinese)
    : bilingual('it cannot be read or is not what it should be', '无法读取或内容不符');
  return new YinzhengError('TRUST_STORE_INVALID', { path, reason }, { cause });
}
