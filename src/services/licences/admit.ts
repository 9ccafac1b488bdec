import type { Actor, Purpose } from '../../domain/access/index.ts';
import { refuseSelfIssue } from '../../domain/licence/index.ts';
import { admitUse, refuseUnusable } from '../grants/admit-use.ts';
import type { MadeBy } from '../licence-types/index.ts';
import { refuseRevoked } from '../stamping/refuse-revoked.ts';
import { findMaterial, sealCodeFor, type GrantedMaterial } from './material.ts';
import type { LicenceDependencies } from './ports.ts';

/** Which licence somebody wants to make, and what for; the purpose names no holder in clear. */
export interface AdmissionOrder {
  readonly organisation: string;
  readonly typeCode: string;
  readonly actor: Actor;
  readonly purpose: Purpose;
  /** Edition that is issued again as it was made. */
  readonly made?: MadeBy;
  /** Accounts that made it as a draft; absent where it is issued in one step. */
  readonly makers?: readonly string[] | undefined;
}

/** How somebody came to issue: from a draft that others made, or, where this is absent, in one step. */
export interface IssuedFrom {
  readonly makers: readonly string[];
}

/**
 * What a licence is made from, and that its seal may be used for it now; a refusal of the seal is recorded.
 * @throws {YinzhengError} as {@link findMaterial} does, and TWO_PERSONS_NEEDED, SEAL_CERTIFICATE_REVOKED, SEAL_USE_REFUSED, SEAL_STOPPED
 */
export async function admitIssuing(
  deps: LicenceDependencies,
  { organisation, typeCode: type, actor, purpose, made, makers }: AdmissionOrder,
): Promise<GrantedMaterial> {
  const { records } = deps.store;
  const kind = `licence:${type}` as const;
  const wanted = { organisation, type, at: deps.clock.now(), ...(made && { made }) };
  const found = await findMaterial(deps, wanted).catch(async (error: unknown) => {
    const seal = await sealCodeFor(records, { organisation, type });
    return refuseUnusable({ ...deps, records }, { seal, kind, actor, purpose }, error);
  });
  const { seal, sealVersion: version, type: used } = found;
  refuseSelfIssue(used, { account: actor.person ?? actor.client, makers: makers ?? null });
  await refuseRevoked(deps, { seal, version, actor, purpose });
  const asked = { seal: seal._id, sealVersion: version.number, owner: seal.owner, kind };
  const { claim: use } = await admitUse({ ...deps, records }, { ...asked, actor, purpose });
  return { ...found, use };
}
