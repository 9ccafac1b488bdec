import type { Messages } from './shape.ts';

/** Starting, configuring and operating the service. */
export const operationMessages = {
  CONFIGURATION_INVALID: { en: 'The configuration is not valid: {faults}', zh: '配置无效：{faults}' },
  USAGE: { en: 'Wrong call: {reason}', zh: '用法错误：{reason}' },
  KEYS_MISSING: {
    en: 'There are data, but the keys that belong to them are not in {path}: put the keys folder of this installation (or of its backup) there',
    zh: '已有数据，但 {path} 中没有与之对应的密钥：请放回本系统（或其备份）的密钥目录',
  },
  INSTALLATION_MISSING: {
    en: 'There is no installation in {path} yet: start the server once (npm start)',
    zh: '{path} 中尚无本系统的数据：请先启动一次服务（npm start）',
  },
  DATA_MISSING: {
    en: 'The keys in {path} belong to data that are not here: restore a backup, or move the keys away to begin anew',
    zh: '{path} 中的密钥所属的数据不在此处：请恢复备份；如要重新开始，请先移走密钥',
  },
  DEMONSTRATION_REFUSED: {
    en: 'This belongs to the demonstration, which production does not accept: use accounts, keys and seals of your own',
    zh: '此为演示内容，生产环境不接受：请使用正式的账号、密钥和印章',
  },
  DEMONSTRATION_INSTALLATION: {
    en:
      'The data or keys were made for demonstration, and production does not accept them: set YINZHENG_DATA_DIR and YINZHENG_KEYS_DIR ' +
      '(or YINZHENG_DATABASE_URL) to places of their own; found: {found}',
    zh:
      '数据或密钥为演示所建，生产环境不接受：请将 YINZHENG_DATA_DIR 和 YINZHENG_KEYS_DIR（或 YINZHENG_DATABASE_URL）' +
      '指向正式环境自己的位置；发现：{found}',
  },
  PRODUCTION_INSTALLATION: {
    en: 'The data in {path} belong to production and are not opened for demonstration: set NODE_ENV=production, or other folders',
    zh: '{path} 中为生产数据，不能以演示模式打开：请设置 NODE_ENV=production，或改用其他目录',
  },
  SERVICE_RUNNING: {
    en: 'A server runs on these data: stop it first (after a crash wait 10 seconds)',
    zh: '有服务正在使用这些数据：请先停止服务（若为异常退出，请等待 10 秒）',
  },
  ADDRESS_UNAVAILABLE: { en: 'Cannot listen on {address}: {reason}', zh: '无法监听 {address}：{reason}' },
  SERVICE_BUSY: { en: 'The service is busy; try again in {seconds} s', zh: '服务繁忙，请在 {seconds} 秒后重试' },
  INTERNAL: {
    en: 'Something went wrong here; name the request id when you report it',
    zh: '服务内部错误，报告时请提供请求编号',
  },
  OUTPUT_EXISTS: {
    en: 'There is a file at {path} already; --force overwrites it',
    zh: '文件 {path} 已存在；如要覆盖请加 --force',
  },
  FILE_UNWRITABLE: { en: 'The file cannot be written: {path}', zh: '文件无法写入：{path}' },
} as const satisfies Messages;
