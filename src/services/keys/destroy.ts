import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { parseCertificate } from '../../pki/index.ts';
import { isAuthority, type KeyDescription } from '../pki/index.ts';
import { assignmentOf, keyIn, sealsOf, type KeyManagement } from './desk.ts';
import { revokeSigner } from './retire.ts';

/** A key to be destroyed. */
export interface DestructionOrder {
  readonly keyId: string;
  /** Destroys a key that is in use all the same. */
  readonly force: boolean;
}

/** What destroying a key did besides. */
export interface Destruction {
  /** Whether its certificate is revoked. */
  readonly revoked: boolean;
}

/**
 * Destroys a key for good: its certificate is revoked (cessationOfOperation) where it is a signer's issued here, then the journal is told,
 * then the key is destroyed. Interrupted, the same call brings it to its end. Rejects with KEY_NOT_FOUND, KEY_IN_USE for the key of a
 * seal in use or stopped, for one that signs for an organisation and for that of a CA, unless forced.
 */
export async function destroyKey(deps: KeyManagement, actor: Actor, { keyId, force }: DestructionOrder): Promise<Destruction> {
  const key = await keyIn(deps, keyId);
  if (!force) await checkUnused(deps, key);
  const certificate = key.certificate === null ? null : parseCertificate(key.certificate);
  const revoked =
    certificate !== null &&
    (await revokeSigner(deps, actor, { certificate, purposes: key.purposes, reason: 'cessationOfOperation' }));
  const at = isoInstant(deps.clock.now());
  await deps.journal.record([
    {
      id: `keys/${keyId}/destroyed`,
      kind: 'key-destroyed',
      subject: `keys/${keyId}`,
      effectiveAt: at,
      recordedAt: at,
      actor,
      purpose: null,
      facts: { purposes: key.purposes, revoked },
    },
  ]);
  await deps.custody.destroy(keyId);
  return { revoked };
}

async function checkUnused(deps: KeyManagement, { keyId, certificate }: KeyDescription): Promise<void> {
  const seals = (await sealsOf(deps, keyId)).map(({ record }) => record._id);
  const refuse = (reason: Bilingual): never => {
    throw new YinzhengError('KEY_IN_USE', { keyId, reason });
  };
  if (seals.length > 0) refuse(bilingual(`by the seals ${seals.join(', ')}`, `用于印章 ${seals.join('、')}`));
  const assignment = await assignmentOf(deps, keyId);
  if (assignment !== null) {
    const { organisation } = assignment;
    refuse(bilingual(`it signs documents for ${organisation}: withdraw it first`, `用于机构 ${organisation} 的文件签名，请先撤回指定`));
  }
  if (certificate !== null && isAuthority(parseCertificate(certificate)))
    refuse(bilingual('it is the key of a CA', '该密钥属于 CA'));
}
