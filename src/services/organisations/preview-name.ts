import type { LocalDate } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { OrganisationRecord } from '../../domain/organisation/index.ts';
import { isAlive, showsName, type SealKind, type SealRecord } from '../../domain/seal/index.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import { findInScope } from './find.ts';

/** A seal as a change of its owner's name concerns it. */
export interface NamedSeal {
  readonly seal: string;
  readonly title: string;
  readonly kind: SealKind;
}

/** What a change of a name does to the seals of an organisation. */
export interface NamePreview {
  readonly name: string;
  readonly next: string;
  /** null where none is planned yet. */
  readonly firstDay: LocalDate | null;
  /** Seals whose faces show the name of now: no use of them begins once the next holds. */
  readonly ending: readonly NamedSeal[];
  /** Seals that were made in the next name already: they are used once it holds. */
  readonly ready: readonly NamedSeal[];
}

/**
 * What a change of an organisation's name does to its seals: of the one that is planned, or of one that is only thought of. Nothing is written.
 * @throws {YinzhengError} ORGANISATION_NOT_FOUND, NOT_ALLOWED
 */
export async function previewName(
  records: RecordStore,
  actor: Actor,
  { code, name }: { readonly code: string; readonly name?: string | undefined },
): Promise<NamePreview> {
  const { record } = await findInScope(records, actor, { action: 'organisation:manage', code });
  const next = name ?? record.nextName?.name ?? record.name;
  const seals = (await sealsOf(records, record)).filter(({ versions }) => versions.some(isAlive));
  const of = (shown: string, other: string) =>
    next === record.name ? [] : seals.filter((seal) => showsName(seal, shown, [other])).map(namedSeal);
  return {
    ...{ name: record.name, next, firstDay: next === record.nextName?.name ? record.nextName.firstDay : null },
    ...{ ending: of(record.name, next), ready: of(next, record.name) },
  };
}

function namedSeal({ _id: seal, name: title, kind }: SealRecord): NamedSeal {
  return { seal, title, kind };
}

async function sealsOf(records: RecordStore, { _id }: OrganisationRecord): Promise<readonly SealRecord[]> {
  const found: SealRecord[] = [];
  for (let after: string | undefined; ;) {
    const query = { index: 'owner', equals: _id, limit: MAX_PAGE, ...(after !== undefined && { after }) } as const;
    const page: readonly SealRecord[] = await records.find('seals', query);
    found.push(...page);
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) return found;
  }
}
