import type { StoreProtection } from '../storage/index.ts';
import { finding, type Finding } from './findings.ts';

/** Tells how many records are sealed, and how many are in clear or under an older key. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED. */
export async function examineProtection({ survey }: Pick<StoreProtection, 'survey'>): Promise<Finding> {
  const { key, sealed, older, clear, files } = await survey();
  const left = older + clear + files;
  return left === 0
    ? finding(
        'data-keys',
        'ok',
        `Personal data are encrypted: ${sealed} records, key ${key}`,
        `个人信息均已加密：${sealed} 条记录，数据密钥 ${key}`,
      )
    : finding(
        'data-keys',
        'warning',
        `Left to be encrypted: ${clear} records in clear and ${older} under an older key (${sealed} are done), ${files} files without a new key of their own: the server goes on with it`,
        `尚待加密：明文 ${clear} 条、旧密钥 ${older} 条（已完成 ${sealed} 条），尚无新独立密钥的文件 ${files} 份：服务运行时会继续处理`,
      );
}
