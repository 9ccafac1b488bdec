/** Batches of documents to be stamped: what they are made from, how much they may hold, and what names their parts. */
import { toHex, utf8 } from '../../../base/bytes.ts';
import { bilingual, type Bilingual } from '../../../base/errors/index.ts';
import type { CryptoProvider } from '../../../crypto/index.ts';
import type { Placement } from '../../../documents/index.ts';
import type { Purpose } from '../../../domain/access/index.ts';
import type { StampBatchItemRecord, StampBatchRecord, StampBatchState } from '../../storage/index.ts';

/** Most documents of a batch. */
export const MOST_DOCUMENTS = 1_000;
/** Most bytes of the documents of a batch together. */
export const MOST_BYTES = 2 * 1024 ** 3;
/** Most batches of one account or system whose documents are kept at a time. */
export const MOST_KEPT = 20;
/** How long documents are kept after the batch was begun, and again after it was over, ms. */
export const KEPT_FOR = 72 * 3_600_000;
/** Longest name of a document, characters. */
export const LONGEST_NAME = 200;

/** How a document is to be stamped. */
export interface StampOrder {
  /** Seal code (esID). */
  readonly seal: string;
  readonly place: Placement;
  readonly purpose: Purpose;
}

/** How a document of a batch is to be stamped: as itself says, else as the batch says. */
export function orderOf(batch: StampBatchRecord, item: StampBatchItemRecord): StampOrder {
  return {
    seal: item.seal ?? batch.seal,
    place: item.place ?? batch.place,
    purpose: item.purpose ?? batch.purpose,
  };
}

/** Key of a document in its batch: 32 hexadecimal digits of the SM3 of its name. */
export function itemKey(crypto: CryptoProvider, name: string): string {
  return toHex(crypto.digest('sm3', utf8(name))).slice(0, 32);
}

/** `_id` of a document's record. */
export function itemId(batch: string, key: string): string {
  return `${batch}/${key}`;
}

/** Key of a document from its record. */
export function keyOf({ _id, batch }: Pick<StampBatchItemRecord, '_id' | 'batch'>): string {
  return _id.slice(batch.length + 1);
}

/** True when a text can name a document: a file name on any system, without folders or what cannot be seen. */
export function isDocumentName(name: string): boolean {
  return (
    name.trim() === name &&
    name !== '' &&
    [...name].length <= LONGEST_NAME &&
    !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}/\\:*?"<>|]/u.test(name) &&
    !/^\.+$|\.$/.test(name)
  );
}

/** How a batch stands, in words. */
export const BATCH_STATE_WORDS: Readonly<Record<StampBatchState, Bilingual>> = {
  open: bilingual('it is not started', '尚未开始'),
  running: bilingual('it is running', '正在执行'),
  stopped: bilingual('it was stopped', '已停止'),
  cancelled: bilingual('it was cancelled', '已取消'),
  done: bilingual('it is done', '已完成'),
  forgotten: bilingual('its documents are kept no longer', '文件保存期已过或已删除'),
};
