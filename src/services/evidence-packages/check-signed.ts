import { OID } from '../../asn1/index.ts';
import { fromUtf8, toHex } from '../../base/bytes.ts';
import { bilingual, isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import {
  buildPath,
  extendedKeyUsage,
  judgeToken,
  readCertificates,
  SM2_WITH_SM3,
  verifySigned,
  verifyTimeStamp,
  type Certificate,
} from '../../pki/index.ts';
import { parsePackageStatement, type PackageStatement } from '../statements/index.ts';
import { PLACES } from './layout.ts';
import { check, type PackageCheck, type PackageTerms } from './checks.ts';

/** What the signature over a package comes to. */
export interface SignedVerdict {
  readonly checks: readonly PackageCheck[];
  /** Null where it is not genuine. */
  readonly statement: PackageStatement | null;
  /** The time that the stamp proves, ms. */
  readonly time: Instant | null;
}

/** Whether the statement is of this manifest, signed by a key for statements that leads to an anchor, and time-stamped. */
export function checkSigned(terms: PackageTerms, parts: ReadonlyMap<string, Uint8Array>): SignedVerdict {
  const { engine, trust, policy, at } = terms;
  const { crypto } = engine;
  const failed = (id: string, where: string, en: string, zh: string): SignedVerdict => ({
    checks: [check('authenticity', id, 'failed', where, bilingual(en, zh))],
    ...{ statement: null, time: null },
  });
  const tbs = parts.get(PLACES.statement);
  const signature = parts.get(PLACES.signature);
  const token = parts.get(PLACES.timeStamp);
  const manifest = parts.get(PLACES.manifest);
  const signer = signerIn(parts.get(PLACES.certificate));
  const statement = statementIn(tbs);
  if (!tbs || !statement)
    return failed('statement', PLACES.statement, 'there is no statement of this service', '没有本服务的声明');
  if (!manifest || statement.manifest !== toHex(crypto.digest('sm3', manifest)))
    return failed('statement', PLACES.manifest, 'the statement is of another manifest', '声明与清单不符');
  if (!signer) return failed('signer', PLACES.certificate, 'there is no certificate', '没有证书');
  if (!signature || !verifySigned({ tbs, algorithm: SM2_WITH_SM3, signature, publicKey: signer.publicKey, crypto }).ok)
    return failed('signature', PLACES.signature, 'the signature is wrong', '签名不符');
  const proof = token ? (judgeToken({ token, signature, at }, { trust, crypto, policy })?.proof ?? null) : null;
  const stamped = token && isTokenOver(token, signature, terms);
  if (!stamped) return failed('time-stamp', PLACES.timeStamp, 'the time stamp is not over this signature', '时间戳与签名不符');
  const signed = check(
    'authenticity',
    'signature',
    'passed',
    null,
    bilingual('the service signed the manifest', '清单由签名者签名'),
  );
  const time = proof?.time ?? null;
  const timed =
    time === null
      ? check(
          'authenticity',
          'time-stamp',
          'indeterminate',
          PLACES.timeStamp,
          bilingual('its authority is not trusted here', '时间戳机构未受信任'),
        )
      : check('authenticity', 'time-stamp', 'passed', null, bilingual('its time is proven', '时间已证明'));
  const extra = tokenCertificates(token, signature, terms);
  const { outcome, trustClass } = buildPath({ target: signer, extra, trust, crypto, at: time ?? at, policy, usage: 'any' });
  const isTrusted = outcome === 'passed' && trustClass !== 'none' && signsStatements(signer);
  const chained = isTrusted
    ? check('authenticity', 'signer', 'passed', null, bilingual('the signer leads to a trusted anchor', '签名证书可达信任锚'))
    : check(
        ...(['authenticity', 'signer', signsStatements(signer) ? 'indeterminate' : 'failed', PLACES.certificate] as const),
        bilingual('the signer does not lead to an anchor that is trusted here', '签名证书不能到达受信任的信任锚'),
      );
  return { checks: [signed, timed, chained], statement, time };
}

function statementIn(tbs: Uint8Array | undefined): PackageStatement | null {
  try {
    return tbs ? parsePackageStatement(tbs) : null;
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return null;
  }
}

function signerIn(pem: Uint8Array | undefined): Certificate | null {
  try {
    const [certificate, ...more] = pem ? readCertificates(pem) : [];
    // Another spelling of the same would be an octet that nothing covers.
    return certificate && more.length === 0 && fromUtf8(pem ?? new Uint8Array()).startsWith('-----BEGIN CERTIFICATE-----')
      ? certificate
      : null;
  } catch (error) {
    if (!isYinzhengError(error) && !(error instanceof TypeError)) throw error;
    return null;
  }
}

function isTokenOver(token: Uint8Array, signature: Uint8Array, { engine }: PackageTerms): boolean {
  try {
    return verifyTimeStamp({ cms: token, content: [signature], crypto: engine.crypto }).intact === true;
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return false;
  }
}

function tokenCertificates(
  token: Uint8Array | undefined,
  signature: Uint8Array,
  { engine }: PackageTerms,
): readonly Certificate[] {
  return token ? verifyTimeStamp({ cms: token, content: [signature], crypto: engine.crypto }).certificates : [];
}

/** A certificate of another CA need not know our identifiers of purposes. */
function signsStatements(signer: Certificate): boolean {
  try {
    return (extendedKeyUsage(signer) ?? [OID.serviceStatement]).includes(OID.serviceStatement);
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return false;
  }
}
