import type { Actor, Purpose } from '../../domain/access/index.ts';
import {
  afterVersionStep,
  CATALOGUE_DUTIES,
  catalogueStepFault,
  openVersion,
  type CatalogueStep,
  type VersionStep,
} from '../../domain/catalogue/index.ts';
import { contentFault } from './check.ts';
import type { CatalogueEntry, CatalogueKind } from './kinds.ts';
import type { CatalogueDependencies } from './ports.ts';
import { changeEntry, findEntry, refusedStep, takenStep } from './write.ts';

/** Steps that are taken with an entry that is there, its contents left as they are. */
export type EntryStep = Exclude<CatalogueStep, 'draft' | 'edit'>;

/** A step to be taken. */
export interface StepOrder<K extends CatalogueKind> {
  readonly kind: K;
  readonly id: string;
  readonly step: EntryStep;
  /** Number of the document that a withdrawal rests on. */
  readonly documentNumber?: string | undefined;
  readonly purpose: Purpose;
}

/**
 * Submits, returns, publishes or discards the open version of an entry, or asks for its withdrawal and decides on it; editors and approvers are
 * two persons. What is submitted and published holds together: its dictionaries are published, its faces show what is there.
 * @throws {YinzhengError} NOT_ALLOWED, CATALOGUE_ENTRY_NOT_FOUND, CATALOGUE_STEP_REFUSED, VERSION_CONFLICT
 */
export async function takeCatalogueStep<K extends CatalogueKind>(
  deps: CatalogueDependencies,
  actor: Actor,
  order: StepOrder<K>,
): Promise<CatalogueEntry<K>> {
  const { kind, id, step, purpose } = order;
  const action = CATALOGUE_DUTIES[step] === 'editor' ? 'catalogue:edit' : 'catalogue:approve';
  return changeEntry(
    deps,
    { kind, actor, purpose },
    {
      read: () => findEntry(deps.records, actor, { action, kind, id }),
      judge: async (entry) => {
        const reason = catalogueStepFault(entry, step, actor) ?? (await faultOf(deps, kind, { entry, step }));
        if (reason) throw refusedStep(reason);
        const number = openVersion(entry)?.number ?? 0;
        const taken = takenStep(deps, actor, { step, note: purpose.cause });
        if (isVersionStep(step)) return { next: afterVersionStep(entry, { ...taken, step }), facts: { step, version: number } };
        return { next: afterWithdrawalStep(entry, order, taken), facts: { step, document: order.documentNumber ?? null } };
      },
    },
  );
}

async function faultOf<K extends CatalogueKind>(
  { records }: CatalogueDependencies,
  kind: K,
  { entry, step }: { readonly entry: CatalogueEntry<K>; readonly step: EntryStep },
) {
  const open = openVersion(entry);
  return open && (step === 'submit' || step === 'publish') ? contentFault(records, kind, { entry, content: open.content }) : null;
}

function isVersionStep(step: EntryStep): step is Exclude<VersionStep, 'edit'> {
  return step === 'submit' || step === 'return' || step === 'discard' || step === 'publish';
}

function afterWithdrawalStep<K extends CatalogueKind>(
  entry: CatalogueEntry<K>,
  { step, purpose, documentNumber = '' }: StepOrder<K>,
  taken: ReturnType<typeof takenStep>,
): CatalogueEntry<K> {
  const { withdrawal } = entry;
  if (step === 'refuse-withdrawal') return { ...entry, withdrawal: null };
  if (step === 'withdraw' && withdrawal)
    return { ...entry, withdrawal: { ...withdrawal, state: 'decided', steps: [...withdrawal.steps, taken] } };
  return { ...entry, withdrawal: { state: 'asked', reason: purpose.cause, documentNumber, steps: [taken] } };
}
