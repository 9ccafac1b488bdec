import type { Messages } from './shape.ts';

/** Starting, configuring and operating the service. */
export const operationMessages = {
  CONFIGURATION_INVALID: { en: 'The configuration is not valid: {faults}', zh: '配置无效：{faults}' },
  USAGE: { en: 'Wrong call: {reason}', zh: '用法错误：{reason}' },
  KEYS_MISSING: {
    en: 'The data folder has data but its keys are missing in {path}',
    zh: '数据目录已有数据，但在 {path} 找不到密钥',
  },
  DEMONSTRATION_REFUSED: {
    en: 'Demonstration {what} is not allowed in production: {remedy}',
    zh: '生产环境不允许使用演示{what}：{remedy}',
  },
  ADDRESS_UNAVAILABLE: { en: 'Cannot listen on {address}: {reason}', zh: '无法监听 {address}：{reason}' },
  SERVICE_BUSY: { en: 'The service is busy; try again in {seconds} s', zh: '服务繁忙，请在 {seconds} 秒后重试' },
  INTERNAL: {
    en: 'Something went wrong here; name the request id when you report it',
    zh: '服务内部错误，报告时请提供请求编号',
  },
  FILE_UNWRITABLE: { en: 'The file cannot be written: {path}', zh: '文件无法写入：{path}' },
} as const satisfies Messages;
