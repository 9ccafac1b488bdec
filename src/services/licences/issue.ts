import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { holdsCase, maskPurpose, type LicenceRecord } from '../../domain/licence/index.ts';
import { authorise } from '../access/authorise.ts';
import { abandon } from './abandon.ts';
import { admitIssuing, type IssuedFrom } from './admit.ts';
import { claimCase, findCase } from './case.ts';
import { complete, prepareFace } from './complete.ts';
import type { LicenceDependencies } from './ports.ts';
import { randomId } from './random.ts';
import { caseKeyOf, requestDigest, type IssueRequest } from './request.ts';
import { draftLicence, reserve } from './reserve.ts';
import { intentAge, settleReservation } from './settle.ts';

/** A licence as issued; `repeated` when this case had been issued before with the same content. */
export interface IssueResult {
  readonly licence: LicenceRecord;
  readonly repeated: boolean;
}

/**
 * Issues a licence: reserve → intent → sign → result → publish, once per case number (办件编号). What is refused leaves nothing behind.
 * What is returned is durable: the sealed file, the register entry, and the event on its way into the journal.
 * @param from accounts that made it as a draft, where its type wants two persons
 * @throws {YinzhengError} NOT_ALLOWED, TWO_PERSONS_NEEDED, SEAL_CERTIFICATE_REVOKED, SEAL_USE_REFUSED, CASE_CONFLICT, ISSUING_INCOMPLETE, FIELD_INVALID, HOLDER_INVALID, GLYPH_MISSING, …
 */
export async function issueLicence(
  deps: LicenceDependencies,
  actor: Actor,
  request: IssueRequest,
  from?: IssuedFrom,
): Promise<IssueResult> {
  const organisation = actor.organisation ?? '';
  authorise(actor, 'licence:issue', organisation);
  const caseKey = caseKeyOf(organisation, request);
  const digest = requestDigest(request, deps.engine.crypto);
  const running = deps.making.get(caseKey);
  if (running) {
    await running.catch(() => undefined);
    return issueLicence(deps, actor, request, from);
  }
  const work = issueOnce(deps, { actor, organisation, request, caseKey, digest, makers: from?.makers });
  deps.making.set(caseKey, work);
  try {
    return await work;
  } finally {
    deps.making.delete(caseKey);
  }
}

interface Order {
  readonly actor: Actor;
  readonly organisation: string;
  readonly request: IssueRequest;
  readonly caseKey: string;
  readonly digest: string;
  readonly makers: readonly string[] | undefined;
}

async function issueOnce(deps: LicenceDependencies, order: Order): Promise<IssueResult> {
  const { caseKey, organisation, request } = order;
  const { claim, licence: known } = await findCase(deps.store.records, caseKey);
  if (known && known.state !== 'abandoned' && holdsCase(known, caseKey)) return repeat(deps, known, order);
  const { actor } = order;
  const purpose = maskPurpose(request.purpose, request.holders);
  const material = await admitIssuing(deps, { organisation, typeCode: request.typeCode, actor, purpose, makers: order.makers });
  const owner = claim && !known ? claim.owner : randomId(deps.random);
  const status = (await deps.claims?.draw()) ?? null;
  const licence = draftLicence(deps, { ...order, id: owner, material, status });
  // What cannot be painted is refused before anything is written.
  const prepared = await prepareFace(deps, licence, material);
  const toMake = await claimCase(deps, { caseKey, claim, owner });
  try {
    await reserve(deps, licence, { material, claim: toMake });
    return { licence: await complete(deps, { licence, material, prepared }), repeated: false };
  } catch (error) {
    if (isYinzhengError(error, 'ISSUING_INCOMPLETE')) throw error;
    if (isYinzhengError(error, 'VERSION_CONFLICT')) throw new YinzhengError('ISSUING_INCOMPLETE', {}, { cause: error });
    // What failed must not keep the case number; without a store, settling later finds what is to be done.
    if (!isYinzhengError(error, 'STORE_UNAVAILABLE'))
      await abandon(deps, licence, isYinzhengError(error) ? error.code : 'INTERNAL');
    throw error;
  }
}

/** How long another process may take to make a licence before a repeated request takes it over, ms. */
export const MAKING_TIME = 30_000;

async function repeat(deps: LicenceDependencies, known: LicenceRecord, order: Order): Promise<IssueResult> {
  if (known.caseKey !== order.caseKey || known.requestDigest !== order.digest) throw new YinzhengError('CASE_CONFLICT');
  if (known.state === 'published') return { licence: known, repeated: true };
  if (intentAge(known, deps.clock.now()) < MAKING_TIME) throw new YinzhengError('ISSUING_INCOMPLETE');
  // Given up, its case number is free, and making it anew says what was wrong.
  if ((await settleReservation(deps, known)) === 'abandoned') return issueOnce(deps, order);
  const settled = await deps.store.records.get('licences', known._id);
  if (settled?.state !== 'published') throw new YinzhengError('ISSUING_INCOMPLETE');
  return { licence: settled, repeated: true };
}
