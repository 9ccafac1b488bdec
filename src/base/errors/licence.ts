import type { Messages } from './shape.ts';

/** Licence types, licences and their life, and reports on them. */
export const licenceMessages = {
  LICENCE_NOT_FOUND: { en: 'There is no such licence', zh: '没有该证照' },
  HOLDER_LINK_REFUSED: { en: 'The number cannot be linked: {reason}', zh: '不能关联该证件号码：{reason}' },
  REPRESENTATION_REFUSED: { en: 'Nobody can be represented like this: {reason}', zh: '代理关系不成立：{reason}' },
  PRESENTATION_PASSWORD_MISSING: { en: 'Choose a presentation password first', zh: '请先设置亮证口令' },
  PRESENTATION_PASSWORD_REFUSED: { en: 'The presentation password is wrong', zh: '亮证口令错误' },
  PRESENTATION_NOT_FOUND: { en: 'Nothing is shown by this code', zh: '没有该亮证码' },
  PRESENTATION_OVER: { en: 'What was shown is not to be seen any more: {reason}', zh: '亮证已失效：{reason}' },
  PRESENTATION_CODE_REFUSED: { en: 'The separate code is wrong', zh: '提取码错误' },
  USE_NOT_FOUND: { en: 'There is no such use of a licence of yours', zh: '没有该用证记录' },
  OBJECTION_REFUSED: { en: 'Enough was objected to this use', zh: '对该用证记录的异议次数已达上限' },
  SERVICE_ITEM_NOT_FOUND: {
    en: 'No licence type names a service item of this code as needing it',
    zh: '没有证照类型关联该事项编码',
  },
  DEMAND_NOT_FOUND: { en: 'There is no such demand for a licence', zh: '没有该缺证登记' },
  DEMAND_ANSWERED: { en: 'The demand was answered already', zh: '该缺证登记已反馈' },
  SHARE_NOT_FOUND: { en: 'There is no such grant', zh: '没有该用证授权' },
  SHARE_OVER: { en: 'The grant cannot be used: {reason}', zh: '用证授权不可用：{reason}' },
  HOLDER_APPLICATION_NOT_FOUND: { en: 'There is no such application', zh: '没有该申请' },
  HOLDER_APPLICATION_REFUSED: {
    en: 'This cannot be done with the application: {reason}',
    zh: '不能对该申请进行此操作：{reason}',
  },
  LICENCE_DESTROYED: { en: 'The licence was destroyed at the end of its retention', zh: '该证照保管期满，已销毁' },
  DESTRUCTION_LIST_NOT_FOUND: { en: 'There is no such destruction list', zh: '没有该销毁清册' },
  DESTRUCTION_REFUSED: {
    en: 'This cannot be done with the destruction list: {reason}',
    zh: '不能对销毁清册进行此操作：{reason}',
  },
  LICENCE_TYPE_NOT_FOUND: { en: 'There is no such licence type: {type}', zh: '没有该证照类型：{type}' },
  CATALOGUE_ENTRY_NOT_FOUND: { en: 'There is no such entry in the catalogue', zh: '目录中没有该条目' },
  CATALOGUE_STEP_REFUSED: {
    en: 'This cannot be done with the entry of the catalogue: {reason}',
    zh: '不能对该目录条目进行此操作：{reason}',
  },
  IDENTIFIER_INVALID: { en: 'The identifier is not valid: {reason}', zh: '证照标识无效：{reason}' },
  VERIFICATION_CODE_INVALID: { en: 'The verification code is mistyped', zh: '查验码输入有误' },
  LICENCE_TYPE_UNUSABLE: { en: 'Licences of this type cannot be issued here: {reason}', zh: '不能签发该类证照：{reason}' },
  FIELD_INVALID: { en: 'The field {field} is not valid: {reason}', zh: '字段 {field} 无效：{reason}' },
  HOLDER_INVALID: { en: 'The holder is not valid: {reason}', zh: '持证主体无效：{reason}' },
  CASE_CONFLICT: { en: 'The case number was used for a different licence', zh: '该办件编号已用于内容不同的证照' },
  STATUS_EVENT_NOT_POSSIBLE: {
    en: 'A licence that is {status} when the act would take effect cannot be {event}',
    zh: '该行为生效时证照状态为“{status}”，不能{event}',
  },
  EDITION_NOT_POSSIBLE: { en: 'The licence cannot be {event}: {reason}', zh: '不能{event}该证照：{reason}' },
  LICENCE_DRAFT_NOT_FOUND: { en: 'There is no such draft of a licence', zh: '没有该证照草稿' },
  LICENCE_DRAFT_NOT_POSSIBLE: { en: 'This is not possible with the draft: {reason}', zh: '不能对该证照草稿进行此操作：{reason}' },
  TWO_PERSONS_NEEDED: {
    en: 'Licences of this type are made by one person and issued by another: {reason}',
    zh: '该类证照须由不同人员分别制证、签发：{reason}',
  },
  ISSUE_BATCH_NOT_FOUND: { en: 'There is no such batch of licences', zh: '没有该批量签发任务' },
  ISSUE_BATCH_NOT_POSSIBLE: { en: 'The batch does not permit that: {state}', zh: '批量签发任务不允许该操作：{state}' },
  LICENCE_USED: {
    en: 'The licence was used since it was issued: it is changed, or made void, but not voided and issued again in one act',
    zh: '该证照签发后已被使用，不能一次作废重发，请办理变更或作废',
  },
  SEAL_NOT_FOUND: { en: 'There is no such seal', zh: '没有该电子印章' },
  SEAL_NOT_IN_USE: { en: 'The seal is not in use: {state}', zh: '电子印章不可用：{state}' },
  SEAL_APPLICATION_NOT_FOUND: { en: 'There is no such application', zh: '没有该申请' },
  SEAL_APPLICATION_REFUSED: { en: 'This cannot be done with the application: {reason}', zh: '不能对该申请进行此操作：{reason}' },
  SEAL_STEP_REFUSED: { en: 'This cannot be done with the seal: {reason}', zh: '不能对该电子印章进行此操作：{reason}' },
  SEAL_CERTIFICATE_REVOKED: {
    en: 'The certificate of seal {seal} was revoked at {since}, {reason}: nothing is sealed with it any more',
    zh: '电子印章 {seal} 的证书已于 {since} 被撤销（{reason}），不能再用于盖章',
  },
  SEAL_KEY_ELSEWHERE: { en: 'The key of the seal is {state}', zh: '该电子印章的密钥{state}' },
  SEAL_USE_REFUSED: { en: 'The seal may not be used like this: {reason}', zh: '不得如此用章：{reason}' },
  SEAL_STOPPED: {
    en: 'The seal {seal} is in emergency stop since {since}: nobody uses it',
    zh: '电子印章 {seal} 已于 {since} 紧急停用，任何人不得使用',
  },
  APPROVAL_NOT_FOUND: { en: 'There is no such application for the use of a seal', zh: '没有该用章申请' },
  APPROVAL_NOT_POSSIBLE: {
    en: 'This is not possible with the application: {reason}',
    zh: '不能对该用章申请进行此操作：{reason}',
  },
  GRANT_NOT_FOUND: { en: 'There is no such grant of a seal', zh: '没有该用章授权' },
  GRANT_INVALID: { en: 'The grant is not valid: {reason}', zh: '用章授权无效：{reason}' },
  GRANT_NOT_POSSIBLE: { en: 'The grant cannot be changed like this: {reason}', zh: '不能这样变更用章授权：{reason}' },
  STAMP_NOT_FOUND: { en: 'There is no such stamping', zh: '没有该用章' },
  STAMP_EXPIRED: {
    en: 'The document is prepared no longer: prepare it again',
    zh: '待签文件已失效，请重新准备',
  },
  STAMP_NOT_SIGNED: { en: 'The document still waits for its signature', zh: '文件尚待签名' },
  STAMP_SIGNATURE_WRONG: {
    en: "This is not the signature of the seal's key over the bytes given out: {reason}",
    zh: '这不是该印章密钥对所给数据的签名：{reason}',
  },
  STAMP_SIGNED_OTHERWISE: {
    en: 'This stamping was finished with another signature',
    zh: '该用章已用另一签名完成',
  },
  STAMPS_OPEN: {
    en: 'At most {limit} documents of an account wait for their signature: sign or give up one of them',
    zh: '每个账号最多有 {limit} 份文件待签：请先完成或放弃其中之一',
  },
  STAMP_BATCH_NOT_FOUND: {
    en: 'There is no such batch of documents to be stamped',
    zh: '没有该批量用印任务',
  },
  STAMP_BATCH_NOT_POSSIBLE: {
    en: 'The batch does not permit that: {state}',
    zh: '批量用印任务不允许该操作：{state}',
  },
  STAMP_BATCH_FULL: {
    en: 'The batch would exceed its limit: {reason}',
    zh: '超出批量用印任务的限制：{reason}',
  },
  STAMP_BATCHES_OPEN: {
    en: 'At most {limit} batches of an account are kept at a time: forget one of them',
    zh: '每个账号最多同时保留 {limit} 个批量用印任务：请先删除其中之一',
  },
  STAMP_BATCH_DOCUMENT_NOT_FOUND: { en: 'There is no such document in the batch', zh: '批量用印任务中没有该文件' },
  STAMP_BATCH_DOCUMENT_DIFFERS: {
    en: 'The batch has another document of this name, or the same for another place, seal or purpose',
    zh: '任务中已有同名但内容不同的文件，或同一文件的用章位置、印章、用途不同',
  },
  STAMP_BATCH_DOCUMENT_UNSTAMPED: {
    en: 'This document is not stamped: {state}',
    zh: '该文件未盖章：{state}',
  },
  COUNTERSIGNING_NOT_FOUND: { en: 'There is no such plan of countersigning', zh: '没有该会签计划' },
  COUNTERSIGNING_STEP_NOT_FOUND: { en: 'The plan has no step {step}', zh: '会签计划没有第 {step} 步' },
  COUNTERSIGNING_INVALID: {
    en: 'The plan cannot be made (step {step}; 0: the whole): {reason}',
    zh: '会签计划有误（第 {step} 步；0 表示整个计划）：{reason}',
  },
  COUNTERSIGNING_NOT_POSSIBLE: {
    en: 'The plan of countersigning does not permit that: {state}',
    zh: '会签计划不允许该操作：{state}',
  },
  COUNTERSIGNING_OUT_OF_TURN: { en: 'Step {step} cannot be taken now: {reason}', zh: '现在不能办理第 {step} 步：{reason}' },
  COUNTERSIGNING_BUSY: {
    en: 'A party has the document in hand until {until}: try again then',
    zh: '另一会签方正在办理，至 {until} 止，请稍后再试',
  },
  COUNTERSIGNING_PLANS_OPEN: {
    en: 'At most {limit} plans of an account are open at a time',
    zh: '每个账号最多同时有 {limit} 个未办结的会签计划',
  },
  COUNTERSIGNING_DOCUMENT_MISSING: { en: 'The document of the plan is not here: upload it', zh: '会签文件缺失：请上传' },
  COUNTERSIGNING_DOCUMENT_DIFFERS: {
    en: 'The document is not exactly what the step before handed on; nothing was changed',
    zh: '文件与前一步骤移交的文件不一致，未作任何变更',
  },
  COUNTERSIGNING_DOCUMENT_FORGOTTEN: {
    en: 'The document of the plan is kept no longer',
    zh: '会签文件的保存期已过',
  },
  SIGNATURE_KEY_MISSING: {
    en: 'The organisation {organisation} has no key that signs documents in the form {form}: an administrator assigns one',
    zh: '机构 {organisation} 没有可用于 {form} 签名的密钥，请由管理员指定',
  },
  SIGNATURE_KEY_NOT_ASSIGNED: { en: 'The key {keyId} signs for no organisation', zh: '密钥 {keyId} 未指定给任何机构' },
  SIGNATURE_KEY_UNUSABLE: {
    en: 'The key {keyId} cannot sign documents: {reason}',
    zh: '密钥 {keyId} 不能用于文件签名：{reason}',
  },
  SIGNING_UNKNOWN: { en: 'The signature {signing} was never recorded as intended', zh: '签名记录 {signing} 不存在' },
  ORGANISATION_NOT_FOUND: {
    en: 'There is no organisation {organisation} in the register',
    zh: '登记簿中没有机构 {organisation}',
  },
  ORGANISATION_INVALID: { en: 'The organisation is not valid: {reason}', zh: '机构信息无效：{reason}' },
  REGISTERED_PLACE_NOT_FOUND: { en: 'The register has no place {place}', zh: '区划、条线登记中没有 {place}' },
  REGISTER_FILE_INVALID: {
    en: 'The file has {count} fault(s), by line: {faults}',
    zh: '文件有 {count} 处错误（行号：原因）：{faults}',
  },
  ORGANISATION_ENDED: {
    en: 'The organisation {organisation} has ended: {since}',
    zh: '机构 {organisation} 已终止：{since}',
  },
  ISSUING_INCOMPLETE: {
    en: 'The licence is still being made; ask again with the same case number',
    zh: '证照正在制作，请用同一办件编号重试',
  },
  FILE_NOT_FOUND: { en: 'There is no such file', zh: '没有该文件' },
  PUBLICATION_NOT_FOUND: { en: 'Nothing of this name is published yet', zh: '尚未发布该内容' },
  REPORT_NOT_FOUND: {
    en: 'There is no such report, or it was kept long enough; verify the file again',
    zh: '没有该查验报告，或其保存期已过，请重新查验文件',
  },
  REPORT_SEAL_MISSING: {
    en: 'This installation has no seal for reports of verifications',
    zh: '本系统未配置用于查验报告的印章',
  },
  STAMPING_UNKNOWN: { en: 'The stamping {stamping} was never recorded as intended', zh: '用章记录 {stamping} 不存在' },
} as const satisfies Messages;
