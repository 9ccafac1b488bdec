import type { Messages } from './shape.ts';

/** Certificates, revocation lists, trust stores and key custody. */
export const pkiMessages = {
  CERTIFICATE_MALFORMED: { en: 'The certificate is malformed: {technical}', zh: '证书格式错误（技术细节：{technical}）' },
  CRL_MALFORMED: {
    en: 'The certificate revocation list is malformed: {technical}',
    zh: '证书撤销列表格式错误（技术细节：{technical}）',
  },
  CERTIFICATE_NOT_OURS: {
    en: 'The certificate was not issued by an authority whose key is in custody here',
    zh: '该证书不是由本系统保管密钥的 CA 签发的',
  },
  REVOCATION_LIST_NOT_FOUND: { en: 'There is no such revocation list', zh: '没有该证书撤销列表' },
  OCSP_MALFORMED: { en: 'The OCSP message is malformed: {technical}', zh: 'OCSP 消息格式错误（技术细节：{technical}）' },
  CSR_MALFORMED: { en: 'The certificate request is malformed: {technical}', zh: '证书请求格式错误（技术细节：{technical}）' },
  CMS_MALFORMED: { en: 'The CMS structure is malformed: {technical}', zh: 'CMS 结构错误（技术细节：{technical}）' },
  EVIDENCE_RECORD_MALFORMED: {
    en: 'The evidence record is malformed, or of a kind that is not supported: {technical}',
    zh: '证据记录格式错误或属于不支持的类型（技术细节：{technical}）',
  },
  TIME_STAMP_MALFORMED: {
    en: 'The time stamp message is malformed: {technical}',
    zh: '时间戳消息格式错误（技术细节：{technical}）',
  },
  TIME_STAMP_REFUSED: {
    en: 'The time stamp authority refused: {reason}',
    zh: '时间戳服务拒绝请求：{reason}',
  },
  TIME_STAMP_WRONG: {
    en: "The time stamp authority's answer cannot be used: {reason}",
    zh: '时间戳服务的应答不可用：{reason}',
  },
  REVOCATION_UNAVAILABLE: {
    en: 'Whether a certificate was revoked cannot be found out now',
    zh: '目前无法查询证书是否已被吊销',
  },
  EVIDENCE_RECORD_NOT_RENEWABLE: {
    en: 'The evidence record cannot be renewed: {reason}',
    zh: '证据记录无法续期：{reason}',
  },
  EVIDENCE_OVERDUE: {
    en: '{count} licences have waited for their evidence since {since}: see to the time stamp authority and the revocation lists',
    zh: '有 {count} 份证照自 {since} 起仍未取得验证证据：请检查时间戳服务和证书撤销列表',
  },
  EVIDENCE_UNAVAILABLE: {
    en: 'The evidence that this licence type requires (time stamp, revocation status) is not to be had now; try again later',
    zh: '目前无法取得该证照类型要求的验证证据（时间戳、吊销状态），请稍后重试',
  },
  EVIDENCE_MISSING: {
    en: 'The evidence that was required (time stamp, revocation status) is not to be had now, and no document was made: it would be {level} only; try again later',
    zh: '目前无法取得所要求的验证证据（时间戳、吊销状态），未生成文件：证据级别仅为 {level}；请稍后重试',
  },
  TIME_STAMP_UNAVAILABLE: { en: 'No time stamp can be had now: {reason}', zh: '目前无法取得时间戳：{reason}' },
  TIME_NOT_AVAILABLE: { en: 'The time cannot be vouched for now: {reason}', zh: '当前时间不可信：{reason}' },
  KEYSTORE_NOT_FOUND: { en: 'There is no keystore at {path}', zh: '密钥库不存在：{path}' },
  KEYSTORE_EXISTS: { en: 'There is a keystore at {path} already', zh: '密钥库已存在：{path}' },
  KEYSTORE_MALFORMED: {
    en: 'The keystore file is not a keystore or is damaged: {technical}',
    zh: '密钥库文件格式错误或已损坏（技术细节：{technical}）',
  },
  KEYSTORE_DAMAGED: {
    en: 'The keystore file was changed or is damaged: its authentication code is wrong',
    zh: '密钥库文件被改动或已损坏：完整性校验不通过',
  },
  KEYSTORE_PASSPHRASE_WRONG: {
    en: 'The passphrase is wrong for this keystore, or the head of its file is damaged',
    zh: '密钥库口令错误，或文件头已损坏',
  },
  KEYSTORE_PASSPHRASE_INVALID: { en: 'The keystore passphrase cannot be used: {reason}', zh: '密钥库口令不可用：{reason}' },
  KEYSTORE_KEY_MISMATCH: {
    en: 'Key {keyId} does not belong to its {part} in the keystore',
    zh: '密钥库中的密钥 {keyId} 与其 {part} 不匹配',
  },
  KEYSTORE_CHANGED: {
    en: 'Another process changed the keystore at {path}; nothing was written',
    zh: '密钥库 {path} 已被其他进程修改，未写入',
  },
  PKCS12_MALFORMED: {
    en: 'The key file is no PKCS#12 file or is damaged: {technical}',
    zh: '密钥文件不是 PKCS#12 文件或已损坏（技术细节：{technical}）',
  },
  PKCS12_PASSPHRASE_WRONG: { en: 'The passphrase is wrong for this key file', zh: '密钥文件口令错误' },
  PKCS12_DAMAGED: {
    en: 'The key file was changed or is damaged: its authentication code is wrong, though the passphrase is right',
    zh: '密钥文件被改动或已损坏：口令正确，但完整性校验不通过',
  },
  PKCS12_OBSOLETE: {
    en: 'The key file is encrypted with {algorithm}, which protects nothing any more; convert it first: {command}',
    zh: '密钥文件以 {algorithm} 加密，已不安全；请先转换：{command}',
  },
  PKCS12_UNUSABLE: { en: 'The key file cannot be used: {reason}', zh: '密钥文件不可用：{reason}' },
  KEY_NOT_FOUND: { en: 'There is no key {keyId} in custody', zh: '密钥 {keyId} 不存在' },
  KEY_NOT_IMPORTABLE: { en: 'The key cannot be taken into custody: {reason}', zh: '密钥无法导入：{reason}' },
  KEY_IN_USE: { en: 'Key {keyId} is in use: {reason}', zh: '密钥 {keyId} 正在使用：{reason}' },
  KEY_NOT_RENEWABLE: {
    en: 'Key {keyId} cannot get another certificate here: {reason}',
    zh: '密钥 {keyId} 无法在此换发证书：{reason}',
  },
  KEY_PURPOSE_REFUSED: {
    en: 'Key {keyId} may not sign this as {purpose}: {reason}',
    zh: '密钥 {keyId} 不得用于 {purpose}：{reason}',
  },
  GRANT_LEDGER_DAMAGED: {
    en: 'The ledger of grants at {path} was changed from outside; no seal is used until that is cleared up',
    zh: '用章授权台账 {path} 遭外部改动，查清之前停止用章',
  },
  GRANT_LEDGER_ELSEWHERE: {
    en:
      'The ledger of grants at {path} is not the one of this installation, of which there is exactly one: give this server the keys folder that has it, ' +
      'or start it without keys; where it is lost, yinzheng grant ledger --take-over',
    zh: '{path} 的用章授权台账不是本安装的台账，全系统只能有一本：请使用存有该台账的密钥目录，或不带密钥启动；原台账已丢失的，执行 yinzheng grant ledger --take-over',
  },
  GRANT_LEDGER_BEHIND: {
    en:
      'The ledger of grants here is an older or another copy of this installation’s: {reason}; no seal is used. Use the keys folder that has it; ' +
      'where it is lost, yinzheng grant ledger --take-over',
    zh: '此处的用章授权台账是本安装台账的旧副本或分叉副本：{reason}，停止用章。请使用存有该台账的密钥目录；已丢失的，执行 yinzheng grant ledger --take-over',
  },
  CUSTODY_CLOCK_BACK: {
    en: 'No seal is used: {reason}. Set the clock right; where it was wrong before, yinzheng grant ledger --set-clock',
    zh: '停止用章：{reason}。请校正时钟；若此前的时间有误，执行 yinzheng grant ledger --set-clock',
  },
  GRANT_LEDGER_MISSING: { en: 'No grants of seals are kept here', zh: '此处不保管用章授权' },
  KEY_AUDIT_UNWRITABLE: {
    en: 'The log of key uses cannot be written, and nothing is signed without it',
    zh: '密钥使用日志无法写入，未写日志不予签名',
  },
  SIGNER_UNAVAILABLE: {
    en: 'The keys cannot be used now: the signer does not answer; try again in {seconds} s',
    zh: '签名进程暂不可用，密钥无法使用；请在 {seconds} 秒后重试',
  },
  KEY_DEVICE_UNAVAILABLE: {
    en: 'What keeps the keys does not answer: {operation}: {technical}',
    zh: '密码设备或密钥托管服务无响应（{operation}；技术细节：{technical}）',
  },
  KEY_DEVICE_REFUSED: {
    en: 'What keeps the keys refused: {operation}: {technical}',
    zh: '密码设备或密钥托管服务拒绝操作（{operation}；技术细节：{technical}）',
  },
  KEY_DEVICE_UNUSABLE: {
    en: 'What keeps the keys cannot be used as configured: {reason}',
    zh: '密码设备或密钥托管服务无法按配置使用：{reason}',
  },
  KEY_OPERATION_UNSUPPORTED: {
    en: 'These keys are made and destroyed by the means of what keeps them, not here',
    zh: '此类密钥只能用密码设备或密钥托管服务自身的管理工具生成或销毁',
  },
  CUSTODY_FILE_INVALID: {
    en: 'The file that describes the custody of keys cannot be used: {path}: {reason}',
    zh: '密钥托管配置文件不可用：{path}：{reason}',
  },
  TRUST_STORE_INVALID: {
    en: 'A file of the trust store cannot be used: {path}: {reason}',
    zh: '信任库文件不可用：{path}：{reason}',
  },
} as const satisfies Messages;
