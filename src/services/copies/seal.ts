/** Which seal an organisation seals its copies with. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { mayDo } from '../../domain/access/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import { authorise } from '../access/authorise.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { randomId } from '../licences/random.ts';
import { usableVersion } from '../seals/usable-version.ts';
import type { RecordStore } from '../storage/index.ts';

/** `_id` in `settings` of what an organisation chose. */
export function copySealSetting(organisation: string): string {
  return `copy-seal:${organisation}`;
}

/**
 * Chooses the seal with which its owner seals copies from now on. A grant still has to say who uses it on copies of which licence types: it does
 * so as for licences, automatically.
 * @throws {YinzhengError} NOT_ALLOWED, SEAL_NOT_FOUND, SEAL_NOT_IN_USE, SEAL_KEY_ELSEWHERE, DEMONSTRATION_REFUSED, VERSION_CONFLICT
 */
export async function chooseCopySeal(
  deps: Pick<LicenceDependencies, 'store' | 'journal' | 'clock' | 'random' | 'demonstration'>,
  actor: Actor,
  { seal: code, purpose }: { readonly seal: string; readonly purpose: Purpose },
): Promise<SealRecord> {
  authorise(actor, 'grant:propose', actor.organisation);
  const { records } = deps.store;
  const seal = await records.get('seals', code);
  if (!seal || !mayDo(actor, 'grant:propose', seal.owner)) throw new YinzhengError('SEAL_NOT_FOUND');
  if (seal.demonstration && !deps.demonstration) throw new YinzhengError('DEMONSTRATION_REFUSED');
  const now = deps.clock.now();
  usableVersion(seal, now);
  const at = isoInstant(now);
  await deps.journal.record([
    {
      ...{ id: `copy-seals/${randomId(deps.random)}`, kind: 'copy-seal-chosen', subject: `seals/${code}` },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose, facts: { seal: code, organisation: seal.owner } },
    },
  ]);
  await putCopySeal(records, { organisation: seal.owner, seal: code, at });
  return seal;
}

/** Writes which seal an organisation seals its copies with. */
export async function putCopySeal(
  records: Pick<RecordStore, 'get' | 'insert' | 'replace'>,
  { organisation, ...value }: { readonly organisation: string; readonly seal: string; readonly at: string },
): Promise<void> {
  const _id = copySealSetting(organisation);
  const known = await records.get('settings', _id);
  const next = { _id, schema: 1, version: (known?.version ?? 0) + 1, value } as const;
  if (known) return records.replace('settings', next);
  try {
    await records.insert('settings', next);
  } catch (error) {
    throw isYinzhengError(error, 'ALREADY_EXISTS') ? new YinzhengError('VERSION_CONFLICT', {}, { cause: error }) : error;
  }
}

/**
 * The seal that an organisation chose.
 * @throws {YinzhengError} COPY_SEAL_MISSING, DEMONSTRATION_REFUSED
 */
export async function copySealOf(
  { store: { records }, demonstration }: Pick<LicenceDependencies, 'store' | 'demonstration'>,
  organisation: string,
): Promise<SealRecord> {
  const code = (await records.get('settings', copySealSetting(organisation)))?.value['seal'];
  const seal = typeof code === 'string' ? await records.get('seals', code) : null;
  if (seal?.owner !== organisation) throw new YinzhengError('COPY_SEAL_MISSING', { organisation });
  if (seal.demonstration && !demonstration) throw new YinzhengError('DEMONSTRATION_REFUSED');
  return seal;
}
