import { fromBase64, toHex } from '../../../base/bytes.ts';
import { bilingual, isYinzhengError, type Bilingual } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { CryptoProvider } from '../../../crypto/index.ts';
import type { Actor, Purpose } from '../../../domain/access/index.ts';
import { isCreditCode } from '../../../domain/identifier/index.ts';
import type { DomainEvent } from '../../../domain/journal/index.ts';
import { filingStanding, type FiledSeal, type FiledSealRecord, type FiledVersion } from '../../../domain/seal/index.ts';
import type { PreparedTrust, VerificationPolicy } from '../../../pki/index.ts';
import { parseSeal, verifySeal } from '../../../ses/index.ts';
import { authorise } from '../../access/authorise.ts';
import type { SealDependencies } from '../ports.ts';

/** What taking in filings takes. */
export interface FilingImportDependencies extends SealDependencies {
  readonly crypto: CryptoProvider;
  /** Trust as it is now: only authorised makers' seals are filed. */
  readonly trust: () => Promise<PreparedTrust>;
}

/** What another system tells. */
export interface FilingImport {
  /** Identity of the system. */
  readonly source: string;
  readonly seals: readonly FiledSeal[];
  readonly purpose: Purpose;
}

/** What became of one seal. */
export interface ImportedFiling {
  readonly code: string;
  readonly outcome: 'entered' | 'updated' | 'unchanged' | 'refused';
  /** Why it was refused; null otherwise. */
  readonly reason: Bilingual | null;
}

/** Made by an authorised maker of whatever trust class there is; whether its certificate was revoked since is asked when a seal is verified. */
const POLICY: VerificationPolicy = { revocation: 'if-known', acceptDemonstration: true };

/**
 * Enters seals of another system into the register, or what was filed of them since: stopped, cancelled, lost. Each is judged by itself: its SESeals
 * must be an authorised maker's and say what the record says, and what was told before must still be so. Repeated, it changes nothing.
 * @throws {YinzhengError} NOT_ALLOWED, STORE_UNAVAILABLE
 */
export async function importFilings(
  deps: FilingImportDependencies,
  actor: Actor,
  { source, seals, purpose }: FilingImport,
): Promise<readonly ImportedFiling[]> {
  authorise(actor, 'seal:make', actor.organisation);
  const trust = await deps.trust();
  const told: ImportedFiling[] = [];
  for (const seal of seals) {
    const fault = sealFault(seal, { trust, crypto: deps.crypto, now: deps.clock.now() });
    told.push(
      fault ? { code: seal.code, outcome: 'refused', reason: fault } : await enter(deps, actor, { source, seal, purpose }),
    );
  }
  deps.journal.poke();
  return told;
}

async function enter(
  { records, clock }: FilingImportDependencies,
  actor: Actor,
  { source, seal, purpose }: { readonly source: string; readonly seal: FiledSeal; readonly purpose: Purpose },
): Promise<ImportedFiling> {
  const refused = (en: string, zh: string): ImportedFiling => ({
    code: seal.code,
    outcome: 'refused',
    reason: bilingual(en, zh),
  });
  if (await records.get('seals', seal.code)) return refused('a seal of this system has this code', '本系统已有该编码的印章');
  const known = await records.get('filed-seals', seal.code);
  const standing = filingStanding(known, seal, source);
  if (standing === 'contradicts') return refused('it contradicts what is on file', '与已备案的内容不一致');
  if (standing === 'same' || standing === 'older') return { code: seal.code, outcome: 'unchanged', reason: null };
  const version = (known?.version ?? 0) + 1;
  const at = isoInstant(clock.now());
  const event: DomainEvent = {
    ...{ id: `filed-seals/${seal.code}/${version}`, kind: 'seal-filing-received', subject: `filed-seals/${seal.code}` },
    ...{ effectiveAt: at, recordedAt: at, actor, purpose },
    facts: {
      seal: seal.code,
      owner: seal.owner,
      source,
      filings: seal.filings.length,
      state: seal.versions.at(-1)?.state ?? null,
    },
  };
  const outbox = [...(known?.outbox ?? []), event];
  const record: FiledSealRecord = { ...seal, _id: seal.code, schema: 1, version, source, receivedAt: at, outbox, pending: true };
  try {
    await (known ? records.replace('filed-seals', record) : records.insert('filed-seals', record));
  } catch (error) {
    if (isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS'))
      return refused('others enter it now', '正由他人登记，请重试');
    throw error;
  }
  return { code: seal.code, outcome: known ? 'updated' : 'entered', reason: null };
}

interface Judging {
  readonly trust: PreparedTrust;
  readonly crypto: CryptoProvider;
  readonly now: number;
}

/** Why a seal is not taken in; null when it is. */
function sealFault(seal: FiledSeal, by: Judging): Bilingual | null {
  if (!/^\d{13,14}$/.test(seal.code)) return bilingual('a seal code has 13 or 14 digits', '印章编码为 13 或 14 位数字');
  if (!isCreditCode(seal.owner)) return bilingual('the credit code of the owner is wrong', '所属机构的统一社会信用代码有误');
  if (
    seal.versions.some(({ number }, index) => number !== index + 1) ||
    seal.filings.some(({ number }, index) => number !== index + 1)
  )
    return bilingual('versions or filings are missing', '版本或备案记录不完整');
  for (const version of seal.versions) {
    const fault = versionFault(seal, version, by);
    if (fault) return fault;
  }
  return seal.versions.length > 0 ? null : bilingual('it has no version', '没有印章版本');
}

function versionFault(
  { code, name }: FiledSeal,
  { seal: text, digest, validFrom, validTo }: FiledVersion,
  { trust, crypto, now }: Judging,
): Bilingual | null {
  try {
    const bytes = fromBase64(text);
    const seal = parseSeal(bytes);
    const isSaid = seal.esId === code && seal.name === name && toHex(crypto.digest('sm3', bytes)) === digest;
    if (!isSaid || isoInstant(seal.validFrom) !== validFrom || isoInstant(seal.validTo) !== validTo)
      return bilingual('the seal does not say what the record says', '印章数据与备案内容不一致');
    const { checks } = verifySeal({ seal, crypto, trust, policy: POLICY, at: now, signingTime: seal.validFrom });
    const [value, maker] = checks;
    if (value.outcome !== 'passed') return bilingual('the signature of its maker is wrong', '制章人签名无效');
    return maker.outcome === 'passed' ? null : bilingual('its maker is not an authorised one', '制章人未获授权');
  } catch (error) {
    if (isYinzhengError(error)) return error.bilingual;
    throw error;
  }
}
