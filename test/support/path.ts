/**
 * Certification paths with the extensions that constrain them, judged here and by OpenSSL.
 *
 * ```ts
 * const path = makePath('p256', [{}, { add: [policies('1.2.3')] }, { add: [policies('1.2.3')] }]);   // root, CA, target
 * const verdict = judgePath(path, { explicit: true });          // null, or the reason of the fault
 * const theirs = opensslVerdict(path, { explicit: true });      // null, or what OpenSSL says
 * ```
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { der, OID } from '../../src/asn1/index.ts';
import { latin1 } from '../../src/base/bytes.ts';
import {
  buildPath,
  encodeName,
  prepareTrust,
  writePem,
  type CertificateUsage,
  type Extension,
  type NameFields,
  type PolicyTerms,
} from '../../src/pki/index.ts';
import { crypto, day, issue, makeRoot, trustIn, type IssueOptions, type KeyKind, type TestIdentity } from './pki.ts';

/** One certificate of a path; `add` come after the extensions of its profile, in place of those with the same OID. */
export interface Link extends Omit<IssueOptions, 'extensions' | 'key'> {
  readonly add?: readonly Extension[];
  readonly leaveOut?: readonly string[];
  /** Bears the name of its issuer. */
  readonly selfIssued?: true;
}

/** Certificates from the root down: every one but the last a CA. */
export function makePath(key: KeyKind, links: readonly Link[]): readonly TestIdentity[] {
  const path: TestIdentity[] = [];
  const names: NameFields[] = [];
  links.forEach(({ add = [], leaveOut = [], selfIssued, ...options }, index) => {
    const name = selfIssued ? (names.at(-1) ?? {}) : (options.name ?? { country: 'CN', commonName: `Path ${index}` });
    names.push(name);
    const isLast = index === links.length - 1;
    const dropped = new Set([...leaveOut, ...add.map(({ oid }) => oid)]);
    const all: IssueOptions = {
      profile: isLast ? 'signing' : 'authority',
      ...options,
      key,
      name,
      extensions: (usual) => [...usual.filter(({ oid }) => !dropped.has(oid)), ...add],
    };
    const issuer = path.at(-1);
    path.push(issuer ? issue(issuer, all) : makeRoot(all));
  });
  return path;
}

/** Why a path from the root down does not hold at `day(10)`; null when it does. */
export function judgePath(
  path: readonly TestIdentity[],
  question: { readonly usage?: CertificateUsage; readonly policies?: PolicyTerms } = {},
): string | null {
  const target = path.at(-1);
  if (!target) throw new Error('an empty path');
  const trust = prepareTrust(trustIn({ anchors: path.slice(0, 1), intermediates: path.slice(1, -1) }), crypto);
  const policy = { revocation: 'if-known', acceptDemonstration: false } as const;
  const result = buildPath({ target: target.certificate, trust, crypto, at: day(10), policy, ...question });
  if (result.outcome === 'passed') return null;
  const reason = result.checks[0].evidence?.reason;
  if (reason) assert.match(reason.zh, /\p{Script=Han}/u, reason.en);
  return `${result.code ?? ''} ${String(reason?.en)}`;
}

/** True when there is an OpenSSL 3 to compare with. */
export { hasOpenssl } from './openssl.ts';

/** What OpenSSL has against a path of ECDSA or RSA keys from the root down at `day(10)`; null when nothing. Of SM2 it checks single links only. */
export function opensslVerdict(
  path: readonly TestIdentity[],
  { policies = {} }: { readonly policies?: PolicyTerms } = {},
): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'yinzheng-path-'));
  try {
    const files = { root: path.slice(0, 1), chain: path.slice(1, -1), target: path.slice(-1) };
    for (const [name, identities] of Object.entries(files)) {
      writeFileSync(join(folder, name), identities.map(({ certificate: { raw } }) => writePem('CERTIFICATE', raw)).join(''));
    }
    const { acceptable = [OID.anyPolicy], explicit, withoutAny, withoutMapping } = policies;
    const { status, stdout, stderr } = spawnSync(
      'openssl',
      [
        ...['verify', '-attime', String(day(10) / 1000), '-policy_check'],
        ...acceptable.flatMap((policy) => ['-policy', policy]),
        ...(explicit ? ['-explicit_policy'] : []),
        ...(withoutAny ? ['-inhibit_any'] : []),
        ...(withoutMapping ? ['-inhibit_map'] : []),
        ...['-CAfile', 'root', ...(files.chain.length > 0 ? ['-untrusted', 'chain'] : []), 'target'],
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    return status === 0 ? null : stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** certificatePolicies. */
export function policies(...oids: readonly string[]): Extension {
  const value = der.sequence(...oids.map((policy) => der.sequence(der.oid(policy))));
  return { oid: OID.certificatePolicies, critical: false, value };
}

/** policyMappings by pairs: the issuer's domain, the subject's. */
export function policyMappings(...pairs: readonly (readonly [string, string])[]): Extension {
  const value = der.sequence(...pairs.map((pair) => der.sequence(...pair.map(der.oid))));
  return { oid: OID.policyMappings, critical: true, value };
}

/** policyConstraints. */
export function policyConstraints({ explicit, mapping }: { readonly explicit?: number; readonly mapping?: number }): Extension {
  const field = (tag: number, count: number): Uint8Array => der.implicit(tag, der.integer(count).subarray(2));
  const value = der.sequence(
    ...(explicit === undefined ? [] : [field(0, explicit)]),
    ...(mapping === undefined ? [] : [field(1, mapping)]),
  );
  return { oid: OID.policyConstraints, critical: true, value };
}

/** inhibitAnyPolicy. */
export function inhibitAny(count: number): Extension {
  return { oid: OID.inhibitAnyPolicy, critical: true, value: der.integer(count) };
}

/** A GeneralName. */
export const general = {
  email: (text: string): Uint8Array => der.implicit(1, latin1(text)),
  dns: (text: string): Uint8Array => der.implicit(2, latin1(text)),
  uri: (text: string): Uint8Array => der.implicit(6, latin1(text)),
  directory: (name: NameFields): Uint8Array => der.explicit(4, encodeName(name)),
  address: (...octets: readonly number[]): Uint8Array => der.implicit(7, Uint8Array.from(octets)),
  registered: (oid: string): Uint8Array => der.implicit(8, der.oid(oid).subarray(2)),
};

/** nameConstraints. */
export function nameConstraints(lists: {
  readonly permitted?: readonly Uint8Array[];
  readonly excluded?: readonly Uint8Array[];
}): Extension {
  const list = (tag: number, bases: readonly Uint8Array[]): Uint8Array =>
    der.implicitConstructed(tag, ...bases.map((base) => der.sequence(base)));
  const value = der.sequence(
    ...(lists.permitted ? [list(0, lists.permitted)] : []),
    ...(lists.excluded ? [list(1, lists.excluded)] : []),
  );
  return { oid: OID.nameConstraints, critical: true, value };
}

/** subjectAltName. */
export function alternativeNames(...names: readonly Uint8Array[]): Extension {
  return { oid: OID.subjectAltName, critical: false, value: der.sequence(...names) };
}
