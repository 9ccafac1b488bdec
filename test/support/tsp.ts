/** Time stamp answers (RFC 3161) by the identities of `test/support/pki.ts`, to be made wrong in one point each. */
import { children, der, OID, readDer } from '../../src/asn1/index.ts';
import { utf8 } from '../../src/base/bytes.ts';
import type { Instant } from '../../src/base/time.ts';
import {
  encodeTimeStampInfo,
  finishToken,
  grantTimeStamp,
  parseTimeStampRequest,
  prepareToken,
  type TimeStampInfoSpec,
} from '../../src/pki/index.ts';
import { crypto, day, issue, makeRoot, type KeyKind, type TestIdentity } from './pki.ts';

export const POLICY = '1.2.3.4.5';
export const CONTENT = utf8('what is stamped');

/** A CA and a time stamp authority under it. */
export function makeAuthority(key: KeyKind): { readonly root: TestIdentity; readonly authority: TestIdentity } {
  const root = makeRoot({ key });
  return { root, authority: issue(root, { key, profile: 'time-stamping', name: { country: 'CN', commonName: 'Test TSA' } }) };
}

/** What an answer is to be; everything is right unless told otherwise. */
export interface AnswerOptions {
  readonly time?: Instant;
  readonly info?: Partial<TimeStampInfoSpec>;
  /** Changes the signed attributes before they are signed. */
  readonly attributes?: (usual: Uint8Array) => Uint8Array;
  readonly tamper?: (signature: Uint8Array) => Uint8Array;
  readonly certificates?: readonly TestIdentity[];
}

/** TimeStampResp of an authority to a request, both DER. */
export function answerRequest(authority: TestIdentity, request: Uint8Array, options: AnswerOptions = {}): Uint8Array {
  const asked = parseTimeStampRequest(request);
  const info = encodeTimeStampInfo({
    policy: POLICY,
    imprint: asked.imprintDer,
    serialNumber: Uint8Array.of(0x40, 1, 2, 3),
    time: options.time ?? day(10) + 120,
    accuracy: 1_000_000,
    nonce: asked.nonce,
    ...options.info,
  });
  const usual = prepareToken(info, authority.certificate, crypto);
  const prepared = { ...usual, tbs: options.attributes?.(usual.tbs) ?? usual.tbs };
  const signature = authority.sign(prepared.tbs);
  const certificates = options.certificates ?? [authority];
  return grantTimeStamp(
    finishToken(
      prepared,
      options.tamper?.(signature) ?? signature,
      certificates.map((identity) => identity.certificate),
    ),
  );
}

/** The signed attributes without signing-certificate-v2. */
export function withoutCertificateName(tbs: Uint8Array): Uint8Array {
  const name = Buffer.from(der.oid(OID.signingCertificateV2));
  const kept = children(readDer(tbs)).filter(({ raw }) => !Buffer.from(raw).includes(name));
  return der.setOf(...kept.map(({ raw }) => raw));
}
