import type { Messages } from './shape.ts';

/** Who is asking, and what they may do. */
export const accessMessages = {
  NOT_SIGNED_IN: { en: 'Sign in first', zh: '请先登录' },
  SIGN_IN_REFUSED: { en: 'The user name or the password is wrong', zh: '用户名或密码错误' },
  CSRF_REFUSED: {
    en: 'The request does not carry the right X-CSRF-Token of its session',
    zh: '请求缺少与会话匹配的 X-CSRF-Token',
  },
  NOT_ALLOWED: { en: 'You are not allowed to do this: {action}', zh: '无权进行此操作：{action}' },
  PASSWORD_CHANGE_REQUIRED: {
    en: 'This password was given to you for the first time: choose one of your own',
    zh: '当前为初始口令，请先修改口令',
  },
  SECOND_FACTOR_REQUIRED: { en: 'Give a code of your second factor first', zh: '请先输入动态口令' },
  SECOND_FACTOR_ENROLMENT_REQUIRED: {
    en: 'Your role needs a second factor: enrol an authenticator first',
    zh: '该角色须使用动态口令，请先绑定身份验证器',
  },
  SECOND_FACTOR_REFUSED: {
    en: 'The code is wrong, missing, over, or was used before; each is good once, the next comes within 30 s',
    zh: '动态口令错误、缺失、已过期或已使用；每个口令仅可使用一次，请等待下一个（30 秒内）',
  },
  APPROVER_NOT_ENROLLED: {
    en: 'The approver has no authenticator in custody: whoever operates the service enrols one with yinzheng approver enrol',
    zh: '审批人尚未在密钥保管端登记身份验证器，请由运维人员执行 yinzheng approver enrol 登记',
  },
  STEP_UP_REQUIRED: {
    en: 'This asks for a code of your second factor that was given in the last minutes: give one now',
    zh: '此操作须在数分钟内验证过动态口令，请重新输入',
  },
  PASSWORD_REFUSED: { en: 'The present password is wrong', zh: '原口令错误' },
  ACCOUNT_NOT_FOUND: { en: 'There is no such account', zh: '没有该账号' },
  ACCOUNT_CHANGE_REFUSED: { en: 'The account cannot be changed like this: {reason}', zh: '不能这样变更账号：{reason}' },
  ROLES_INCOMPATIBLE: {
    en: 'System, security and audit administrators are kept apart and have no second role; of seal keeper, approver and maker an account is one',
    zh: '系统管理员、安全管理员、审计管理员须分设，且不得兼任其他角色；印章管理员、印章审批员、制章员不得由同一账号兼任',
  },
  IDENTITY_REFUSED: { en: 'Signing in by the identity provider failed: {reason}', zh: '统一身份认证登录未通过：{reason}' },
  IDENTITY_PROVIDER_UNAVAILABLE: { en: 'The identity provider does not answer', zh: '身份认证平台无响应' },
  IDENTITY_FILE_INVALID: {
    en: 'The identity file {path} cannot be used: {reason}',
    zh: '身份认证配置文件 {path} 不可用：{reason}',
  },
  CLIENT_NOT_FOUND: { en: 'There is no such system', zh: '没有该应用系统' },
  WEBHOOK_NOT_FOUND: { en: 'There is no such webhook', zh: '没有该通知订阅' },
  WEBHOOK_REFUSED: { en: 'The webhook is not possible like this: {reason}', zh: '不能这样设置通知订阅：{reason}' },
  CLIENT_INVALID: { en: 'The system cannot be recorded like this: {reason}', zh: '不能这样登记应用系统：{reason}' },
  CLIENT_CHANGE_REFUSED: { en: 'The system cannot be changed like this: {reason}', zh: '不能这样变更应用系统：{reason}' },
  CLIENT_KEY_NOT_FOUND: { en: 'The system has no such key', zh: '该应用系统没有此密钥' },
  API_KEY_NOT_FOUND: { en: 'There is no such API key', zh: '没有该接口密钥' },
  CLIENT_REFUSED: { en: 'The system is not let in: {reason}', zh: '应用系统认证未通过：{reason}' },
  REQUEST_SIGNATURE_REFUSED: { en: 'The signed request is refused: {reason}', zh: '签名请求未通过：{reason}' },
  CLIENT_CERTIFICATE_REFUSED: {
    en: 'Client-Cert is taken from the proxy alone, as one certificate',
    zh: 'Client-Cert 仅接受受信代理提供的单个证书',
  },
  GRANT_UNSUPPORTED: { en: 'grant_type is client_credentials and no other', zh: 'grant_type 仅支持 client_credentials' },
  SCOPE_REFUSED: {
    en: 'A scope was asked for that the system is not authorised for',
    zh: '申请了该系统未获授权的权限范围',
  },
  RATE_LIMITED: { en: 'Too many requests; try again in {seconds} s', zh: '请求过于频繁，请在 {seconds} 秒后重试' },
} as const satisfies Messages;
