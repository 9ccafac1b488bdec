import { toHex, utf8 } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { writeTar, type TarMember } from '../../base/tar/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { type Holder, holdersOf, maskPurpose } from '../../domain/licence/index.ts';
import { writePem } from '../../pki/index.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import { findForActor } from '../licences/find.ts';
import { packageStatement, signStatement, statementKey } from '../statements/index.ts';
import type { EvidencePackageRecord } from '../storage/index.ts';
import { collectContent } from './collect.ts';
import { proveEntries } from './journal-proof.ts';
import { digestLines, PLACES, REQUIRED } from './layout.ts';
import type { PackageDependencies } from './ports.ts';
import { packageReadme } from './readme.ts';

/** A package as made. */
export interface EvidencePackage {
  readonly bytes: Uint8Array;
  readonly record: EvidencePackageRecord;
}

/**
 * Everything about one licence in one signed and time-stamped package (证据包、归档信息包) that can be checked without this service. It is recorded with its
 * purpose before it is given.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_NOT_FOUND, LICENCE_DESTROYED, IDENTIFIER_INVALID, STATEMENT_KEY_MISSING, JOURNAL_KEY_MISSING, INPUT_TOO_LARGE, and as custody, the time stamper and the store do
 */
export async function makeEvidencePackage(
  deps: PackageDependencies,
  actor: Actor,
  { identifier, purpose }: { readonly identifier: string; readonly purpose: Purpose },
): Promise<EvidencePackage> {
  const { store, crypto, clock } = deps;
  const now = clock.now();
  const found = await findForActor(store.records, { actor, action: 'evidence:export', identifier, now });
  const { licence, edition } = found;
  const who = actor.person ?? actor.client;
  const from = Math.min(...licence.editions.map(({ recordedAt }) => Date.parse(recordedAt)));
  const journal = await proveEntries(deps, { licence: licence._id, from, actor: who });
  const content: readonly TarMember[] = [
    ...(await collectContent(deps, licence, now)),
    { path: REQUIRED.entries, bytes: journal.entries },
    { path: REQUIRED.heads, bytes: journal.heads },
  ];
  const manifest = digestLines(content, crypto);
  const about = { store: store.identity.id, licence: edition.identifier, time: isoInstant(now) };
  const statement = packageStatement({ ...about, manifest: toHex(crypto.digest('sm3', manifest)) });
  const key = await statementKey(deps, now);
  const signature = await signStatement(deps, key, { actor: who, reference: `licences/${licence._id}`, tbs: statement });
  const timeStamp = await deps.timeStamper.stamp({ algorithm: 'sm3', digest: crypto.digest('sm3', signature) });
  const around: readonly TarMember[] = [
    { path: PLACES.readme, bytes: utf8(packageReadme({ identifier: edition.identifier, time: about.time })) },
    { path: PLACES.manifest, bytes: manifest },
    { path: PLACES.statement, bytes: statement },
    { path: PLACES.signature, bytes: signature },
    { path: PLACES.certificate, bytes: utf8(writePem('CERTIFICATE', key.certificate.raw)) },
    { path: PLACES.timeStamp, bytes: timeStamp },
  ];
  const bytes = writeTar([...around, { path: PLACES.sums, bytes: digestLines(around, crypto) }, ...content], now);
  const digest = toHex(crypto.digest('sm3', bytes));
  const holders = distinct([...licence.holders, ...licence.editions.flatMap((one) => holdersOf(licence, one))]);
  const told: DomainEvent = {
    ...{ id: `evidence-packages/${digest}/1`, kind: 'evidence-packaged', subject: `licences/${licence._id}` },
    ...{ effectiveAt: about.time, recordedAt: about.time, actor, purpose: maskPurpose(purpose, holders) },
    facts: { sm3: digest, size: bytes.length, ...personsTold(deps.journal, holders) },
  };
  const record: EvidencePackageRecord = {
    ...{ _id: digest, schema: 1, version: 1, licence: licence._id, organisation: licence.issuer.code },
    ...{ identifier: edition.identifier, size: bytes.length, madeAt: about.time, madeBy: actor, purpose, receipt: null },
    ...{ outbox: [], pending: false },
  };
  try {
    await store.records.insert('evidence-packages', record);
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
  }
  // Nobody gets it before the journal has who took it and what for.
  await deps.journal.record([told]);
  return { bytes, record };
}

/** Each person once. */
function distinct(holders: readonly Holder[]): readonly Holder[] {
  return [...new Map(holders.map((holder) => [holder.code, holder])).values()];
}
