/** Objecting: as a holder, and at a counter. */
import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { plainCode } from '../../domain/holder/index.ts';
import { holdersOf } from '../../domain/licence/index.ts';
import type { ObjectionCause, ObjectionPerson, ObjectionRecord, ObjectionSubject } from '../../domain/objection/index.ts';
import { authorise, type AuthenticatedHolder } from '../access/index.ts';
import { findHolding } from '../holders/holdings.ts';
import { identify, subjectOf } from '../holders/known.ts';
import type { OnBehalf } from '../holders/my-licences.ts';
import { issuerOf, shownType } from '../licence-types/shown.ts';
import { findByIdentifier, noLicence, type FoundLicence } from '../licences/find.ts';
import type { RecordStore } from '../storage/index.ts';
import { findMyUse, objectToUse } from '../uses/index.ts';
import {
  bodyOfUse,
  holderKey,
  invalidObjection,
  makeFromUse,
  makeObjection,
  organisationKey,
  subjectOfUse,
  type ObjectionDraft,
} from './make.ts';
import type { ObjectionDependencies, ObjectionKeeping } from './ports.ts';

/** What is objected to: an edition of a licence, a use, or that a body issued none of a type. */
export type ObjectionTarget =
  | { readonly kind: 'licence'; readonly identifier: string }
  | { readonly kind: 'use'; readonly use: string }
  | { readonly kind: 'missing'; readonly type: string; readonly issuer: string };

/** An objection as it is made. */
export interface ObjectionOrder {
  readonly target: ObjectionTarget;
  /** Of one about a use or a missing licence, `misuse` and `missing`, whatever is said here. */
  readonly cause: ObjectionCause;
  readonly statement: string;
}

/**
 * Objects as a holder to what is his own.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_NOT_FOUND, LICENCE_DESTROYED, IDENTIFIER_INVALID, USE_NOT_FOUND, LICENCE_TYPE_NOT_FOUND, OBJECTION_INVALID,
 * OBJECTION_REFUSED
 */
export async function fileMyObjection(
  deps: ObjectionDependencies,
  who: AuthenticatedHolder,
  { target, cause, statement, onBehalfOf }: ObjectionOrder & OnBehalf,
): Promise<ObjectionRecord> {
  authorise(who.actor, 'holding:object');
  const { holder, actor } = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power: 'object' });
  const person = { name: holder.name, code: holder.code };
  if (target.kind === 'use') {
    if ((await bodyOfUse(deps, await findMyUse(deps, holder, target.use))) === null) throw nobodyAnswers();
    const { use } = await objectToUse(deps, who, { id: target.use, reason: statement, onBehalfOf });
    const made = await makeFromUse(deps, actor, use, use.objections.length - 1);
    if (!made) throw nobodyAnswers();
    return made;
  }
  const draft =
    target.kind === 'licence'
      ? ofLicence(await findHolding(deps, holder, target.identifier), { cause, statement, person })
      : await ofMissing(deps.records, target, { statement, person });
  return makeObjection(deps, { key: holderKey(holder._id), actor }, draft);
}

/**
 * Objects at a counter: to any licence that is shown there, to a use that the counter's own organisation made, or to a missing one.
 * @param order `person` is whom it concerns: of a missing licence always, else the licence says it
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_NOT_FOUND, LICENCE_DESTROYED, IDENTIFIER_INVALID, USE_NOT_FOUND, LICENCE_TYPE_NOT_FOUND, OBJECTION_INVALID
 */
export async function fileObjection(
  deps: ObjectionKeeping,
  actor: Actor,
  { target, cause, statement, person }: ObjectionOrder & { readonly person: ObjectionPerson | null },
): Promise<ObjectionRecord> {
  authorise(actor, 'objection:file', actor.organisation);
  if (actor.organisation === null) throw new YinzhengError('NOT_ALLOWED', { action: 'objection:file' });
  const filer = { key: organisationKey(actor.organisation), actor };
  switch (target.kind) {
    case 'licence': {
      const found = await findByIdentifier(deps.records, target.identifier);
      if (!found) throw noLicence(target.identifier);
      if (found.licence.destroyed) throw new YinzhengError('LICENCE_DESTROYED');
      // Whose it is the body that answers knows; a counter is not told it by objecting.
      const concerned = holdersOf(found.licence, found.edition);
      return makeObjection(deps, filer, { ...ofLicence(found, { cause, statement, person }), concerned });
    }
    case 'use': {
      const use = await deps.records.get('uses', target.use);
      if (use?.actor.organisation !== actor.organisation) throw new YinzhengError('USE_NOT_FOUND');
      const body = await bodyOfUse(deps, use);
      if (body === null) throw nobodyAnswers();
      return makeObjection(deps, filer, { subject: subjectOfUse(use), cause: 'misuse', statement, person, body });
    }
    case 'missing':
      if (!person) throw invalidObjection('say who misses the licence', '请填写应持证的主体');
      return makeObjection(deps, filer, await ofMissing(deps.records, target, { statement, person }));
  }
}

function ofLicence(
  { licence, edition }: FoundLicence,
  said: Pick<ObjectionDraft, 'cause' | 'statement' | 'person'>,
): ObjectionDraft {
  if (said.cause === 'missing' || said.cause === 'misuse')
    throw invalidObjection(`a licence cannot be objected to as ${said.cause}`, '该异议事由不适用于证照内容');
  const subject: ObjectionSubject = {
    ...{ kind: 'licence', use: null, licence: { id: licence._id, identifier: edition.identifier } },
    type: { code: licence.typeCode, name: licence.typeName },
  };
  return { ...said, subject, body: licence.issuer.code };
}

async function ofMissing(
  records: RecordStore,
  { type, issuer }: Extract<ObjectionTarget, { readonly kind: 'missing' }>,
  { statement, person }: { readonly statement: string; readonly person: ObjectionPerson },
): Promise<ObjectionDraft> {
  const stored = await records.get('licence-types', type);
  const body = await issuerOf(records, { ...NOBODY, organisation: issuer });
  const view = stored && shownType(stored, body);
  if (!view) throw new YinzhengError('LICENCE_TYPE_NOT_FOUND', { type: type.slice(0, 40) });
  if (!view.issuable) throw invalidObjection('that organisation does not issue licences of this type', '该机构不签发此类证照');
  const subject: ObjectionSubject = {
    ...{ kind: 'missing', licence: null, use: null },
    type: { code: type, name: view.shown.content.name },
  };
  return { subject, cause: 'missing', statement, person: { ...person, code: plainCode(person.code) }, body: issuer };
}

const NOBODY: Actor = {
  ...{ person: null, organisation: null, capacity: 'public', onBehalfOf: null, client: 'web', session: null },
};

function nobodyAnswers(): YinzhengError {
  return invalidObjection('no organisation answers for this use', '该用证记录没有可受理的机构');
}
