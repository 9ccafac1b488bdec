import { toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { isAdministrative, type Actor } from '../../domain/access/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import type { ApiKeyRecord } from '../storage/index.ts';
import { reaches } from '../organisations/find.ts';
import { accessEvent } from './event.ts';
import type { AccessDependencies } from './ports.ts';
import { newSecret, secretDigest, writeApiKey } from './secrets.ts';

/** A key for another system. */
export interface NewApiKey {
  readonly name: string;
  /** Unified social credit code of the organisation it acts for. */
  readonly organisation: string;
  readonly role: ApiKeyRecord['role'];
  readonly demonstration: boolean;
}

/** A key as made; `text` is shown once and kept nowhere. */
export interface CreatedApiKey {
  readonly key: ApiKeyRecord;
  readonly text: string;
}

/**
 * Makes an API key. A system never administers: there is nobody who could be asked for a second factor.
 * @throws {YinzhengError} NOT_ALLOWED, ORGANISATION_NOT_FOUND, ROLES_INCOMPATIBLE for a role of administrators
 */
export async function createApiKey(
  deps: Pick<AccessDependencies, 'records' | 'journal' | 'clock' | 'random' | 'crypto'>,
  actor: Actor,
  input: NewApiKey,
): Promise<CreatedApiKey> {
  if (
    actor !== SERVER_ACTOR &&
    !(await reaches(deps.records, actor, { action: 'account:manage', organisation: input.organisation }))
  )
    throw new YinzhengError('ORGANISATION_NOT_FOUND', { organisation: input.organisation.slice(0, 18) });
  if (input.role !== 'system' && isAdministrative([input.role])) throw new YinzhengError('ROLES_INCOMPATIBLE');
  const secret = newSecret(deps.random);
  const key: ApiKeyRecord = {
    _id: toHex(deps.random.bytes(8)),
    schema: 1,
    version: 1,
    name: input.name,
    secretDigest: secretDigest(secret, deps.crypto),
    organisation: input.organisation,
    role: input.role,
    disabled: false,
    createdAt: isoInstant(deps.clock.now()),
    demonstration: input.demonstration,
  };
  await deps.records.insert('api-keys', key);
  const { organisation, role, demonstration } = input;
  await deps.journal.record([
    accessEvent(deps, {
      kind: 'account-recorded',
      subject: `api-keys/${key._id}`,
      actor,
      facts: { organisation, role, demonstration },
    }),
  ]);
  return { key, text: writeApiKey(key._id, secret) };
}
