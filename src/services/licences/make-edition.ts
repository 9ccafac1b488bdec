import { toHex, utf8 } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { canonicalJson } from '../../domain/journal/index.ts';
import { holdsCase, inMaking, judgeEdition, maskPurpose, type LicenceRecord } from '../../domain/licence/index.ts';
import { abandon } from './abandon.ts';
import { admitIssuing, type IssuedFrom } from './admit.ts';
import { claimCase, findCase } from './case.ts';
import { complete, prepareFace } from './complete.ts';
import { draftEdition } from './draft-edition.ts';
import type { EditionRequest } from './edition-request.ts';
import { findForActor, type FoundLicence } from './find.ts';
import { MAKING_TIME } from './issue.ts';
import type { LicenceDependencies } from './ports.ts';
import { reserveEdition, writeIntent } from './reserve.ts';
import { intentAge, settleReservation } from './settle.ts';
import { wasUsed } from './used.ts';

/** A licence and the edition that was made; `repeated` when this case had made it before with the same content. */
export interface EditionResult extends FoundLicence {
  readonly repeated: boolean;
}

interface Order extends FoundLicence {
  readonly actor: Actor;
  readonly request: EditionRequest;
  readonly caseKey: string;
  readonly digest: string;
  readonly makers: readonly string[] | undefined;
}

/**
 * Gives a licence its next edition (变更、延续、补发、作废重发、恢复), sealed and registered, once per case number; the edition before is replaced by
 * then, or void where it was corrected. Until the new one is there, the one before stays what it was.
 * @param from accounts that made it as a draft, where its type wants two persons
 * @throws {YinzhengError} LICENCE_NOT_FOUND, TWO_PERSONS_NEEDED, NOT_ALLOWED, EDITION_NOT_POSSIBLE, LICENCE_USED, CASE_CONFLICT, ISSUING_INCOMPLETE, and as issuing does
 */
export async function makeEdition(
  deps: LicenceDependencies,
  actor: Actor,
  request: EditionRequest,
  from?: IssuedFrom,
): Promise<EditionResult> {
  const find = () =>
    findForActor(deps.store.records, {
      ...{ actor, action: 'licence:issue', identifier: request.identifier, now: deps.clock.now() },
    });
  const { licence } = await find();
  const { _id: id, issuer, typeCode } = licence;
  const running = deps.making.get(id);
  if (running) {
    await running.catch(() => undefined);
    return makeEdition(deps, actor, request, from);
  }
  const caseKey = `${issuer.code}/${typeCode}/${request.purpose.caseNumber}`;
  const digest = toHex(deps.engine.crypto.digest('sm3', utf8(canonicalJson(request))));
  const work = (async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await makeOnce(deps, { ...(await find()), actor, request, caseKey, digest, makers: from?.makers });
      } catch (error) {
        // The relay emptied the outbox or a colleague acted before anything was reserved: judge again on what is there now.
        if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
        if (attempt >= ATTEMPTS) throw new YinzhengError('ISSUING_INCOMPLETE', {}, { cause: error });
      }
    }
  })();
  deps.making.set(id, work);
  try {
    return await work;
  } finally {
    deps.making.delete(id);
  }
}

const ATTEMPTS = 5;

async function makeOnce(deps: LicenceDependencies, order: Order): Promise<EditionResult> {
  const { licence, edition, actor, request, caseKey } = order;
  const { claim, licence: known } = await findCase(deps.store.records, caseKey);
  if (known && known.state !== 'abandoned' && holdsCase(known, caseKey)) return repeat(deps, known, order);
  if (licence.coming) return settleFirst(deps, licence, order);
  const { act, documentNumber = null } = request;
  const now = deps.clock.now();
  const number = judgeEdition(licence, edition, { act, documentNumber, now });
  if (act === 'correct' && (await wasUsed(deps, licence, edition))) throw new YinzhengError('LICENCE_USED');
  const holders = [...licence.holders, ...(request.holders ?? [])];
  const material = await admitIssuing(deps, {
    ...{ organisation: licence.issuer.code, typeCode: licence.typeCode, actor, purpose: maskPurpose(request.purpose, holders) },
    ...((act === 'reissue' || act === 'reinstate') && { made: edition }),
    makers: order.makers,
  });
  const status = (await deps.claims?.draw()) ?? null;
  const coming = draftEdition(deps, { ...order, number, material, status, now });
  const next: LicenceRecord = { ...licence, version: licence.version + 1, coming, makingEdition: true };
  // What cannot be painted is refused before anything is written.
  const prepared = await prepareFace(deps, inMaking(next), material);
  const toMake = await claimCase(deps, { caseKey, claim, owner: licence._id });
  await reserveEdition(deps, next, toMake);
  try {
    await writeIntent(deps, inMaking(next), material);
    const made = await complete(deps, { licence: next, material, prepared });
    const { identifier } = coming.edition;
    const sealed = made.editions.find((each) => each.identifier === identifier);
    if (!sealed) throw new YinzhengError('ISSUING_INCOMPLETE');
    return { licence: made, edition: sealed, repeated: false };
  } catch (error) {
    if (isYinzhengError(error, 'VERSION_CONFLICT')) throw new YinzhengError('ISSUING_INCOMPLETE', {}, { cause: error });
    if (!isYinzhengError(error, 'STORE_UNAVAILABLE')) await abandon(deps, next, isYinzhengError(error) ? error.code : 'INTERNAL');
    throw error;
  }
}

/** Somebody began another edition: where that was long ago it is brought to its end, and this one judged anew. */
async function settleFirst(deps: LicenceDependencies, licence: LicenceRecord, order: Order): Promise<EditionResult> {
  if (intentAge(licence, deps.clock.now()) < MAKING_TIME) throw new YinzhengError('ISSUING_INCOMPLETE');
  await settleReservation(deps, licence);
  const settled = await deps.store.records.get('licences', licence._id);
  if (!settled || settled.coming) throw new YinzhengError('ISSUING_INCOMPLETE');
  return makeOnce(deps, { ...order, licence: settled });
}

async function repeat(deps: LicenceDependencies, known: LicenceRecord, order: Order): Promise<EditionResult> {
  const made = inMaking(known).editions.find((each) => each.order?.caseKey === order.caseKey);
  if (known._id !== order.licence._id || made?.order?.requestDigest !== order.digest) throw new YinzhengError('CASE_CONFLICT');
  if (known.coming) return settleFirst(deps, known, order);
  return { licence: known, edition: made, repeated: true };
}
