/** Sources of evidence over the shared installation's trust, which tests can make unreachable. */
import { YinzhengError } from '../../src/base/errors/index.ts';
import { prepareTrust, type PreparedTrust, type TrustMaterial } from '../../src/pki/index.ts';
import { listsAtHand, type EvidenceDependencies } from '../../src/services/evidence/index.ts';
import { sharedInstallation } from './http.ts';
import { issue, makeRevocationList, makeRoot } from './pki.ts';
import { makeTokenOver } from './time-stamp.ts';

const DAY = 86_400_000;

/** A time stamp authority and revocation lists. */
export interface EvidenceSources {
  readonly evidence: EvidenceDependencies;
  /** What a verifier trusts who knows the authority; and what that was prepared from. */
  readonly trust: PreparedTrust;
  readonly material: TrustMaterial;
  /** What can be had; to be changed by tests. */
  readonly reachable: { timeStamps: boolean; revocation: boolean };
  /** What kept evidence from being taken. */
  readonly faults: unknown[];
}

/** Sources of which everything can be had; `widen` adds to what is trusted. */
export async function createEvidenceSources(
  widen: (material: TrustMaterial) => TrustMaterial = (material) => material,
): Promise<EvidenceSources> {
  const { engine, material } = await sharedInstallation();
  const shared = widen(material);
  const life = { notBefore: Date.now() - DAY, notAfter: Date.now() + 3650 * DAY };
  const root = makeRoot(life);
  const authority = issue(root, { ...life, profile: 'time-stamping' });
  const list = makeRevocationList(root, { thisUpdate: Date.now() - DAY, nextUpdate: Date.now() + 30 * DAY });
  const trusted: TrustMaterial = {
    ...shared,
    anchors: [...shared.anchors, { certificate: root.certificate, trustClass: 'demonstration' }],
    revocationLists: [...shared.revocationLists, list],
  };
  const trust = prepareTrust(trusted, engine.crypto);
  const lists = listsAtHand(() => trust);
  const reachable = { timeStamps: true, revocation: true };
  const faults: unknown[] = [];
  const evidence: EvidenceDependencies = {
    engine,
    trust: () => trust,
    onError: (error) => void faults.push(error),
    timeStamps: {
      stamp: ({ algorithm, digest }) =>
        reachable.timeStamps
          ? Promise.resolve(makeTokenOver(authority, digest, Date.now(), algorithm))
          : Promise.reject(new YinzhengError('TIME_STAMP_UNAVAILABLE')),
    },
    revocation: {
      about: (...question) =>
        reachable.revocation ? lists.about(...question) : Promise.reject(new YinzhengError('REVOCATION_UNAVAILABLE')),
    },
  };
  return { evidence, trust, material: trusted, reachable, faults };
}
