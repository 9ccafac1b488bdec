/** Name constraints along paths, in the categories of the NIST PKITS (4.13) and for addresses, judged here and by OpenSSL. */
import assert from 'node:assert/strict';
import { der, OID } from '../../../src/asn1/index.ts';
import { MAX_NAME_COMPARISONS } from '../../../src/pki/path/name-constraints.ts';
import {
  alternativeNames,
  general,
  hasOpenssl,
  judgePath,
  makePath,
  nameConstraints,
  opensslVerdict,
  type Link,
} from '../../support/path.ts';

const { email, dns, uri, directory, address, registered } = general;
const IN_A = { country: 'CN', organisation: 'A', commonName: 'target' } as const;
const A = directory({ country: 'CN', organisation: 'A' });
const B = directory({ country: 'CN', organisation: 'B' });

const permit = (...permitted: readonly Uint8Array[]): Link => ({ add: [nameConstraints({ permitted })] });
const exclude = (...excluded: readonly Uint8Array[]): Link => ({ add: [nameConstraints({ excluded })] });
const named = (...names: readonly Uint8Array[]): Link => ({ add: [alternativeNames(...names)] });

/** A path below its root; whether it holds; `alone` where OpenSSL 3.0 is known to answer otherwise, with why. */
type Case = readonly [what: string, links: readonly Link[], holds: boolean, alone?: string];

const CASES: readonly Case[] = [
  // directory names
  ['a subject below a permitted name', [permit(A), { name: IN_A }], true],
  ['a subject beside a permitted name', [permit(B), { name: IN_A }], false],
  ['a subject below one of two permitted names', [permit(B, A), { name: IN_A }], true],
  ['a subject that is the permitted name', [permit(directory(IN_A)), { name: IN_A }], true],
  ['a subject shorter than the permitted name', [permit(directory(IN_A)), { name: { country: 'CN', organisation: 'A' } }], false],
  [
    'a permitted name in other letters and spaces',
    [permit(directory({ country: 'CN', organisation: '  a ' })), { name: IN_A }],
    true,
  ],
  ['a subject below an excluded name', [exclude(A), { name: IN_A }], false],
  ['a subject beside an excluded name', [exclude(B), { name: IN_A }], true],
  [
    'a subject permitted and excluded',
    [{ add: [nameConstraints({ permitted: [A], excluded: [directory(IN_A)] })] }, { name: IN_A }],
    false,
  ],
  ['a CA beside a permitted name', [permit(A), { name: { country: 'CN', commonName: 'CA' } }, { name: IN_A }], false],
  ['a self-issued CA beside a permitted name', [permit(A), { selfIssued: true }, { name: IN_A }], true],
  [
    'permitted by the first, not by the second',
    [permit(A), { name: { country: 'CN', organisation: 'A', commonName: 'CA' }, ...permit(B) }, { name: IN_A }],
    false,
  ],
  [
    'permitted by the second, narrower',
    [
      permit(directory({ country: 'CN' })),
      { name: { country: 'CN', organisation: 'A', commonName: 'CA' }, ...permit(A) },
      { name: IN_A },
    ],
    true,
  ],
  ['an alternative directory name that is not permitted', [permit(A), { name: IN_A, ...named(B) }], false],
  ['an alternative directory name that is permitted', [permit(A), { name: IN_A, ...named(A) }], true],
  // e-mail
  ['a mailbox of a permitted host', [permit(email('a.cn')), named(email('x@a.cn'))], true],
  ['a mailbox of a host in the domain of a permitted host', [permit(email('a.cn')), named(email('x@m.a.cn'))], false],
  ['a mailbox of a host in a permitted domain', [permit(email('.a.cn')), named(email('x@m.A.cn'))], true],
  ['a mailbox of the permitted domain itself', [permit(email('.a.cn')), named(email('x@a.cn'))], false],
  ['the permitted mailbox', [permit(email('x@a.cn')), named(email('x@A.CN'))], true],
  ['another mailbox than the permitted', [permit(email('x@a.cn')), named(email('y@a.cn'))], false],
  ['the permitted mailbox in other letters', [permit(email('x@a.cn')), named(email('X@a.cn'))], false],
  ['a mailbox of an excluded host', [exclude(email('a.cn')), named(email('x@a.cn'))], false],
  ['a mailbox beside an excluded host', [exclude(email('a.cn')), named(email('x@b.cn'))], true],
  ['no mailbox at all', [permit(email('a.cn')), {}], true],
  // host names
  ['a permitted host', [permit(dns('a.cn')), named(dns('a.cn'))], true],
  ['a host below a permitted one', [permit(dns('a.cn')), named(dns('w.x.A.cn'))], true],
  ['a host that only ends like a permitted one', [permit(dns('a.cn')), named(dns('ba.cn'))], false],
  ['a host below an excluded one', [exclude(dns('a.cn')), named(dns('w.a.cn'))], false],
  ['a host beside an excluded one', [exclude(dns('a.cn')), named(dns('b.cn'))], true],
  ['one of two hosts not permitted', [permit(dns('a.cn')), named(dns('a.cn'), dns('b.cn'))], false],
  ['a wildcard that reaches an excluded host', [exclude(dns('w.a.cn')), named(dns('*.a.cn'))], false, 'compares letters only'],
  ['a host where only mailboxes are permitted', [permit(email('a.cn')), named(dns('b.cn'))], true],
  // URIs
  ['a URI of a permitted host', [permit(uri('a.cn')), named(uri('http://a.cn/x'))], true],
  ['a URI of a host below a permitted one', [permit(uri('a.cn')), named(uri('http://w.a.cn/x'))], false],
  ['a URI of a host in a permitted domain', [permit(uri('.a.cn')), named(uri('https://w.a.cn:8443/x?y'))], true],
  ['a URI of an excluded host', [exclude(uri('a.cn')), named(uri('ldap://a.cn'))], false],
  ['a URI beside an excluded host', [exclude(uri('a.cn')), named(uri('ldap://b.cn'))], true],
  [
    'a URI with an excluded host before its own',
    [exclude(uri('b.cn')), named(uri('http://a.cn@b.cn/'))],
    false,
    'does not know user information',
  ],
  ['a URI without a host', [permit(uri('a.cn')), named(uri('urn:a.cn'))], false],
  [
    'a URI with an address for a host',
    [exclude(uri('a.cn')), named(uri('http://10.0.0.1/'))],
    false,
    'compares an address as a name',
  ],
  // addresses
  ['an address in a permitted network', [permit(address(10, 1, 0, 0, 255, 255, 0, 0)), named(address(10, 1, 2, 3))], true],
  ['an address beside a permitted network', [permit(address(10, 1, 0, 0, 255, 255, 0, 0)), named(address(10, 2, 2, 3))], false],
  ['an address in an excluded network', [exclude(address(10, 0, 0, 0, 255, 0, 0, 0)), named(address(10, 2, 2, 3))], false],
  [
    'a long address where a short one is permitted',
    [permit(address(10, 0, 0, 0, 255, 0, 0, 0)), named(address(...new Uint8Array(16)))],
    false,
  ],
  [
    'a long address in a permitted network',
    [permit(address(...new Uint8Array(32))), named(address(...new Uint8Array(16).fill(7)))],
    true,
  ],
  // other forms
  ['a name of a form that cannot be compared', [permit(registered('1.2.3')), named(registered('1.2.3.4'))], false],
  ['no name of that form', [permit(registered('1.2.3')), {}], true],
];

describe('name constraints', () => {
  for (const [what, links, holds, alone] of CASES) {
    it(`${what}: ${holds ? 'allowed' : 'refused'}`, () => {
      for (const key of ['sm2', 'p256'] as const) {
        const path = makePath(key, [{}, ...links]);
        const reason = judgePath(path);
        assert.equal(reason === null, holds, `${key}: ${reason}`);
        if (reason !== null) assert.match(reason, /^CHAIN_CONSTRAINTS_FAILURE the name .* is not allowed by nameConstraints/);
        if (!hasOpenssl || key === 'sm2' || alone !== undefined) continue;
        const theirs = opensslVerdict(path);
        assert.equal(theirs === null, holds, theirs ?? 'OpenSSL accepts it');
      }
    });
  }

  it('hold for e-mail addresses that are kept in the subject', () => {
    const attribute = (type: string, value: Uint8Array): Uint8Array => der.setOf(der.sequence(der.oid(type), value));
    for (const [mailbox, holds] of [
      ['x@a.cn', true],
      ['x@b.cn', false],
    ] as const) {
      const subject = der.sequence(
        attribute(OID.commonName, der.utf8String('t')),
        attribute(OID.emailAddress, der.ia5String(mailbox)),
      );
      const path = makePath('p256', [{}, permit(email('a.cn')), { subject }]);
      assert.equal(judgePath(path) === null, holds);
      if (hasOpenssl) assert.equal(opensslVerdict(path) === null, holds);
    }
  });

  it('of the anchor count', () => {
    assert.match(judgePath(makePath('sm2', [permit(B), { name: IN_A }])) ?? 'passed', /is not allowed/);
  });

  it('are refused when malformed', () => {
    for (const value of [
      der.sequence(),
      der.sequence(der.implicitConstructed(0)),
      der.sequence(der.implicitConstructed(2, der.sequence(A))),
      der.sequence(der.implicitConstructed(1, der.sequence(A)), der.implicitConstructed(0, der.sequence(A))),
      der.sequence(der.implicitConstructed(0, der.sequence(A, der.implicit(0, Uint8Array.of(1))))),
    ]) {
      const extension = { oid: OID.nameConstraints, critical: true, value };
      assert.match(judgePath(makePath('sm2', [{}, { add: [extension] }, {}])) ?? 'passed', /malformed/);
    }
  });

  it('cost little however many there are', () => {
    const bases = Array.from({ length: 1200 }, (_, index) => dns(`h${index}.cn`));
    const names = Array.from({ length: 1200 }, (_, index) => dns(`x.h${index}.cn`));
    assert.ok(bases.length * names.length > MAX_NAME_COMPARISONS);
    assert.match(judgePath(makePath('sm2', [{}, permit(...bases), named(...names)])) ?? 'passed', /too many names/);
  });
});
