/** A source of licences that are made elsewhere, and items as it sends them. */
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import { toHex } from '../../src/base/bytes.ts';
import type { SourceTerms } from '../../src/domain/collecting/index.ts';
import type { CollectingDependencies } from '../../src/services/collecting/index.ts';
import type { UseCases } from './use-cases.ts';

const crypto = createNativeProvider();

/** The demonstration's type that is collected, who makes it, and who sends it. */
export const COLLECTED_TYPE = '11990000MB0000019F002';
export const MAKER = { code: '11990100MB0000027F', name: '样例市市场监督管理局' } as const;

/** SM3 of bytes, hexadecimal. */
export function sm3Hex(bytes: Uint8Array): string {
  return toHex(crypto.digest('sm3', bytes));
}

/** Terms of a source. */
export function sourceTerms(changes: Partial<SourceTerms> = {}): SourceTerms {
  return {
    ...{ name: '样例省市场主体登记系统', organisation: MAKER.code, mode: 'push', types: [COLLECTED_TYPE] },
    ...{ origin: 'collected', trust: null, statuses: 'yinzheng', address: null },
    mapping: { members: {}, fields: {}, dates: 'iso' },
    files: { required: false, least: 'any' },
    ...changes,
  };
}

/** An item as a source sends it. */
export function collectedItem(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    ...{ sourceId: 'REG-1', version: 1, typeCode: COLLECTED_TYPE, licenceNumber: '91990100MA0000015X', issuer: MAKER },
    holders: [{ name: '样例市锦绣街老张川菜馆有限公司', codeType: '001', code: '91990100MA0000015X' }],
    fields: {
      类型: '有限责任公司',
      法定代表人: '张明',
      经营范围: '餐饮服务',
      注册资本: '壹佰万元整',
      成立日期: '2018-04-19',
      住所: '样例市高新区天府大道北段1700号',
    },
    ...{ issueDate: '2018-04-19', validTo: 'long-term', areaCode: '990100', status: 'valid' },
    ...changes,
  };
}

/** What collecting takes, over use cases. */
export function collectingDependencies({
  licences,
  verification,
}: Pick<UseCases, 'licences' | 'verification'>): CollectingDependencies {
  const { store, journal, clock, random, engine } = licences;
  return { store, journal, clock, random, crypto: engine.crypto, demonstration: true, verification };
}
