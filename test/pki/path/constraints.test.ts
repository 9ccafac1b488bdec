/** What certificates must be at their places: the categories 4.1 to 4.7 and 4.16 of the NIST PKITS, judged here and by OpenSSL. */
import assert from 'node:assert/strict';
import { der, OID } from '../../../src/asn1/index.ts';
import { extendedKeyUsageExtension, keyUsageExtension, type CertificateUsage, type Extension } from '../../../src/pki/index.ts';
import { day } from '../../support/pki.ts';
import { hasOpenssl, judgePath, makePath, opensslVerdict, type Link } from '../../support/path.ts';

/** A path below its root; the reason why it does not hold, null when it does; `alone` where OpenSSL is not asked the same. */
type Case = readonly [what: string, links: readonly Link[], reason: RegExp | null, alone?: 'alone'];

const critical = (oid: string, isCritical = true): Link => ({ add: [{ oid, critical: isCritical, value: der.nullValue() }] });
const constraints = (...fields: readonly Uint8Array[]): Link => ({
  add: [{ oid: OID.basicConstraints, critical: true, value: der.sequence(...fields) }],
});
const flip = (signature: Uint8Array): Uint8Array => signature.with(-1, (signature.at(-1) ?? 0) ^ 1);
const TOO_LONG = /more CA certificates/;

const CASES: readonly Case[] = [
  // 4.1, 4.2, 4.3 signatures, periods, names
  ['a plain path of one CA', [{}, {}], null],
  ['a plain path of five CAs', [{}, {}, {}, {}, {}, {}], null],
  ['a target signed wrongly', [{}, { tamper: flip }], /not that of the issuer/],
  ['a CA signed wrongly', [{ tamper: flip }, {}], /NO_CERTIFICATE_CHAIN_FOUND/],
  ['a target not yet valid', [{}, { notBefore: day(11) }], /NOT_YET_VALID/],
  ['a CA not yet valid', [{ notBefore: day(11) }, {}], /NOT_YET_VALID/],
  ['a target expired', [{}, { notAfter: day(9) }], /OUT_OF_BOUNDS_NO_POE/],
  ['a CA expired', [{ notAfter: day(9) }, {}], /OUT_OF_BOUNDS_NO_POE/],
  [
    'valid to the second',
    [
      { notBefore: day(10), notAfter: day(10) },
      { notBefore: day(10), notAfter: day(10) },
    ],
    null,
    'alone',
  ],
  ['valid beyond 2050', [{ notAfter: Date.UTC(2051, 0, 1) }, { notAfter: Date.UTC(2060, 0, 1) }], null],
  // 4.6 basic constraints
  ['an issuer without basicConstraints', [{ leaveOut: [OID.basicConstraints] }, {}], /basicConstraints is absent/],
  ['an issuer that is no CA', [constraints(), {}], /not a CA/],
  ['an issuer that is no CA but has a path length', [constraints(der.integer(0)), {}], /not a CA/, 'alone'],
  ['a negative path length', [constraints(der.boolean(true), der.integer(-1)), {}], /malformed/],
  ['path length 0, no CA follows', [{ pathLength: 0 }, {}], null],
  ['path length 0, a CA follows', [{ pathLength: 0 }, {}, {}], TOO_LONG],
  ['path length 0, a self-issued CA follows', [{ pathLength: 0 }, { selfIssued: true }, {}], null],
  ['path length 0, a self-issued and another CA follow', [{ pathLength: 0 }, { selfIssued: true }, {}, {}], TOO_LONG],
  [
    'path length 0, a CA for a target',
    [{ pathLength: 0 }, { profile: 'authority', add: [keyUsageExtension(['digitalSignature', 'keyCertSign'])] }],
    null,
  ],
  ['path length 1 and then 0', [{ pathLength: 1 }, { pathLength: 0 }, {}], null],
  ['path length 1 and two CAs', [{ pathLength: 1 }, {}, {}, {}], TOO_LONG],
  ['path length 0 and then 5', [{ pathLength: 0 }, { pathLength: 5 }, {}], TOO_LONG],
  ['path length 6, 0 below it', [{ pathLength: 6 }, { pathLength: 0 }, {}, {}], TOO_LONG],
  ['path length 1, self-issued twice', [{ pathLength: 1 }, { selfIssued: true }, {}, { selfIssued: true }, {}], null],
  // 4.7 key usage
  [
    'a CA that may not sign certificates',
    [{ add: [keyUsageExtension(['cRLSign'])] }, {}],
    /keyUsage does not allow signing certificates/,
  ],
  ['a CA that does not say what its key is for', [{ leaveOut: [OID.keyUsage] }, {}], null],
  ['a target that does not say what its key is for', [{}, { leaveOut: [OID.keyUsage] }], null],
  ['a target for encryption', [{}, { profile: 'encryption' }], /keyUsage does not allow signing/, 'alone'],
  // 4.16 private extensions
  ['an unknown extension of a target, critical', [{}, critical('1.2.3.4')], /critical extension/],
  ['an unknown extension of a target, not critical', [{}, critical('1.2.3.4', false)], null],
  ['an unknown extension of a CA, critical', [critical('1.2.3.4'), {}], /critical extension/],
  ['an unknown extension of a CA, not critical', [critical('1.2.3.4', false), {}], null],
];

const usage = (isCritical: boolean, ...purposes: readonly string[]): Extension =>
  extendedKeyUsageExtension(purposes, isCritical ? 'critical' : 'not-critical');

const USAGES: readonly (readonly [CertificateUsage, Extension | null, boolean])[] = [
  ['signing', null, true],
  ['signing', usage(false, OID.documentSigning), true],
  ['signing', usage(true, OID.emailProtection, OID.clientAuth), true],
  ['signing', usage(true, OID.anyExtendedKeyUsage), true],
  ['signing', usage(false, OID.serverAuth), false],
  ['signing', usage(false, OID.codeSigning, OID.timeStamping), false],
  ['signing', usage(true, OID.ocspSigning), false],
  // of an authority's own: unknown, and so perhaps documents
  ['signing', usage(false, '1.2.156.1.2.3'), true],
  ['signing', usage(true, '1.2.156.1.2.3'), false],
  ['signing', { ...usage(false), value: der.nullValue() }, false],
  ['time-stamping', usage(true, OID.timeStamping), true],
  ['time-stamping', usage(false, OID.timeStamping), false],
  ['time-stamping', usage(true, OID.timeStamping, OID.emailProtection), false],
  ['time-stamping', usage(true, OID.anyExtendedKeyUsage), false],
  ['time-stamping', null, false],
  ['ocsp-signing', usage(false, OID.ocspSigning), true],
  ['ocsp-signing', usage(true, OID.ocspSigning, OID.clientAuth), true],
  ['ocsp-signing', usage(false, OID.anyExtendedKeyUsage), false],
  ['ocsp-signing', null, false],
  ['any', usage(true, OID.serverAuth), true],
];

describe('constraints of certificates', () => {
  for (const [what, links, expected, alone] of CASES) {
    it(`${what}: ${expected === null ? 'holds' : 'refused'}`, () => {
      for (const key of ['sm2', 'p256'] as const) {
        const path = makePath(key, [{}, ...links]);
        const reason = judgePath(path);
        if (expected === null) assert.equal(reason, null);
        else assert.match(reason ?? 'passed', expected);
        if (!hasOpenssl || key === 'sm2' || alone) continue;
        const theirs = opensslVerdict(path);
        assert.equal(theirs === null, expected === null, theirs ?? 'OpenSSL accepts it');
      }
    });
  }

  it('are the same for RSA, and where the kinds of keys change along the path', () => {
    const rsa = makePath('rsa', [{}, { pathLength: 0 }, {}]);
    assert.equal(judgePath(rsa), null);
    if (hasOpenssl) assert.equal(opensslVerdict(rsa), null);
    assert.match(judgePath(makePath('rsa', [{}, { pathLength: 0 }, {}, {}])) ?? 'passed', TOO_LONG);
  });

  for (const [asked, extension, holds] of USAGES) {
    const what = extension === null ? 'without extendedKeyUsage' : Buffer.from(extension.value).toString('hex');
    it(`${asked} ${what}${extension?.critical ? ', critical' : ''}: ${holds ? 'holds' : 'refused'}`, () => {
      const path = makePath('sm2', [{}, {}, { add: extension ? [extension] : [] }]);
      const reason = judgePath(path, { usage: asked });
      if (holds) assert.equal(reason, null);
      else assert.match(reason ?? 'passed', /^CHAIN_CONSTRAINTS_FAILURE/);
    });
  }
});
