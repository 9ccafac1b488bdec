import type { Messages } from './shape.ts';

/** The store, its files and its journal. */
export const storageMessages = {
  VERSION_CONFLICT: { en: 'The record was changed meanwhile; read it again', zh: '记录已被他人修改，请重新读取' },
  ALREADY_EXISTS: { en: '{key} is in the register already', zh: '登记簿中已有 {key}' },
  STORE_UNAVAILABLE: { en: 'The database cannot be reached', zh: '数据库不可用' },
  STORE_DAMAGED: {
    en: 'The database holds something that this software did not write: {what}',
    zh: '数据库中存在并非由本软件写入的内容：{what}',
  },
  BLOB_NOT_FOUND: { en: 'The stored file is missing', zh: '存储的文件缺失' },
  BLOB_DAMAGED: { en: 'The stored file was damaged or altered', zh: '存储的文件已损坏或被改动' },
  STORE_SCHEMA_NEWER: {
    en: 'The data were written by a newer version ({found}); this one knows {known}',
    zh: '数据由更新的版本写入（{found}），当前版本为 {known}',
  },
  STORE_ROLLED_BACK: {
    en: 'The data are older than the last known state (journal at {found}, was at {expected}): an older backup may revive ended licences',
    zh: '数据早于最后已知状态（日志 {found}，应为 {expected}）：旧备份可能使已失效的证照恢复有效',
  },
  STORE_NOT_EMPTY: {
    en: 'There are data already, and they are not written over: say --replace to put a data folder aside; a MongoDB database must be empty',
    zh: '已有数据，不会被覆盖：如要替换数据目录，请加 --replace（原数据会移到一旁）；MongoDB 数据库须为空',
  },
  RESTORE_UNFINISHED: {
    en: 'A restore of these data was not finished: restore the same backup again, with --replace',
    zh: '此前的恢复没有完成：请用同一备份重新恢复（加 --replace）',
  },
  BACKUP_EXISTS: { en: 'The folder is not empty: {path}', zh: '目录不为空：{path}' },
  BACKUP_DAMAGED: {
    en: 'The backup is damaged, was changed, or is not opened by these keys: {path}',
    zh: '备份已损坏、被改动，或与密钥不符：{path}',
  },
  EVIDENCE_PACKAGE_NOT_FOUND: { en: 'No such package of evidence was made here', zh: '本系统没有制作过该证据包' },
  ARCHIVE_RECEIPT_REFUSED: { en: 'The package has the receipt of an archive already', zh: '该证据包已有归档回执' },
  JOURNAL_HEAD_MALFORMED: {
    en: 'The head of the journal is not written as this software writes it: {technical}',
    zh: '日志末条的格式不是本软件所写（技术细节：{technical}）',
  },
  JOURNAL_KEY_MISSING: {
    en: 'There is no key with a certificate in force that may sign the head of the journal (purpose journal-head)',
    zh: '没有可签署日志末条、且证书在有效期内的密钥（用途 journal-head）',
  },
  JOURNAL_UNANCHORED: {
    en: 'Entries of the journal have waited since {since} for their head to be signed, time-stamped and written to {path}',
    zh: '自 {since} 起的日志条目尚未完成末条签名、加盖时间戳并写入 {path}',
  },
  JOURNAL_PERIOD_INVALID: { en: 'This period of the journal cannot be exported: {reason}', zh: '无法导出日志的该时段：{reason}' },
  JOURNAL_BROKEN: { en: 'The journal is broken at entry {sequence}: {reason}', zh: '日志在第 {sequence} 条断裂：{reason}' },
} as const satisfies Messages;
