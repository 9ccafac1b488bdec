/** The way of a version: drafted, submitted, published by somebody else, changed by the next one; and of a withdrawal. */
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import type { Actor } from '../access/index.ts';
import type { CatalogueRecord, CatalogueStep, CatalogueVersion, TakenCatalogueStep, VersionState } from './model.ts';

/** Whose duty a step is: of the editor (编目), or of the approver (审批). */
export type CatalogueDuty = 'editor' | 'approver';

/** Whose duty each step is. */
export const CATALOGUE_DUTIES: Readonly<Record<CatalogueStep, CatalogueDuty>> = {
  draft: 'editor',
  edit: 'editor',
  submit: 'editor',
  discard: 'editor',
  'ask-withdrawal': 'editor',
  return: 'approver',
  publish: 'approver',
  'refuse-withdrawal': 'approver',
  withdraw: 'approver',
};

/** Steps of a version, from which state to which. */
const VERSION_STEPS = {
  edit: { from: 'draft', to: 'draft' },
  submit: { from: 'draft', to: 'submitted' },
  discard: { from: 'draft', to: 'discarded' },
  return: { from: 'submitted', to: 'draft' },
  publish: { from: 'submitted', to: 'published' },
} as const satisfies Partial<Record<CatalogueStep, { readonly from: VersionState; readonly to: VersionState }>>;

/** A step of a version. */
export type VersionStep = keyof typeof VERSION_STEPS;

/** What the states of versions are called when people are told of them. */
export const VERSION_STATE_WORDS: Readonly<Record<VersionState, Bilingual>> = {
  draft: { en: 'a draft', zh: '草稿' },
  submitted: { en: 'submitted', zh: '待审批' },
  published: { en: 'published', zh: '已发布' },
  changed: { en: 'changed by a later version', zh: '已变更' },
  discarded: { en: 'discarded', zh: '已废弃' },
};

/** The version that holds now: the one published, null where there is none. */
export function publishedVersion<C>({ versions }: Pick<CatalogueRecord<C>, 'versions'>): CatalogueVersion<C> | null {
  return versions.findLast(({ state }) => state === 'published') ?? null;
}

/** The version of a number that was published once, null where there is none: licences made by it are shown by it for ever. */
export function versionOf<C>({ versions }: Pick<CatalogueRecord<C>, 'versions'>, number: number): CatalogueVersion<C> | null {
  return versions.find((one) => one.number === number && (one.state === 'published' || one.state === 'changed')) ?? null;
}

/** The version that is being worked on, null where there is none. */
export function openVersion<C>({ versions }: Pick<CatalogueRecord<C>, 'versions'>): CatalogueVersion<C> | null {
  return versions.findLast(({ state }) => state === 'draft' || state === 'submitted') ?? null;
}

/** Whether it is used no more. */
export function isWithdrawn({ withdrawal }: Pick<CatalogueRecord<unknown>, 'withdrawal'>): boolean {
  return withdrawal?.state === 'decided';
}

/**
 * Why an actor may not take a step now; null when he may. Who drafted, edited or submitted a version does not publish it, and who asked for a
 * withdrawal does not decide it: two persons (编审分离).
 */
export function catalogueStepFault(
  record: Pick<CatalogueRecord<unknown>, 'versions' | 'withdrawal'>,
  step: CatalogueStep,
  actor: Pick<Actor, 'person' | 'client'>,
): Bilingual | null {
  if (isWithdrawn(record)) return bilingual('it was withdrawn', '已停用');
  const open = openVersion(record);
  if (step === 'draft') return open ? bilingual(`version ${open.number} is open`, `第 ${open.number} 版尚未办结`) : null;
  if (step === 'ask-withdrawal') return askFault(record);
  if (step === 'withdraw' || step === 'refuse-withdrawal') {
    if (!record.withdrawal) return bilingual('nobody asked for its withdrawal', '没有停用申请');
    return step === 'withdraw' ? samePerson(record.withdrawal.steps, actor) : null;
  }
  if (!open) return bilingual('there is no open version', '没有待办的版本');
  if (open.state !== VERSION_STEPS[step].from) {
    const { en, zh } = VERSION_STATE_WORDS[open.state];
    return bilingual(`version ${open.number} is ${en}`, `第 ${open.number} 版为“${zh}”`);
  }
  return step === 'publish' ? samePerson(open.steps, actor) : null;
}

function askFault(record: Pick<CatalogueRecord<unknown>, 'versions' | 'withdrawal'>): Bilingual | null {
  if (record.withdrawal) return bilingual('its withdrawal is asked for already', '已有停用申请');
  return publishedVersion(record) ? null : bilingual('it was never published', '尚未发布');
}

function samePerson(steps: readonly TakenCatalogueStep[], actor: Pick<Actor, 'person' | 'client'>): Bilingual | null {
  const own = steps.some(({ step, by }) => CATALOGUE_DUTIES[step] === 'editor' && nameOf(by) === nameOf(actor));
  return own ? bilingual('the same account drafted it: another person approves', '同一账号参与了编制，须由他人审批') : null;
}

function nameOf({ person, client }: Pick<Actor, 'person' | 'client'>): string {
  return person ?? client;
}

/** A record after a step of its open version; `content` takes the place of what was drafted. */
export function afterVersionStep<C>(
  record: CatalogueRecord<C>,
  taken: TakenCatalogueStep & { readonly step: VersionStep },
  content?: C,
): CatalogueRecord<C> {
  const open = openVersion(record);
  const { to } = VERSION_STEPS[taken.step];
  return {
    ...record,
    versions: record.versions.map((one) => {
      if (one === open) {
        const publishedAt = to === 'published' ? taken.at : null;
        return { ...one, state: to, content: content ?? one.content, steps: [...one.steps, taken], publishedAt };
      }
      return to === 'published' && one.state === 'published' ? { ...one, state: 'changed' } : one;
    }),
  };
}

/** A record with a new version, a draft. */
export function withDraft<C>(record: CatalogueRecord<C>, content: C, taken: TakenCatalogueStep): CatalogueRecord<C> {
  const number = (record.versions.at(-1)?.number ?? 0) + 1;
  const draft = { number, state: 'draft', content, steps: [taken], publishedAt: null } as const;
  return { ...record, versions: [...record.versions, draft] };
}
