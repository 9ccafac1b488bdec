import type { Messages } from './shape.ts';

/** Starting, configuring and operating the service. */
export const operationMessages = {
  CONFIGURATION_INVALID: { en: 'The configuration is not valid: {faults}', zh: '配置无效：{faults}' },
  USAGE: { en: 'Wrong call: {reason}', zh: '用法错误：{reason}' },
} as const satisfies Messages;
