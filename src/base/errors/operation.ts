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
} as const satisfies Messages;
