/** Receipts of archives (归档回执): that a package was taken over, and what its check there came to. */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { reachOf } from '../organisations/index.ts';
import { MAX_PAGE, type EvidencePackageRecord } from '../storage/index.ts';
import type { ReceiptDependencies } from './ports.ts';

const PAGE = 200;
const TRIES = 10;

/** A page of packages in the order of their digests; `next` continues it, null at the end. */
export interface PackagePage {
  readonly items: readonly EvidencePackageRecord[];
  readonly next: string | null;
}

/** What an archive answers. */
export interface ReceiptOrder {
  /** SM3 of the package, hexadecimal. */
  readonly package: string;
  /** Name of the archive, and the number of its receipt. */
  readonly archive: string;
  readonly number: string;
  readonly receivedAt: Instant;
  /** What the check of the four properties (四性检测) came to there. */
  readonly checked: 'passed' | 'failed';
}

/**
 * The packages within the actor's scope that were made.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listEvidencePackages(
  { records }: Pick<ReceiptDependencies, 'records'>,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<PackagePage> {
  const { includes } = await reachOf(records, actor, 'archive:receive');
  const limit = Math.max(1, Math.min(page.limit, MAX_PAGE - 1));
  const items: EvidencePackageRecord[] = [];
  for (let { after } = page; ;) {
    const found = await records.list('evidence-packages', { limit: PAGE, ...(after !== undefined && { after }) });
    for (const record of found) {
      after = record._id;
      if (!(await includes(record.organisation))) continue;
      items.push(record);
      if (items.length === limit) return { items, next: record._id };
    }
    if (found.length < PAGE) return { items, next: null };
  }
}

/**
 * Records the receipt of an archive for a package that was made here; a package that passed there has one receipt for good.
 * @throws {YinzhengError} NOT_ALLOWED, EVIDENCE_PACKAGE_NOT_FOUND, INPUT_INVALID for a time before it was made or to come, ARCHIVE_RECEIPT_REFUSED for another receipt after one
 */
export async function recordReceipt(
  deps: ReceiptDependencies,
  actor: Actor,
  order: ReceiptOrder,
): Promise<EvidencePackageRecord> {
  const { records, journal, clock } = deps;
  const { includes } = await reachOf(records, actor, 'archive:receive');
  for (let attempt = 1; ; attempt++) {
    const found = await records.get('evidence-packages', order.package);
    if (!found || !(await includes(found.organisation))) throw new YinzhengError('EVIDENCE_PACKAGE_NOT_FOUND');
    const now = clock.now();
    const { archive, number, checked } = order;
    if (found.receipt?.archive === archive && found.receipt.number === number && found.receipt.checked === checked) return found;
    if (found.receipt?.checked === 'passed') throw new YinzhengError('ARCHIVE_RECEIPT_REFUSED');
    if (order.receivedAt > now || order.receivedAt < Math.floor(Date.parse(found.madeAt) / 1000) * 1000)
      throw new YinzhengError('INPUT_INVALID', {
        reason: bilingual('it was received before it was made, or later than now', '接收时间早于制作时间或晚于现在'),
      });
    const at = isoInstant(now);
    const version = found.version + 1;
    const event: DomainEvent = {
      ...{
        id: `evidence-packages/${found._id}/${version}`,
        kind: 'archive-receipt-recorded',
        subject: `licences/${found.licence}`,
      },
      ...{ effectiveAt: isoInstant(order.receivedAt), recordedAt: at, actor, purpose: null },
      facts: { sm3: found._id, archive, number, checked },
    };
    const receipt = { archive, number, checked, receivedAt: isoInstant(order.receivedAt), recordedAt: at, by: actor };
    const next = { ...found, version, receipt, outbox: [...found.outbox, event], pending: true };
    try {
      await records.replace('evidence-packages', next);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    journal.poke();
    return next;
  }
}
