/** Sharing a licence with a body (授权用证): for a purpose, until a time, so often, revoked at once. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import { checkMatter } from '../../domain/holder/index.ts';
import { checkChosen, checkShare, type ShareGrant } from '../../domain/presentation/index.ts';
import { hasEnded } from '../../domain/organisation/index.ts';
import { maskPurpose } from '../../domain/licence/index.ts';
import { authorise, type AuthenticatedHolder } from '../access/index.ts';
import { changeRecord, recordEvent } from '../holders/change.ts';
import { faceFieldsOf } from '../holders/face-fields.ts';
import { findHolding } from '../holders/holdings.ts';
import { identify, subjectOf } from '../holders/known.ts';
import type { OnBehalf } from '../holders/my-licences.ts';
import { randomId } from '../licences/random.ts';
import { checkPassword } from '../presentation/password.ts';
import type { PresentationDependencies } from '../presentation/ports.ts';

/** Shares of one holder that hold at the same time. */
const MOST_SHARES = 500;

/** What is shared, with whom, what for, and how far. */
export interface ShareOrder extends OnBehalf {
  readonly identifier: string;
  /** Unified social credit code of the body. */
  readonly grantee: string;
  readonly purpose: ShareGrant['purpose'];
  readonly fields: readonly string[];
  readonly file: boolean;
  /** ms; now when absent. */
  readonly from?: Instant | undefined;
  readonly until: Instant;
  readonly most: number;
  readonly password: string;
}

/**
 * Lets a body see one licence of the holder: the fields that he chose, whole, and its file where he says so.
 * @throws {YinzhengError} NOT_ALLOWED, INPUT_INVALID, PRESENTATION_PASSWORD_MISSING, PRESENTATION_PASSWORD_REFUSED, RATE_LIMITED, LICENCE_NOT_FOUND,
 * IDENTIFIER_INVALID, FIELD_INVALID, ORGANISATION_NOT_FOUND, REPRESENTATION_REFUSED for a matter that was not given
 */
export async function shareLicence(
  deps: PresentationDependencies,
  who: AuthenticatedHolder,
  order: ShareOrder,
): Promise<ShareGrant> {
  authorise(who.actor, 'holding:share');
  const now = deps.clock.now();
  const { identifier, purpose, fields, file, until, most, password } = order;
  const from = order.from ?? now;
  checkShare({ from, until, most }, now);
  const known = await identify(deps, who);
  const { holder, actor, representation } = await subjectOf(deps, known, { onBehalfOf: order.onBehalfOf, power: 'share' });
  checkMatter(representation, purpose.item);
  await checkPassword(deps, known, password);
  const { licence, edition } = await findHolding(deps, holder, identifier);
  checkChosen(await faceFieldsOf(deps.records, licence, edition), fields);
  const grantee = await deps.records.get('organisations', order.grantee);
  if (!grantee || hasEnded(grantee)) throw new YinzhengError('ORGANISATION_NOT_FOUND', { organisation: order.grantee });
  if ((await deps.records.count('shares', { index: 'holder', equals: holder._id })) >= MOST_SHARES)
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(`a holder has at most ${MOST_SHARES} grants`, `每个主体至多有 ${MOST_SHARES} 项授权`),
    });
  const _id = randomId(deps.random);
  const facts = {
    ...{ licence: licence._id, identifier: edition.identifier, grantee: grantee._id, fields: [...fields], file, most },
    ...{ from: isoInstant(from), until: isoInstant(until) },
  };
  const told = maskPurpose({ ...purpose, caseNumber: null }, licence.holders);
  const grant: ShareGrant = {
    ...{ _id, schema: 1, version: 1, holder: holder._id },
    ...{ licence: licence._id, identifier: edition.identifier, typeName: licence.typeName, fields: [...new Set(fields)] },
    ...{ grantee: { code: grantee._id, name: grantee.name }, purpose, file },
    ...{ from: isoInstant(from), until: isoInstant(until), most, used: 0, revokedAt: null },
    outbox: [
      recordEvent({ collection: 'shares', id: _id, version: 1, actor, now }, { kind: 'share-granted', facts, purpose: told }),
    ],
    pending: true,
  };
  await deps.records.insert('shares', grant);
  deps.journal.poke();
  return grant;
}

/**
 * What a holder has shared, the newest first.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listMyShares(
  deps: PresentationDependencies,
  who: AuthenticatedHolder,
  { onBehalfOf }: OnBehalf,
): Promise<readonly ShareGrant[]> {
  authorise(who.actor, 'holding:read');
  const { holder } = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power: 'read' });
  const found = await deps.records.find('shares', { index: 'holder', equals: holder._id, limit: 1000 });
  return [...found].sort((left, right) => (left.from > right.from ? -1 : 1));
}

/**
 * Revokes a share: the next use is refused, on every server.
 * @throws {YinzhengError} NOT_ALLOWED, SHARE_NOT_FOUND
 */
export async function revokeShare(
  deps: PresentationDependencies,
  who: AuthenticatedHolder,
  { onBehalfOf, id }: OnBehalf & { readonly id: string },
): Promise<ShareGrant> {
  authorise(who.actor, 'holding:share');
  const { holder, actor } = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power: 'share' });
  const missing = 'SHARE_NOT_FOUND';
  return changeRecord(deps, { collection: 'shares', id, actor, missing }, (grant) => {
    if (grant.holder !== holder._id) throw new YinzhengError(missing);
    if (grant.revokedAt !== null) return null;
    const facts = { licence: grant.licence, identifier: grant.identifier, grantee: grant.grantee.code, used: grant.used };
    return { fields: { revokedAt: isoInstant(deps.clock.now()) }, event: { kind: 'share-revoked', facts } };
  });
}
