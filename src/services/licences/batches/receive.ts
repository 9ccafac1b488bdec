import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { Actor, Purpose } from '../../../domain/access/index.ts';
import { maskCitizenNumbers } from '../../../domain/licence/index.ts';
import { authorise } from '../../access/authorise.ts';
import { readCsv, type TableRow } from '../../tables/csv.ts';
import { decodeTable } from '../../tables/decode.ts';
import { isZip, readXlsx } from '../../tables/xlsx.ts';
import type { IssueBatchRecord } from '../../storage/index.ts';
import { findMaterial } from '../material.ts';
import type { LicenceDependencies } from '../ports.ts';
import { randomId } from '../random.ts';
import { changeIssueBatch } from './change.ts';
import { BOUNDS, KEPT_FOR, MOST_ROWS, PART, partId } from './model.ts';
import { checkColumns, tableTemplate } from './table.ts';

/** A table of licences to be issued, CSV or XLSX. */
export interface IssueTable {
  readonly typeCode: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What all of them are issued for; each row has its case number. */
  readonly purpose: Pick<Purpose, 'item' | 'cause'>;
}

/**
 * An empty table for licences of a type, CSV with a byte order mark.
 * @throws {YinzhengError} NOT_ALLOWED, and as issuing does for type, organisation and seal
 */
export async function issueTableTemplate(deps: LicenceDependencies, actor: Actor, typeCode: string): Promise<string> {
  const { type } = await materialFor(deps, actor, typeCode);
  return tableTemplate(type.fields);
}

/**
 * Takes a table in: its rows are kept, sealed, and then checked in the background, all of them before any is issued.
 * @throws {YinzhengError} NOT_ALLOWED, INPUT_TOO_LARGE, DEFLATE_MALFORMED, INPUT_INVALID for what is no table of the type, or has more than {@link MOST_ROWS} rows, and as issuing does
 * for type, organisation and seal
 */
export async function receiveIssueTable(
  deps: LicenceDependencies,
  actor: Actor,
  { typeCode, name, bytes, purpose }: IssueTable,
): Promise<IssueBatchRecord> {
  const { records } = deps.store;
  const { type } = await materialFor(deps, actor, typeCode);
  const rowsOf = isZip(bytes) ? readXlsx(bytes, { zlib: deps.engine.zlib, bounds: BOUNDS }) : readCsv(decodeTable(bytes), BOUNDS);
  const table = rowsOf[Symbol.iterator]();
  const head = table.next();
  const columns = head.done === true ? [] : head.value.cells.map((cell) => cell.trim());
  checkColumns(columns, type.fields);
  const now = deps.clock.now();
  const batch: IssueBatchRecord = {
    ...{
      _id: randomId(deps.random),
      schema: 1,
      version: 1,
      organisation: actor.organisation ?? '',
      typeCode,
      state: 'receiving',
    },
    ...{ name, columns, purpose: maskCitizenNumbers({ ...purpose, caseNumber: null }), maker: actor, starter: null },
    ...{ rows: 0, parts: 0, next: 0, counts: { checked: 0, wrong: 0, issued: 0, failed: 0 }, fault: null, lease: null },
    ...{ createdAt: isoInstant(now), startedAt: null, endedAt: null, expiresAt: isoInstant(now + KEPT_FOR) },
    ...{ outbox: [], pending: false },
  };
  await records.insert('issue-batches', batch);
  let [rows, parts] = [0, 0];
  for (const part of inParts(table)) {
    rows += part.length;
    if (rows > MOST_ROWS)
      throw new YinzhengError('INPUT_INVALID', {
        reason: bilingual(`a table has at most ${MOST_ROWS} rows`, `每个文件至多 ${MOST_ROWS} 行`),
      });
    await records.insert('issue-batch-parts', {
      ...{ _id: partId(batch._id, parts), schema: 1, version: 1, batch: batch._id },
      ...{ rows: part, results: part.map(() => null) },
    });
    parts++;
  }
  if (rows === 0) throw new YinzhengError('INPUT_INVALID', { reason: bilingual('the table has no rows', '文件中没有数据行') });
  return changeIssueBatch(deps, batch._id, () => ({
    ...{ state: 'checking', rows, parts },
    event: { kind: 'issue-batch-received', actor, facts: { rows } },
  }));
}

async function materialFor(deps: LicenceDependencies, actor: Actor, type: string) {
  const organisation = actor.organisation ?? '';
  authorise(actor, 'licence:issue', organisation);
  return findMaterial(deps, { organisation, type, at: deps.clock.now() });
}

function* inParts(rows: Iterator<TableRow>): Iterable<readonly TableRow[]> {
  for (;;) {
    const part: TableRow[] = [];
    while (part.length < PART) {
      const next = rows.next();
      if (next.done === true) break;
      part.push(next.value);
    }
    if (part.length > 0) yield part;
    if (part.length < PART) return;
  }
}
