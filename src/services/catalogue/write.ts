/** Writing entries of the catalogue: a change is one write that carries its event. */
import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Action, Actor, Purpose } from '../../domain/access/index.ts';
import type { CatalogueStep, TakenCatalogueStep } from '../../domain/catalogue/index.ts';
import type { DomainEvent, EventFacts } from '../../domain/journal/index.ts';
import { authorise } from '../access/authorise.ts';
import { reaches } from '../organisations/index.ts';
import type { RecordStore, RecordWrite } from '../storage/index.ts';
import { requireEntry, type CatalogueEntry, type CatalogueKind } from './kinds.ts';
import type { CatalogueDependencies } from './ports.ts';

const ATTEMPTS = 5;

/**
 * The entry of an id, for who may act on it; one outside the actor's scope is not found.
 * @throws {YinzhengError} CATALOGUE_ENTRY_NOT_FOUND, NOT_ALLOWED
 */
export async function findEntry<K extends CatalogueKind>(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { action, kind, id }: { readonly action: Action; readonly kind: K; readonly id: string },
): Promise<CatalogueEntry<K>> {
  authorise(actor, action, actor.organisation);
  const entry = await requireEntry(records, kind, id);
  if (!(await reaches(records, actor, { action, organisation: entry.owner })))
    throw new YinzhengError('CATALOGUE_ENTRY_NOT_FOUND');
  return entry;
}

/** A step as it is recorded. */
export function takenStep<S extends CatalogueStep>(
  { clock }: Pick<CatalogueDependencies, 'clock'>,
  { person, client, organisation }: Actor,
  { step, note }: { readonly step: S; readonly note: string | null },
): TakenCatalogueStep & { readonly step: S } {
  return { step, by: { person, client, organisation }, at: isoInstant(clock.now()), note };
}

/** What a change makes of an entry, and what is told of it. */
export interface ChangedEntry<K extends CatalogueKind> {
  readonly next: CatalogueEntry<K>;
  readonly facts: EventFacts;
}

/**
 * Changes an entry as `judge` says. Others may write meanwhile, the journal's relay too: then it is read and judged again.
 * @throws {YinzhengError} VERSION_CONFLICT, and as `read` and `judge` do
 */
export async function changeEntry<K extends CatalogueKind>(
  deps: CatalogueDependencies,
  { kind, actor, purpose }: { readonly kind: K; readonly actor: Actor; readonly purpose: Purpose },
  change: {
    readonly read: () => Promise<CatalogueEntry<K>>;
    readonly judge: (entry: CatalogueEntry<K>) => Promise<ChangedEntry<K>>;
  },
): Promise<CatalogueEntry<K>> {
  for (let attempt = 1; ; attempt++) {
    const entry = await change.read();
    const { next, facts } = await change.judge(entry);
    const written = withEvent(
      deps,
      { ...next, version: entry.version + 1 },
      { kind, actor, purpose, facts, told: 'catalogue-changed' },
    );
    try {
      await write(deps.records, 'replace', kind, written);
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= ATTEMPTS) throw error;
      continue;
    }
    deps.journal.poke();
    return written;
  }
}

/**
 * Records a new entry.
 * @throws {YinzhengError} ALREADY_EXISTS
 */
export async function insertEntry<K extends CatalogueKind>(
  deps: CatalogueDependencies,
  { kind, actor, purpose }: { readonly kind: K; readonly actor: Actor; readonly purpose: Purpose },
  entry: CatalogueEntry<K>,
): Promise<CatalogueEntry<K>> {
  const facts = { version: entry.versions.length, step: 'draft' };
  const written = withEvent(deps, entry, { kind, actor, purpose, facts, told: 'catalogue-drafted' });
  await write(deps.records, 'insert', kind, written);
  deps.journal.poke();
  return written;
}

function withEvent<K extends CatalogueKind>(
  { clock }: Pick<CatalogueDependencies, 'clock'>,
  entry: CatalogueEntry<K>,
  tell: {
    readonly kind: K;
    readonly actor: Actor;
    readonly purpose: Purpose;
    readonly facts: EventFacts;
    readonly told: 'catalogue-drafted' | 'catalogue-changed';
  },
): CatalogueEntry<K> {
  const now = isoInstant(clock.now());
  const subject = `${tell.kind}/${entry._id}`;
  const event: DomainEvent = {
    ...{ id: `${subject}/${entry.version}`, kind: tell.told, subject, effectiveAt: now, recordedAt: now },
    ...{ actor: tell.actor, purpose: tell.purpose, facts: { owner: entry.owner, ...tell.facts } },
  };
  return { ...entry, outbox: [...entry.outbox, event], pending: true };
}

async function write(records: RecordStore, how: 'insert' | 'replace', kind: CatalogueKind, entry: CatalogueEntry): Promise<void> {
  // What is added to a type is found by the type's code.
  const record = kind === 'licence-type-additions' ? { ...entry, type: entry._id.split('.')[0] ?? '' } : entry;
  await records.write([{ kind: how, collection: kind, record } as RecordWrite]);
}

/** The refusal of a step, with its reason. */
export function refusedStep(reason: Bilingual): YinzhengError {
  return new YinzhengError('CATALOGUE_STEP_REFUSED', { reason });
}

/** The refusal of what cannot be an entry. */
export function invalidEntry(en: string, zh: string): YinzhengError {
  return refusedStep(bilingual(en, zh));
}
