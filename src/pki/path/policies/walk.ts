/** Certificate policies along a path (RFC 5280 §6.1 as RFC 9618 renews it). */
import { OID } from '../../../asn1/index.ts';
import { bilingual, type Bilingual } from '../../../base/errors/index.ts';
import { sameName } from '../../certificate/name.ts';
import type { Certificate, PolicyTerms } from '../../model.ts';
import { PolicyGraph } from './graph.ts';
import { policyExtensions } from './read.ts';

/** What became of the policies: those the path is valid for, anyPolicy for every one; or the place and reason where it is for none. */
export type PolicyResult =
  | { readonly policies: ReadonlySet<string>; readonly fault: null }
  | { readonly policies: null; readonly fault: { readonly index: number; readonly reason: Bilingual } };

/**
 * Walks the policies of a path from below the anchor to the target; the anchor's own extensions do not count (RFC 5280 §6.1.1 d).
 * @param path the target first, the anchor last
 * @throws {YinzhengError} DER_MALFORMED
 */
export function processPolicies(path: readonly Certificate[], terms: PolicyTerms = {}): PolicyResult {
  const graph = new PolicyGraph();
  const last = path.length - 2;
  const never = path.length;
  let explicit = terms.explicit ? 0 : never;
  let mapping = terms.withoutMapping ? 0 : never;
  let any = terms.withoutAny ? 0 : never;
  for (let index = last; index >= 0; index--) {
    const certificate = path[index];
    if (!certificate) continue;
    const found = policyExtensions(certificate);
    const selfIssued = sameName(certificate.subject, certificate.issuer);
    if (found.policies === null) graph.clear();
    else if (!graph.isEmpty) graph.descend(found.policies, any > 0 || (index > 0 && selfIssued));
    if (explicit === 0 && graph.isEmpty) return faultAt(index);
    if (index > 0) {
      if (!graph.isEmpty) graph.map(found.mappings, mapping > 0 ? 'map' : 'inhibit');
      if (!selfIssued) [explicit, mapping, any] = [explicit, mapping, any].map(oneLess) as [number, number, number];
      mapping = Math.min(mapping, found.inhibitMapping ?? never);
      any = Math.min(any, found.inhibitAny ?? never);
      explicit = Math.min(explicit, found.requireExplicit ?? never);
    } else if (found.requireExplicit === 0) explicit = 0;
    else explicit = oneLess(explicit);
  }
  const policies = acceptableOf(graph.policies(), terms.acceptable);
  return explicit === 0 && last >= 0 && policies.size === 0 ? faultAt(0) : { policies, fault: null };
}

function oneLess(count: number): number {
  return count > 0 ? count - 1 : 0;
}

function faultAt(index: number): PolicyResult {
  const reason = bilingual('the path is not valid for a certificate policy that is asked for', '证书路径不满足所要求的证书策略');
  return { policies: null, fault: { index, reason } };
}

/** The user-constrained-policy-set (RFC 9618 §5.6 g). */
function acceptableOf(valid: ReadonlySet<string>, acceptable: readonly string[] | undefined): ReadonlySet<string> {
  if (!acceptable || acceptable.includes(OID.anyPolicy)) return valid;
  return new Set(valid.has(OID.anyPolicy) ? acceptable : acceptable.filter((policy) => valid.has(policy)));
}
