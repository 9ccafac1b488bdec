import { utf8 } from '../../../base/bytes.ts';
import { isoInstant } from '../../../base/time.ts';
import type { Actor } from '../../../domain/access/index.ts';
import type { IssueBatchRecord } from '../../storage/index.ts';
import { csvLine } from '../../tables/csv.ts';
import type { LicenceDependencies } from '../ports.ts';
import { randomId } from '../random.ts';
import { findIssueBatch } from './change.ts';
import { partsOf } from './control.ts';
import { COLUMNS } from './table.ts';

const HEAD = ['行号', COLUMNS.caseNumber, COLUMNS.licenceNumber, '结果', '证照标识', '查验码', '错误代码', '原因'] as const;

/**
 * What became of each row, as CSV with a byte order mark, some rows at a time: what is wrong with it, or the licence that was issued from it. The read is recorded before
 * it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, ISSUE_BATCH_NOT_FOUND
 */
export async function issueBatchResults(
  deps: Pick<LicenceDependencies, 'store' | 'journal' | 'clock' | 'random'>,
  actor: Actor,
  id: string,
): Promise<AsyncIterable<Uint8Array>> {
  const batch = await findIssueBatch(deps, actor, { id });
  const at = isoInstant(deps.clock.now());
  await deps.journal.record([
    {
      ...{ id: `reads/${randomId(deps.random)}`, kind: 'issue-batch-read', subject: `issue-batches/${id}` },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose: batch.purpose, facts: { type: batch.typeCode, rows: batch.rows } },
    },
  ]);
  return linesOf(deps, batch);
}

async function* linesOf(deps: Pick<LicenceDependencies, 'store'>, batch: IssueBatchRecord): AsyncIterable<Uint8Array> {
  yield utf8(`\ufeff${csvLine(HEAD)}`);
  for await (const { rows, results } of partsOf(deps, batch))
    yield utf8(rows.map((row, index) => csvLine(resultCells(batch, row, results[index] ?? null))).join(''));
}

function resultCells(
  { columns, state }: IssueBatchRecord,
  { line, cells }: { readonly line: number; readonly cells: readonly string[] },
  result:
    { readonly identifier: string; readonly verificationCode: string } | { readonly code: string; readonly zh: string } | null,
): readonly string[] {
  const at = (column: string) => cells[columns.indexOf(column)]?.trim() ?? '';
  const row = [String(line), at(COLUMNS.caseNumber), at(COLUMNS.licenceNumber)];
  if (result === null) return [...row, state === 'refused' || state === 'ready' ? '校验通过' : '未签发', '', '', '', ''];
  if ('identifier' in result) return [...row, '已签发', result.identifier, result.verificationCode, '', ''];
  return [...row, state === 'refused' || state === 'checking' ? '有误' : '失败', '', '', result.code, result.zh];
}
