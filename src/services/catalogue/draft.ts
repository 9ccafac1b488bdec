import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import {
  afterVersionStep,
  catalogueStepFault,
  inlineFace,
  isDictionaryCode,
  isTypeCode,
  openVersion,
  withDraft,
} from '../../domain/catalogue/index.ts';
import { areaLevel, placeContains, placeOf, type OrganisationRecord } from '../../domain/organisation/index.ts';
import { readTemplate } from '../../drawing/index.ts';
import { authorise } from '../access/authorise.ts';
import { keepFace } from '../licence-types/index.ts';
import { reaches, refuseEnded } from '../organisations/index.ts';
import { readEntry, type CatalogueContents, type CatalogueDrafts, type CatalogueEntry, type CatalogueKind } from './kinds.ts';
import type { CatalogueDependencies } from './ports.ts';
import { changeEntry, findEntry, insertEntry, invalidEntry, refusedStep, takenStep } from './write.ts';

/** What is drafted: an entry that is new, a new version of one, or its draft otherwise. */
export interface DraftOrder<K extends CatalogueKind> {
  readonly kind: K;
  /** Code of the type or dictionary; of an addition the type's code and that of the body, with a point between. */
  readonly id: string;
  /** Organisation that is to keep a new entry; null: the actor's own. */
  readonly owner: string | null;
  readonly content: CatalogueDrafts[K];
  readonly purpose: Purpose;
}

/**
 * Drafts a version of an entry. Faces are checked and kept at once, by their digests; the rest is checked as a whole when it is submitted.
 * @throws {YinzhengError} NOT_ALLOWED, CATALOGUE_ENTRY_NOT_FOUND, CATALOGUE_STEP_REFUSED, ORGANISATION_ENDED, VERSION_CONFLICT
 */
export async function draftEntry<K extends CatalogueKind>(
  deps: CatalogueDependencies,
  actor: Actor,
  order: DraftOrder<K>,
): Promise<CatalogueEntry<K>> {
  authorise(actor, 'catalogue:edit', actor.organisation);
  const known = await readEntry(deps.records, order.kind, order.id);
  return known ? draftAgain(deps, actor, order) : draftNew(deps, actor, order);
}

async function draftAgain<K extends CatalogueKind>(
  deps: CatalogueDependencies,
  actor: Actor,
  order: DraftOrder<K>,
): Promise<CatalogueEntry<K>> {
  const { kind, id, purpose } = order;
  const read = () => findEntry(deps.records, actor, { action: 'catalogue:edit', kind, id });
  await read();
  const content = await contentOf(deps, order);
  return changeEntry(
    deps,
    { kind, actor, purpose },
    {
      read,
      judge: async (entry) => {
        const step = openVersion(entry) ? 'edit' : 'draft';
        const fault = catalogueStepFault(entry, step, actor);
        if (fault) throw refusedStep(fault);
        const whole = await withoutInlineFace(deps, kind, entry);
        const note = purpose.cause;
        const next =
          step === 'edit'
            ? afterVersionStep(whole, takenStep(deps, actor, { step, note }), content)
            : withDraft(whole, content, takenStep(deps, actor, { step, note }));
        return { next, facts: { step, version: openVersion(next)?.number ?? 0 } };
      },
    },
  );
}

/** A type recorded earlier has its face in itself; once the type is changed, its face is kept like all others. */
async function withoutInlineFace<K extends CatalogueKind>(
  deps: CatalogueDependencies,
  kind: K,
  entry: CatalogueEntry<K>,
): Promise<CatalogueEntry<K>> {
  if (kind !== 'licence-types') return entry;
  const stored = await deps.records.get('licence-types', entry._id);
  const face = stored ? inlineFace(stored) : null;
  if (face === null) return entry;
  const digest = await keepFace(deps.records, deps.crypto, face);
  return {
    ...entry,
    versions: entry.versions.map((version) => {
      const { templates } = version.content as CatalogueContents['licence-types'];
      return {
        ...version,
        content: { ...version.content, templates: templates.map((one) => ({ ...one, digest: one.digest ?? digest })) },
      };
    }),
  };
}

async function draftNew<K extends CatalogueKind>(
  deps: CatalogueDependencies,
  actor: Actor,
  order: DraftOrder<K>,
): Promise<CatalogueEntry<K>> {
  const { kind, id, purpose } = order;
  const owner = await keeper(deps, actor, order);
  await checkId(deps, order, owner);
  const content = await contentOf(deps, order);
  const empty: CatalogueEntry<K> = {
    ...{ _id: id, schema: 2, version: 1, owner: owner._id, versions: [], withdrawal: null },
    ...{ demonstration: deps.demonstration, outbox: [], pending: false },
  };
  const draft = withDraft(empty, content, takenStep(deps, actor, { step: 'draft', note: purpose.cause }));
  try {
    return await insertEntry(deps, { kind, actor, purpose }, draft);
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    return draftAgain(deps, actor, order);
  }
}

async function keeper<K extends CatalogueKind>(
  { records, clock }: CatalogueDependencies,
  actor: Actor,
  order: DraftOrder<K>,
): Promise<OrganisationRecord> {
  const code = order.owner ?? actor.organisation;
  const owner = code === null ? null : await records.get('organisations', code);
  if (!owner || !(await reaches(records, actor, { action: 'catalogue:edit', organisation: owner._id })))
    throw new YinzhengError('NOT_ALLOWED', { action: 'catalogue:edit' });
  refuseEnded(owner, clock.now());
  return owner;
}

/** Types and dictionaries have the code of their body in front; a province may keep types of ministries, which are not recorded here. */
async function checkId<K extends CatalogueKind>(
  { records }: CatalogueDependencies,
  { kind, id }: DraftOrder<K>,
  owner: OrganisationRecord,
): Promise<void> {
  if (kind === 'licence-type-additions') return checkAddition(records, id, owner);
  const right = kind === 'licence-types' ? isTypeCode(id) : isDictionaryCode(id);
  if (!right)
    throw invalidEntry(
      'a code begins with the unified social credit code of its body; of a type three digits follow, of a dictionary a point and a name',
      '代码以机构的统一社会信用代码开头：证照类型后接 3 位数字，数据字典后接“.”和名称',
    );
  const body = id.slice(0, 18);
  const ofMinistry = areaLevel(placeOf(owner).area) === 1 && !(await records.get('organisations', body));
  if (body !== owner._id && !ofMinistry) throw invalidEntry('the code is of another body', '代码属于其他机构');
}

async function checkAddition(records: CatalogueDependencies['records'], id: string, owner: OrganisationRecord): Promise<void> {
  const [code = '', body] = id.split('.');
  const type = await readEntry(records, 'licence-types', code);
  const above = type ? await records.get('organisations', type.owner) : null;
  if (!type || !above) throw new YinzhengError('LICENCE_TYPE_NOT_FOUND', { type: code.slice(0, 40) });
  if (body !== owner._id) throw invalidEntry('an addition has the code of the body that makes it', '补充应以补充机构的代码命名');
  if (owner._id === above._id || !placeContains({ area: placeOf(above).area, line: null }, placeOf(owner)))
    throw invalidEntry('only bodies beneath add to a type', '只有下级机构可以补充该类型');
}

/** A face that cannot be read is the fault of who drafts it, not of the installation. */
function checkFace(name: string, face: unknown): void {
  try {
    readTemplate(face);
  } catch (error) {
    if (!isYinzhengError(error, 'TEMPLATE_INVALID')) throw error;
    throw invalidEntry(`the template ${name}: ${error.message}`, `模板“${name}”：${error.chinese}`);
  }
}

/** The content with its faces kept and named by their digests. */
async function contentOf<K extends CatalogueKind>(
  { records, crypto }: CatalogueDependencies,
  { kind, content }: DraftOrder<K>,
): Promise<CatalogueContents[K]> {
  if (kind === 'dictionaries') return content as unknown as CatalogueContents[K];
  const { templates, ...rest } = content as CatalogueDrafts['licence-types'];
  for (const { name, face } of templates) checkFace(name, face);
  const kept = [];
  for (const { name, area, face } of templates) kept.push({ name, area, digest: await keepFace(records, crypto, face) });
  return { ...rest, templates: kept } as unknown as CatalogueContents[K];
}
