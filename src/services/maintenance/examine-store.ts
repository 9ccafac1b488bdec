/** What is missing or wrong in a store: its journal, what waits for it, what was left unfinished, the files of licences. */
import { toHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { zonedText } from '../../base/time.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { LicenceCopyRecord } from '../../domain/copy/index.ts';
import type { LicenceRecord } from '../../domain/licence/index.ts';
import { JOURNAL_FAULT_WORDS, verifyJournal } from '../journal/index.ts';
import { OUTBOX_COLLECTIONS, type ObjectionFileRecord, type OpenStore } from '../storage/index.ts';
import { recordsOf } from './copy.ts';
import { finding, type Finding } from './findings.ts';
import { checkHighWater } from './high-water.ts';
import type { MaintenanceDependencies } from './ports.ts';

/** What waits or is unfinished for so long is no longer on its way, ms. */
const LONG = 5 * 60_000;
const MOST_LISTED = 200;

/** What is examined, and in which mode it runs. */
export interface StoreExamination extends Pick<MaintenanceDependencies, 'store' | 'mark' | 'clock' | 'crypto'> {
  readonly mode: 'demonstration' | 'production';
  /** Time zone in which times are told, an IANA name. */
  readonly timeZone: string;
}

/** Examines a store. Rejects with STORE_UNAVAILABLE. */
export async function examineStore(deps: StoreExamination): Promise<readonly Finding[]> {
  return [
    examineIdentity(deps),
    await examineJournal(deps),
    await examineMark(deps),
    await examineOutboxes(deps),
    await examineUnfinished(deps),
    await examineFiles(deps),
    ...(deps.mode === 'production' ? [await examineDemonstration(deps)] : []),
  ];
}

type Dependencies = StoreExamination;

function examineIdentity({ store: { identity }, timeZone }: Dependencies): Finding {
  const { id, schema } = identity;
  const createdAt = zonedText(Date.parse(identity.createdAt), timeZone);
  return finding(
    'store',
    'ok',
    `Store ${id} of ${createdAt}, schema ${schema}`,
    `数据库 ${id}，建于 ${createdAt}，结构版本 ${schema}`,
  );
}

async function examineMark({ store, mark }: Dependencies): Promise<Finding> {
  try {
    await checkHighWater(store, mark);
    return finding('high-water', 'ok', 'The data are not older than they were', '数据未回退');
  } catch (error) {
    if (!isYinzhengError(error, 'STORE_ROLLED_BACK', 'DATA_MISSING', 'STORE_DAMAGED', 'INPUT_UNREADABLE')) throw error;
    return finding('high-water', 'fault', error.message, error.chinese);
  }
}

/** What was made for demonstration has no place in production, whoever brought it there. */
async function examineDemonstration({ store }: Dependencies): Promise<Finding> {
  const found: string[] = [];
  for (const collection of ['organisations', 'seals', 'licence-types', 'accounts', 'api-keys', 'licences'] as const) {
    for await (const record of recordsOf(store.records, collection)) {
      if (!('demonstration' in record) || record.demonstration !== true) continue;
      found.push(collection);
      break;
    }
  }
  return found.length === 0
    ? finding('demonstration', 'ok', 'Nothing of a demonstration is among the data', '数据中没有演示内容')
    : finding(
        'demonstration',
        'fault',
        `Made for demonstration, and among the data: ${found.join(', ')}`,
        `数据中有演示内容：${found.join('、')}`,
      );
}

async function examineJournal({ store, crypto }: Dependencies): Promise<Finding> {
  const { head, fault } = await verifyJournal(store.journal, (bytes) => crypto.digest('sm3', bytes));
  if (fault) {
    const { sequence } = fault;
    const words = JOURNAL_FAULT_WORDS[fault.fault];
    return finding(
      'journal',
      'fault',
      `The journal is broken at entry ${sequence} (${words.en})`,
      `日志在第 ${sequence} 条断裂（${words.zh}）`,
    );
  }
  const { sequence } = head;
  return finding('journal', 'ok', `The journal is whole: ${sequence} entries`, `日志完整，共 ${sequence} 条`);
}

async function examineOutboxes({ store, clock }: Dependencies): Promise<Finding> {
  const now = clock.now();
  let late = 0;
  for (const collection of OUTBOX_COLLECTIONS) {
    const waiting = await store.records.find<(typeof OUTBOX_COLLECTIONS)[number]>(collection, {
      index: 'pending',
      equals: true,
      limit: MOST_LISTED,
    });
    late += waiting.filter(({ outbox }) => outbox?.some((event) => isOld(event, now))).length;
  }
  return late === 0
    ? finding('outbox', 'ok', 'Every event is in the journal or on its way', '事件均已进入日志或正在写入')
    : finding(
        'outbox',
        'warning',
        `${late} records wait for the journal: start the server`,
        `${late} 条记录的事件尚未进入日志：请启动服务`,
      );
}

function isOld({ recordedAt }: DomainEvent, now: number): boolean {
  return now - Date.parse(recordedAt) > LONG;
}

async function examineUnfinished({ store, clock }: Dependencies): Promise<Finding> {
  const now = clock.now();
  const [stampings, signings, licences] = await Promise.all([
    store.records.find('stampings', { index: 'state', equals: 'intended', limit: MOST_LISTED }),
    store.records.find('signings', { index: 'state', equals: 'intended', limit: MOST_LISTED }),
    store.records.find('licences', { index: 'state', equals: 'reserved', limit: MOST_LISTED }),
  ]);
  const old = [
    ...[...stampings, ...signings].map(({ recordedAt }) => recordedAt),
    ...licences.map(({ editions }) => editions[editions.length - 1]?.recordedAt ?? ''),
  ].filter((recordedAt) => !(now - Date.parse(recordedAt) <= LONG)).length;
  return old === 0
    ? finding('unfinished', 'ok', 'Nothing was left unfinished', '没有未完成的签发、用章或签名')
    : finding(
        'unfinished',
        'warning',
        `${old} licences, stampings or signatures were left unfinished: the server settles them at its next start`,
        `${old} 项签发、用章或签名未完成：服务下次启动时会处理`,
      );
}

async function examineFiles({ store, crypto }: Dependencies): Promise<Finding> {
  const faults: string[] = [];
  let files = 0;
  for await (const record of recordsOf(store.records, 'licences')) {
    const licence = record as LicenceRecord;
    if (licence.destroyed) continue;
    for (const { identifier, files: kept } of licence.editions) {
      for (const { blob, key, digest } of kept) {
        files++;
        if (!(await isWhole(store, { blob, key }, (bytes) => toHex(crypto.digest('sm3', bytes)) === digest)))
          faults.push(identifier);
      }
      // What other systems made may have come without a file, where its source may send it so.
      if (licence.origin === 'issued' && licence.state === 'published' && kept.length === 0) faults.push(identifier);
    }
  }
  for await (const record of recordsOf(store.records, 'licence-copies')) {
    const { _id, file } = record as LicenceCopyRecord;
    if (file.blob === '') continue;
    files++;
    if (!(await isWhole(store, file, (bytes) => toHex(crypto.digest('sm3', bytes)) === file.digest))) faults.push(_id);
  }
  for await (const record of recordsOf(store.records, 'objection-files')) {
    const { objection, digest, ...kept } = record as ObjectionFileRecord;
    files++;
    if (!(await isWhole(store, kept, (bytes) => toHex(crypto.digest('sm3', bytes)) === digest))) faults.push(objection);
  }
  if (faults.length === 0)
    return finding('files', 'ok', `Every file is there and whole, ${files} in all`, `${files} 份文件齐全且完好`);
  const shown = faults.slice(0, 5).join(', ');
  return finding(
    'files',
    'fault',
    `${faults.length} of ${files} files are missing or damaged: ${shown}`,
    `${files} 份文件中有 ${faults.length} 份缺失或损坏：${shown}`,
  );
}

async function isWhole(
  store: OpenStore,
  { blob, key }: { readonly blob: string; readonly key?: string | undefined },
  isRight: (bytes: Uint8Array) => boolean,
): Promise<boolean> {
  try {
    return isRight(await store.blobs.get(blob, key));
  } catch (error) {
    if (isYinzhengError(error, 'BLOB_NOT_FOUND', 'BLOB_DAMAGED')) return false;
    throw error;
  }
}
