/** Other numbers of holders (关联身份标识): asked for by the holder, decided at a counter by who has seen the document. */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import {
  checkLink,
  identifiersOf,
  plainCode,
  stepTaken,
  type AskedLink,
  type AskedStep,
  type HolderIdentifier,
  type IdentifierLink,
  type Proof,
  type TakenStep,
} from '../../domain/holder/index.ts';
import { authorise, type AuthenticatedHolder } from '../access/index.ts';
import { personsTold } from '../journal/index.ts';
import { randomId } from '../licences/random.ts';
import { changeRecord, recordEvent } from './change.ts';
import { MOST_LINKS } from './holdings.ts';
import { codeClaim, identify, subjectOf } from './known.ts';
import type { OnBehalf } from './my-licences.ts';
import type { HolderDependencies } from './ports.ts';

/** What a holder knows of his numbers. */
export interface MyNumbers {
  /** Those by which licences are his. */
  readonly numbers: readonly HolderIdentifier[];
  /** What he asked for, whatever became of it. */
  readonly links: readonly IdentifierLink[];
}

/**
 * The numbers of a holder, and what he asked to be linked.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listMyNumbers(
  deps: HolderDependencies,
  who: AuthenticatedHolder,
  { onBehalfOf }: OnBehalf,
): Promise<MyNumbers> {
  authorise(who.actor, 'holding:read');
  const { holder } = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power: 'read' });
  const links = await deps.records.find('holder-links', { index: 'holder', equals: holder._id, limit: MOST_LINKS * 5 });
  return { numbers: identifiersOf(holder, links), links };
}

/**
 * Asks that another number be linked.
 * @throws {YinzhengError} NOT_ALLOWED, HOLDER_LINK_REFUSED, also where there are too many
 */
export async function askForLink(
  deps: HolderDependencies,
  who: AuthenticatedHolder,
  { onBehalfOf, proof, ...asked }: OnBehalf & AskedLink & { readonly proof: Proof },
): Promise<IdentifierLink> {
  authorise(who.actor, 'holder-link:ask');
  const { holder, actor } = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power: 'delegate' });
  checkLink(holder, asked);
  const known = await deps.records.find('holder-links', { index: 'holder', equals: holder._id, limit: MOST_LINKS * 5 });
  const open = known.filter(({ state }) => state === 'asked' || state === 'accepted');
  if (open.length >= MOST_LINKS || known.length >= MOST_LINKS * 5)
    throw refused(bilingual(`a holder has at most ${MOST_LINKS}`, `每个主体至多关联 ${MOST_LINKS} 个号码`));
  if (open.some(({ codeType, code }) => codeType === asked.codeType && plainCode(code) === plainCode(asked.code)))
    throw refused(bilingual('it is asked for, or linked, already', '该号码已申请或已关联'));
  const _id = randomId(deps.random);
  const now = deps.clock.now();
  const event = { kind: 'holder-link-changed', facts: { step: 'ask', holder: holder._id } } as const;
  const link: IdentifierLink = {
    ...{ _id, schema: 1, version: 1, holder: holder._id, ...asked, code: plainCode(asked.code), proof, state: 'asked' },
    steps: [takenBy(actor, 'ask', now, null)],
    outbox: [recordEvent({ collection: 'holder-links', id: _id, version: 1, actor, now }, event)],
    pending: true,
  };
  await deps.records.insert('holder-links', link);
  deps.journal.poke();
  return link;
}

/**
 * Ends a link, or takes back what was asked for.
 * @throws {YinzhengError} NOT_ALLOWED, HOLDER_APPLICATION_NOT_FOUND, HOLDER_APPLICATION_REFUSED
 */
export async function endMyLink(
  deps: HolderDependencies,
  who: AuthenticatedHolder,
  { onBehalfOf, id }: OnBehalf & { readonly id: string },
): Promise<IdentifierLink> {
  authorise(who.actor, 'holder-link:ask');
  const { holder, actor } = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power: 'delegate' });
  const ended = await takeStep(deps, actor, { id, step: 'end', note: null, of: holder._id });
  await releaseNumber(deps, ended);
  return ended;
}

/** A page of applications; `next` continues it, null at the end. */
export interface LinkPage {
  readonly items: readonly IdentifierLink[];
  readonly next: string | null;
}

/**
 * What waits to be decided, to be shown masked.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listAskedLinks(
  deps: Pick<HolderDependencies, 'records'>,
  actor: Actor,
  { after, limit = 20 }: { readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<LinkPage> {
  authorise(actor, 'holder-link:decide');
  const query = { index: 'state', equals: 'asked', limit: limit + 1, ...(after !== undefined && { after }) } as const;
  const found = await deps.records.find('holder-links', query);
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items.at(-1)?._id ?? null) : null };
}

/** An application whole, with the holder that asks. */
export interface AskedLinkOf {
  readonly link: IdentifierLink;
  /** The holder’s own number and name. */
  readonly holder: { readonly code: string; readonly name: string };
}

/**
 * One application whole, for who compares it with the document; the read is recorded before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, HOLDER_APPLICATION_NOT_FOUND
 */
export async function getAskedLink(deps: HolderDependencies, actor: Actor, id: string): Promise<AskedLinkOf> {
  authorise(actor, 'holder-link:decide');
  const link = await deps.records.get('holder-links', id);
  const holder = link && (await deps.records.get('holders', link.holder));
  if (!holder) throw new YinzhengError('HOLDER_APPLICATION_NOT_FOUND');
  const at = isoInstant(deps.clock.now());
  await deps.journal.record([
    {
      ...{ id: `reads/${randomId(deps.random)}`, kind: 'holder-links-read', subject: `holder-links/${id}`, effectiveAt: at },
      ...{ recordedAt: at, actor, purpose: null, facts: personsTold(deps.journal, [holder, link]) },
    },
  ]);
  return { link, holder: { code: holder.code, name: holder.name } };
}

/**
 * Accepts or refuses what was asked for. An accepted number is this holder's and no other's.
 * @throws {YinzhengError} NOT_ALLOWED, HOLDER_APPLICATION_NOT_FOUND, HOLDER_APPLICATION_REFUSED, HOLDER_LINK_REFUSED where it is another's
 */
export async function decideLink(
  deps: HolderDependencies,
  actor: Actor,
  { id, step, note }: { readonly id: string; readonly step: 'accept' | 'refuse'; readonly note: string | null },
): Promise<IdentifierLink> {
  authorise(actor, 'holder-link:decide');
  const link = await deps.records.get('holder-links', id);
  if (!link) throw new YinzhengError('HOLDER_APPLICATION_NOT_FOUND');
  if (step === 'accept' && link.state === 'asked') await takeNumber(deps, link);
  const decided = await takeStep(deps, actor, { id, step, note, of: null });
  if (decided.state !== 'accepted') await releaseNumber(deps, decided);
  return decided;
}

interface Step {
  readonly id: string;
  readonly step: AskedStep;
  readonly note: string | null;
  /** Holder whose it has to be; null: anybody's. */
  readonly of: string | null;
}

function takeStep(deps: HolderDependencies, actor: Actor, { id, step, note, of }: Step): Promise<IdentifierLink> {
  const missing = 'HOLDER_APPLICATION_NOT_FOUND';
  return changeRecord(deps, { collection: 'holder-links', id, actor, missing }, (link) => {
    if (of !== null && link.holder !== of) throw new YinzhengError(missing);
    const { state, steps } = stepTaken(link, takenBy(actor, step, deps.clock.now(), note));
    return { fields: { state, steps }, event: { kind: 'holder-link-changed', facts: { step, holder: link.holder } } };
  });
}

function takenBy({ person, organisation }: Actor, step: AskedStep, now: number, note: string | null): TakenStep {
  return { step, person, organisation, at: isoInstant(now), note };
}

async function takeNumber({ records, clock }: HolderDependencies, { holder, codeType, code }: IdentifierLink): Promise<void> {
  const _id = codeClaim(codeType, code);
  try {
    await records.insert('claims', { _id, schema: 1, version: 1, owner: holder, claimedAt: isoInstant(clock.now()) });
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    if ((await records.get('claims', _id))?.owner !== holder)
      throw refused(bilingual('it is the number of another holder', '该号码已属于其他主体'));
  }
}

/** Others may have it again, unless another link of the holder rests on it. */
async function releaseNumber({ records }: HolderDependencies, { holder, codeType, code }: IdentifierLink): Promise<void> {
  const links = await records.find('holder-links', { index: 'holder', equals: holder, limit: MOST_LINKS * 5 });
  if (links.some((link) => link.state === 'accepted' && link.codeType === codeType && link.code === code)) return;
  const _id = codeClaim(codeType, code);
  if ((await records.get('claims', _id))?.owner === holder) await records.remove('claims', _id);
}

function refused(reason: ReturnType<typeof bilingual>): YinzhengError {
  return new YinzhengError('HOLDER_LINK_REFUSED', { reason });
}
