import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { currentEdition, type LicenceRecord } from '../../domain/licence/index.ts';
import { authorise } from '../access/authorise.ts';
import { abandon } from './abandon.ts';
import { complete } from './complete.ts';
import type { LicenceDependencies } from './ports.ts';
import { caseKeyOf, requestDigest, type IssueRequest } from './request.ts';
import { claimCase, findMaterial, reserve } from './reserve.ts';
import { settleReservation } from './settle.ts';

/** A licence as issued; `repeated` when this case had been issued before with the same content. */
export interface IssueResult {
  readonly licence: LicenceRecord;
  readonly repeated: boolean;
}

/**
 * Issues a licence: reserve → intent → sign → result → publish, once per case number (办件编号). What is returned is durable: the
 * sealed file, the register entry, and the event on its way into the journal.
 * @throws {YinzhengError} NOT_ALLOWED, CASE_CONFLICT, ISSUING_INCOMPLETE, FIELD_INVALID, HOLDER_INVALID, GLYPH_MISSING, …
 */
export async function issueLicence(deps: LicenceDependencies, actor: Actor, request: IssueRequest): Promise<IssueResult> {
  const organisation = actor.organisation ?? '';
  authorise(actor, 'licence:issue', organisation);
  const caseKey = caseKeyOf(organisation, request);
  const digest = requestDigest(request, deps.engine.crypto);
  const running = deps.making.get(caseKey);
  if (running) {
    await running.catch(() => undefined);
    return issueLicence(deps, actor, request);
  }
  const work = issueOnce(deps, { actor, organisation, request, caseKey, digest });
  deps.making.set(caseKey, work);
  try {
    return await work;
  } finally {
    deps.making.delete(caseKey);
  }
}

async function issueOnce(
  deps: LicenceDependencies,
  input: {
    readonly actor: Actor;
    readonly organisation: string;
    readonly request: IssueRequest;
    readonly caseKey: string;
    readonly digest: string;
  },
): Promise<IssueResult> {
  const { actor, organisation, request, caseKey, digest } = input;
  const { id, fresh } = await claimCase(deps, caseKey);
  const known = fresh ? null : await deps.store.records.get('licences', id);
  if (known) return repeat(deps, known, digest);
  let licence: LicenceRecord | null = null;
  try {
    const material = await findMaterial(deps, organisation, request.typeCode, deps.clock.now());
    licence = await reserve(deps, { id, caseKey, digest, actor, request, material });
    return { licence: await complete(deps, licence, material), repeated: false };
  } catch (error) {
    if (isYinzhengError(error, 'ALREADY_EXISTS')) throw new YinzhengError('ISSUING_INCOMPLETE');
    // What was refused must not keep the case number: a corrected request comes with the same one.
    if (isYinzhengError(error) && error.code !== 'STORE_UNAVAILABLE')
      await abandon(deps, { caseKey, licence, failure: error.code });
    throw error;
  }
}

/** How long another process may take to make a licence before a repeated request takes it over, ms. */
const MAKING_TIME = 30_000;

async function repeat(deps: LicenceDependencies, known: LicenceRecord, digest: string): Promise<IssueResult> {
  if (known.requestDigest !== digest) throw new YinzhengError('CASE_CONFLICT');
  if (known.state === 'published') return { licence: known, repeated: true };
  const age = deps.clock.now() - Date.parse(currentEdition(known).recordedAt);
  if (age < MAKING_TIME || !(await settleReservation(deps, known))) throw new YinzhengError('ISSUING_INCOMPLETE');
  const settled = await deps.store.records.get('licences', known._id);
  if (settled?.state !== 'published') throw new YinzhengError('ISSUING_INCOMPLETE');
  return { licence: settled, repeated: true };
}
