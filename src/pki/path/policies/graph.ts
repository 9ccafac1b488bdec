/**
 * The graph of valid policies (RFC 9618), which says what the tree of RFC 5280 §6.1.2 says, but in which a policy occurs once at each depth,
 * so that it grows only with the size of the certificates.
 */
import { OID } from '../../../asn1/index.ts';

/** A policy at one depth. */
interface PolicyNode {
  readonly policy: string;
  /** Policies that satisfy it in the next certificate. */
  expected: ReadonlySet<string>;
  /** Nodes of the depth above that it follows from; empty for the root alone. */
  readonly parents: readonly PolicyNode[];
}

/** The valid policies of the path walked so far. */
export class PolicyGraph {
  /** The nodes of each depth by their policy, the root's first. */
  #depths: Map<string, PolicyNode>[] = [new Map([[OID.anyPolicy, { policy: OID.anyPolicy, expected: ANY, parents: [] }]])];

  /** True when no policy is valid any more. */
  get isEmpty(): boolean {
    return (this.#depths.at(-1)?.size ?? 0) === 0;
  }

  /** RFC 9618 §5.4 d: goes down to a certificate that states `policies`; `anyCounts` when its anyPolicy is to be heeded. */
  descend(policies: ReadonlySet<string>, anyCounts: boolean): void {
    const above = this.#depths.at(-1) ?? new Map<string, PolicyNode>();
    const expecting = new Map<string, PolicyNode[]>();
    for (const node of above.values()) {
      for (const policy of node.expected) append(expecting, policy, node);
    }
    const below = new Map<string, PolicyNode>();
    const add = (policy: string, parents: readonly PolicyNode[]): void => {
      below.set(policy, { policy, expected: new Set([policy]), parents });
    };
    const anyAbove = above.get(OID.anyPolicy);
    for (const policy of policies) {
      if (policy === OID.anyPolicy) continue;
      const parents = expecting.get(policy) ?? (anyAbove ? [anyAbove] : null);
      if (parents) add(policy, parents);
    }
    if (policies.has(OID.anyPolicy) && anyCounts) {
      for (const [policy, parents] of expecting) {
        if (!below.has(policy)) add(policy, parents);
      }
    }
    this.#depths.push(below);
    this.#prune();
  }

  /** RFC 9618 §5.5 b: maps policies of the last certificate's domain to those of the next, or ends those that would be mapped. */
  map(mappings: ReadonlyMap<string, ReadonlySet<string>>, mode: 'map' | 'inhibit'): void {
    const last = this.#depths.at(-1);
    if (!last) return;
    const anyAbove = this.#depths.at(-2)?.get(OID.anyPolicy);
    for (const [policy, mapped] of mappings) {
      const node = last.get(policy);
      if (mode === 'inhibit') last.delete(policy);
      else if (node) node.expected = mapped;
      else if (last.has(OID.anyPolicy) && anyAbove) last.set(policy, { policy, expected: mapped, parents: [anyAbove] });
    }
    if (mode === 'inhibit') this.#prune();
  }

  /** No policy is valid any more. */
  clear(): void {
    this.#depths = [];
  }

  /**
   * The policies in the words of the anchor's domain for which the path is valid (authorities-constrained-policy-set, RFC 9618 §5.6 g);
   * anyPolicy among them when every policy is.
   */
  policies(): ReadonlySet<string> {
    const found = new Set<string>();
    for (const depth of this.#depths) {
      for (const { policy, parents } of depth.values()) if (parents.some(isAny) && policy !== OID.anyPolicy) found.add(policy);
    }
    if (this.#depths.at(-1)?.has(OID.anyPolicy)) found.add(OID.anyPolicy);
    return found;
  }

  /** Takes away the nodes from which nothing of the last depth follows. */
  #prune(): void {
    for (let depth = this.#depths.length - 1; depth > 0; depth--) {
      const needed = new Set([...(this.#depths[depth]?.values() ?? [])].flatMap(({ parents }) => parents));
      const above = this.#depths[depth - 1];
      for (const node of above?.values() ?? []) if (!needed.has(node)) above?.delete(node.policy);
    }
  }
}

const ANY: ReadonlySet<string> = new Set([OID.anyPolicy]);

function isAny({ policy }: PolicyNode): boolean {
  return policy === OID.anyPolicy;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const found = map.get(key);
  if (found) found.push(value);
  else map.set(key, [value]);
}
