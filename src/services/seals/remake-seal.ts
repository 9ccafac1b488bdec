import { equalBytes, fromBase64 } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { currentVersion, type SealRecord, type SealVersion } from '../../domain/seal/index.ts';
import { parseSeal, type Seal } from '../../ses/index.ts';
import { certifiedKeys, makeSeal, type CertifiedKey, type KeyCustody, type Signer } from '../pki/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';
import { newSealVersion, sealMade } from './register-seal.ts';

/** What making a seal again takes. */
export interface RemakeDependencies {
  readonly custody: KeyCustody & Signer;
  readonly records: RecordStore;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly crypto: CryptoProvider;
}

/** A seal to be made again. */
export interface RemakeOrder {
  /** Code of the seal. */
  readonly seal: string;
  /** Whose certificate is listed from now on, in place of that of the version before. */
  readonly signer: CertifiedKey;
}

const ATTEMPTS = 5;

/**
 * Makes a seal again with the certificate of a signer: the same code, name and picture, valid while the certificate is. The version
 * before is replaced, in one write that carries its event. Repeated, it changes nothing. Rejects with SEAL_NOT_FOUND,
 * SEAL_NOT_IN_USE, SEAL_NOT_REMAKABLE, VERSION_CONFLICT, and as custody does.
 */
export async function remakeSeal(deps: RemakeDependencies, actor: Actor, { seal, signer }: RemakeOrder): Promise<SealVersion> {
  const { crypto, clock, records, journal } = deps;
  let made: Seal | null = null;
  for (let attempt = 1; ; attempt++) {
    const { record, former } = await find(records, seal);
    const certificate = fromBase64(former.certificate);
    if (former.keyId === signer.keyId && equalBytes(certificate, signer.certificate.raw)) return former;
    made ??= await make(deps, { actor, former, signer });
    const version = newSealVersion(crypto, { number: record.versions.length + 1, seal: made, signer, madeAt: clock.now() });
    const event = sealMade(version, { id: `seals/${seal}/${record.version + 1}`, seal, owner: record.owner, actor });
    const versions = record.versions.map((one) => (one === former ? ({ ...one, state: 'replaced' } as const) : one));
    try {
      await records.replace('seals', {
        ...record,
        version: record.version + 1,
        versions: [...versions, { ...version, state: former.state }],
        outbox: [...record.outbox, event],
        pending: true,
      });
    } catch (error) {
      // The relay emptied the outbox, or somebody else was first.
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < ATTEMPTS) continue;
      throw error;
    }
    journal.poke();
    return version;
  }
}

/**
 * Sees that a seal can be made again, before something is done that makes it necessary. Rejects with SEAL_NOT_FOUND, SEAL_NOT_IN_USE,
 * SEAL_NOT_REMAKABLE.
 */
export async function checkRemakable(
  { custody, records, clock }: Pick<RemakeDependencies, 'custody' | 'records' | 'clock'>,
  code: string,
): Promise<void> {
  const { former } = await find(records, code);
  const seal = parseSeal(fromBase64(former.seal));
  othersIn(seal, former);
  await findMaker(custody, seal, clock.now());
}

async function find(records: RecordStore, code: string): Promise<{ readonly record: SealRecord; readonly former: SealVersion }> {
  const record = await records.get('seals', code);
  if (!record) throw new YinzhengError('SEAL_NOT_FOUND');
  const former = currentVersion(record);
  if (!former) throw new YinzhengError('SEAL_NOT_IN_USE', { state: bilingual('cancelled or replaced', '已注销或已更换') });
  return { record, former };
}

async function make(
  { custody, clock }: RemakeDependencies,
  { actor, former, signer }: { readonly actor: Actor; readonly former: SealVersion; readonly signer: CertifiedKey },
): Promise<Seal> {
  const seal = parseSeal(fromBase64(former.seal));
  const now = clock.now();
  const maker = await findMaker(custody, seal, now);
  return parseSeal(
    await makeSeal(
      { signer: custody },
      {
        maker,
        esId: seal.esId,
        name: seal.name,
        type: seal.type,
        signerCertificates: [signer.certificate.raw, ...othersIn(seal, former)],
        createdAt: now,
        validFrom: Math.max(now, signer.certificate.notBefore),
        validTo: signer.certificate.notAfter,
        picture: seal.picture,
        extensions: seal.extensions,
        authorisation: { actor: actor.person ?? actor.client, reference: `seal ${seal.esId} made again` },
      },
    ),
  );
}

/** The certificates of a seal's other signers. */
function othersIn({ esId, certificateList }: Seal, former: SealVersion): readonly Uint8Array[] {
  if (certificateList.kind === 'certificates') {
    const replaced = fromBase64(former.certificate);
    return certificateList.certificates.filter((certificate) => !equalBytes(certificate, replaced));
  }
  if (certificateList.digests.length <= 1) return [];
  throw notRemakable(esId, bilingual('it names its other signers by digests only', '其他签章人仅以杂凑值列出'));
}

/** The maker of before while he may, else whoever in custody may for longest. */
async function findMaker(custody: Pick<KeyCustody, 'list'>, seal: Seal, now: Instant): Promise<CertifiedKey> {
  const able = (await certifiedKeys(custody, 'seal-making')).filter(
    ({ certificate: { notBefore, notAfter } }) => notBefore <= now && now < notAfter,
  );
  const same = able.find(({ certificate }) => equalBytes(certificate.raw, seal.makerCertificate));
  const [longest] = [...able].sort((left, right) => right.certificate.notAfter - left.certificate.notAfter);
  const maker = same ?? longest;
  if (!maker) throw notRemakable(seal.esId, bilingual('there is no seal maker in custody', '本系统没有可用的制章密钥'));
  return maker;
}

function notRemakable(seal: string, reason: Bilingual): YinzhengError {
  return new YinzhengError('SEAL_NOT_REMAKABLE', { seal, reason });
}
