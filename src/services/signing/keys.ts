import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { SignatureKeyRecord } from '../../domain/signature/index.ts';
import type { Certificate } from '../../pki/index.ts';
import { reachOf } from '../organisations/index.ts';
import { certifiedKeys, type KeyCustody } from '../pki/index.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';

/** A key that signs for an organisation, and its certificate; null where custody has the key no more. */
export interface SignatureKey {
  readonly record: SignatureKeyRecord;
  readonly certificate: Certificate | null;
}

/** The keys that sign for an organisation now, the latest assigned first. Rejects with STORE_UNAVAILABLE. */
export async function assignmentsOf(
  records: Pick<RecordStore, 'find'>,
  organisation: string,
): Promise<readonly SignatureKeyRecord[]> {
  const found = await records.find('signature-keys', { index: 'organisation', equals: organisation, limit: MAX_PAGE });
  return found.filter(({ state }) => state === 'assigned').sort((left, right) => (left.since < right.since ? 1 : -1));
}

/**
 * The keys that sign now: those of the actor's organisation, or of those within his scope, of the one asked for or of each.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listSignatureKeys(
  deps: { readonly records: RecordStore; readonly custody: Pick<KeyCustody, 'list'> },
  actor: Actor,
  organisation: string | null = null,
): Promise<readonly SignatureKey[]> {
  const { scope, includes } = await reachOf(deps.records, actor, 'signature-key:read');
  const asked = organisation ?? (scope.kind === 'own' ? scope.organisation : null);
  if (asked !== null && !(await includes(asked))) throw new YinzhengError('NOT_ALLOWED', { action: 'signature-key:read' });
  const [found, keys] = await Promise.all([
    asked === null ? everyAssignment(deps.records) : assignmentsOf(deps.records, asked),
    certifiedKeys(deps.custody, 'cms-signature'),
  ]);
  const assigned: SignatureKeyRecord[] = [];
  for (const record of found) if (await includes(record.organisation)) assigned.push(record);
  return assigned.map((record) => ({
    record,
    certificate: keys.find(({ keyId }) => keyId === record._id)?.certificate ?? null,
  }));
}

async function everyAssignment(records: RecordStore): Promise<readonly SignatureKeyRecord[]> {
  const all: SignatureKeyRecord[] = [];
  for (let after: string | undefined; ;) {
    const page: readonly SignatureKeyRecord[] = await records.list('signature-keys', {
      limit: MAX_PAGE,
      ...(after !== undefined && { after }),
    });
    all.push(...page.filter(({ state }) => state === 'assigned'));
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) return all;
  }
}
