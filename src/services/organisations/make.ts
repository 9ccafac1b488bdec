import { type LocalDate } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { areaCode, lineCode, type BodyClass, type OrganisationRecord, type Superiors } from '../../domain/organisation/index.ts';
import { checkOrganisation } from './check.ts';
import { scopeFor } from './find.ts';
import type { OrganisationDependencies } from './ports.ts';
import { checkRegistered } from './register/check.ts';
import { recorded } from './write.ts';

/** An organisation to be recorded. */
export interface NewOrganisation {
  /** Unified social credit code (GB 32100). */
  readonly code: string;
  readonly name: string;
  readonly bodyClass: BodyClass;
  /** 6, 9 or 12 digits. */
  readonly areaCode: string;
  /** Line of business; null for a body of its area as a whole. */
  readonly line: string | null;
  /** Codes of the organisations above, which are recorded already. */
  readonly superiors: Superiors;
  /** First day of its existence, null where it is not known. */
  readonly firstDay: LocalDate | null;
  readonly purpose: Purpose;
}

/**
 * Records an organisation within the actor's scope.
 * @throws {YinzhengError} NOT_ALLOWED, ORGANISATION_INVALID, ALREADY_EXISTS
 */
export async function makeOrganisation(
  deps: OrganisationDependencies,
  actor: Actor,
  { code, purpose, ...order }: NewOrganisation,
): Promise<OrganisationRecord> {
  const { records, clock, journal, demonstration } = deps;
  const scope = await scopeFor(records, actor, 'organisation:manage');
  const line = order.line === null ? null : lineCode(order.line);
  const made: OrganisationRecord = {
    ...{ _id: code, schema: 1, version: 1, revision: 1, demonstration, formerAreas: [], end: null },
    ...{ ...order, areaCode: areaCode(order.areaCode), line },
  };
  const now = clock.now();
  await checkOrganisation(records, made, { scope, now });
  await checkRegistered(records, made, { before: null, now });
  const facts = { areaCode: made.areaCode, line, bodyClass: made.bodyClass, name: made.name };
  const told = { kind: 'organisation-recorded', since: order.firstDay, facts } as const;
  const written = recorded(deps, made, { actor, purpose, told });
  await records.insert('organisations', written);
  journal.poke();
  return written;
}
