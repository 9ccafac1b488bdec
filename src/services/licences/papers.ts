/** The paper twins of licences: printed on numbered forms, handed out, taken back. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import {
  currentEdition,
  judgePaperStep,
  judgePrinting,
  papersDue,
  statusOf,
  withPapersOut,
  type LicencePaper,
  type LicenceRecord,
  type PaperStep,
  type TakenPaperStep,
} from '../../domain/licence/index.ts';
import { paintLicence } from '../../documents/index.ts';
import { authorise } from '../access/authorise.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import { useLicenceType } from '../licence-types/index.ts';
import { paintingOf } from './complete.ts';
import { findForActor, type FoundLicence } from './find.ts';
import type { LicenceAnswer } from './get.ts';
import { overlayFace } from './overlay.ts';
import type { LicenceDependencies } from './ports.ts';
import { readEvent } from './read-event.ts';

type Dependencies = Pick<LicenceDependencies, 'store' | 'journal' | 'clock'>;

/** A licence that is printed on the form of a number. */
export interface PrintOrder {
  readonly identifier: string;
  readonly serial: string;
  readonly note?: string | undefined;
}

/** A step with a paper that was printed. */
export interface PaperOrder extends PrintOrder {
  readonly step: PaperStep;
}

/**
 * Records that the current edition of a licence is printed on the form of a number (印制流水号), which no other licence of the type has, or had.
 * @throws {YinzhengError} PAPER_NOT_POSSIBLE, PAPER_SERIAL_TAKEN, FIELD_INVALID, LICENCE_NOT_FOUND, NOT_ALLOWED
 */
export async function printLicence(deps: Dependencies, actor: Actor, order: PrintOrder): Promise<LicenceAnswer> {
  const { records } = deps.store;
  const { serial } = order;
  const prepare = async (found: FoundLicence): Promise<void> => {
    const { licence, edition } = found;
    const organisation = await records.get('organisations', licence.issuer.code);
    if (!organisation) throw new YinzhengError('LICENCE_NOT_FOUND');
    const { type } = await useLicenceType(records, { code: licence.typeCode, organisation, made: edition });
    judgePrinting(licence, edition, { serial, rule: type.paperSerial, now: deps.clock.now() });
    await claimSerial(deps, licence, serial);
  };
  return change(deps, actor, { order, prepare }, ({ licence, edition }, step) => {
    const paper: LicencePaper = { serial, edition: edition.number, state: 'printed', steps: [{ ...step, step: 'print' }] };
    return { papers: [...(licence.papers ?? []), paper], told: { step: 'print', state: 'printed' } };
  });
}

/** A number belongs to the licence that claimed it first, printed or not: a form is spoilt once it was in the printer. */
async function claimSerial({ store: { records }, clock }: Dependencies, licence: LicenceRecord, serial: string): Promise<void> {
  const _id = `paper:${licence.typeCode}/${serial}`;
  const taken = (licence.papers ?? []).some((paper) => paper.serial === serial);
  try {
    await records.insert('claims', { _id, schema: 1, version: 1, owner: licence._id, claimedAt: isoInstant(clock.now()) });
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    const claim = await records.get('claims', _id);
    if (taken || claim?.owner !== licence._id) throw new YinzhengError('PAPER_SERIAL_TAKEN', {}, { cause: error });
  }
}

/**
 * Takes a step with a paper: collected (领取), returned (收回), destroyed (销毁), lost (遗失).
 * @throws {YinzhengError} PAPER_NOT_POSSIBLE, PAPER_NOT_FOUND, LICENCE_NOT_FOUND, NOT_ALLOWED
 */
export function stepPaper(deps: Dependencies, actor: Actor, order: PaperOrder): Promise<LicenceAnswer> {
  return change(deps, actor, { order }, ({ licence }, taken) => {
    const papers = licence.papers ?? [];
    const paper = papers.find(({ serial }) => serial === order.serial);
    if (!paper) throw new YinzhengError('PAPER_NOT_FOUND');
    const state = judgePaperStep(paper, order.step);
    const next = { ...paper, state, steps: [...paper.steps, { ...taken, step: order.step }] };
    return { papers: papers.map((one) => (one === paper ? next : one)), told: { step: order.step, state } };
  });
}

const ATTEMPTS = 5;

async function change(
  deps: Dependencies,
  actor: Actor,
  { order, prepare }: { readonly order: PrintOrder; readonly prepare?: (found: FoundLicence) => Promise<void> },
  judge: (
    found: FoundLicence,
    step: Omit<TakenPaperStep, 'step'>,
  ) => { readonly papers: readonly LicencePaper[]; readonly told: Readonly<Record<string, string>> },
): Promise<LicenceAnswer> {
  const { identifier, serial, note = null } = order;
  for (let attempt = 1; ; attempt++) {
    const now = deps.clock.now();
    const found = await findForActor(deps.store.records, { actor, action: 'licence:change-status', identifier, now });
    const { licence, edition } = found;
    await prepare?.(found);
    const at = isoInstant(now);
    const { papers, told } = judge(found, { by: actor.person ?? actor.client, at, note });
    const version = licence.version + 1;
    const event: DomainEvent = {
      ...{ id: `licences/${licence._id}/${version}`, kind: 'licence-paper-changed', subject: `licences/${licence._id}` },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose: null },
      facts: { identifier, serial, ...told, ...personsTold(deps.journal, licence.holders) },
    };
    const changed = withPapersOut({ ...licence, version, papers, outbox: [...licence.outbox, event], pending: true });
    try {
      await deps.store.records.replace('licences', changed);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < ATTEMPTS) continue;
      throw error;
    }
    deps.journal.poke();
    return { licence: changed, edition, status: statusOf(changed, edition, { asOf: now, knownAt: now }) };
  }
}

/** A page of licences whose papers should be back; `next` continues it, null at the end. */
export interface PapersDuePage {
  readonly items: readonly (LicenceAnswer & { readonly papers: readonly LicencePaper[] })[];
  readonly next: string | null;
}

const PAGE = 200;
/** Most licences that are looked through for one page. */
const MOST_LOOKED_AT = 5_000;

/**
 * Licences of the actor's organisation that have ended, expired or been replaced while a paper of theirs is out, a page at a time, to be shown
 * masked.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listPapersDue(
  { store: { records }, clock }: Pick<LicenceDependencies, 'store' | 'clock'>,
  actor: Actor,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<PapersDuePage> {
  const organisation = actor.organisation ?? '';
  authorise(actor, 'licence:read', organisation);
  const now = clock.now();
  const items: PapersDuePage['items'][number][] = [];
  let last = after;
  for (let looked = 0; looked < MOST_LOOKED_AT;) {
    const query = { index: 'papersOut', equals: organisation, limit: PAGE } as const;
    const page = await records.find('licences', last === undefined ? query : { ...query, after: last });
    for (const licence of page) {
      [last, looked] = [licence._id, looked + 1];
      const papers = licence.destroyed ? [] : papersDue(licence, now);
      if (papers.length === 0) continue;
      const edition = currentEdition(licence);
      items.push({ licence, edition, status: statusOf(licence, edition, { asOf: now, knownAt: now }), papers });
      if (items.length === limit) return { items, next: licence._id };
    }
    if (page.length < PAGE) return { items, next: null };
  }
  return { items, next: last ?? null };
}

/**
 * What is printed on the pre-printed form of a licence: the values of its face, where the face has them, moved by so many mm, and nothing of what
 * the form has already. The read is recorded with its purpose before it is answered.
 * @throws {YinzhengError} LICENCE_NOT_FOUND, NOT_ALLOWED, and as painting does
 */
export async function printOverlay(
  deps: LicenceDependencies,
  actor: Actor,
  order: { readonly identifier: string; readonly purpose: Purpose; readonly dx: number; readonly dy: number },
): Promise<Uint8Array> {
  const { identifier, purpose, dx, dy } = order;
  const now = deps.clock.now();
  const { licence, edition } = await findForActor(deps.store.records, { actor, action: 'licence:download', identifier, now });
  const organisation = await deps.store.records.get('organisations', licence.issuer.code);
  if (!organisation) throw new YinzhengError('LICENCE_NOT_FOUND');
  const usable = await useLicenceType(deps.store.records, { code: licence.typeCode, organisation, made: edition });
  const moved = { ...usable, face: overlayFace(usable.face, { dx, dy }), faceKey: `${usable.faceKey}/overlay/${dx}/${dy}` };
  const shown = { ...licence, editions: [...licence.editions.filter(({ number }) => number < edition.number), edition] };
  const qrText = `${deps.publicUrl}/v/${edition.verificationCode}`;
  const { bytes } = paintLicence(deps.engine, paintingOf(shown, { usable: moved, qrText }));
  await deps.journal.record([readEvent(deps, { actor, purpose, licence, at: isoInstant(deps.clock.now()), what: 'file' })]);
  return bytes;
}
