import { FOOD_OPERATION_PERMIT } from '../../../drawing/index.ts';
import { CITY_APPROVALS, CITY_REGULATOR, PROVINCE_REGULATOR } from '../organisations.ts';
import type { DemonstrationType } from './model.ts';

/** 食品经营许可证 */
export const FOOD_PERMIT: DemonstrationType = {
  code: `${PROVINCE_REGULATOR}001`,
  definition: {
    ...{ name: '食品经营许可证（样本）', definer: '样例省市场监督管理局', origin: 'issued' },
    holders: { kind: 'any', least: 1, most: 50 },
    fields: [
      { name: '法定代表人', label: '法定代表人（负责人）', required: true, maxLength: 60, mask: 'name', example: '张明' },
      {
        name: '住所',
        label: '住所',
        required: true,
        maxLength: 120,
        mask: 'hidden',
        example: '样例市高新区天府大道北段1700号5栋1208号',
      },
      {
        name: '经营场所',
        label: '经营场所',
        required: true,
        maxLength: 120,
        mask: 'none',
        example: '样例市锦江区红星路三段99号B108号铺面',
      },
      { name: '主体业态', label: '主体业态', required: true, maxLength: 60, mask: 'none', example: '餐饮服务经营者（中型餐馆）' },
      {
        name: '经营项目',
        label: '经营项目',
        required: true,
        maxLength: 200,
        mask: 'none',
        example: '热食类食品制售；冷食类食品制售；自制饮品制售',
      },
    ],
    metadata: [
      { element: 'KZ_FDDBR', label: '法定代表人', from: { field: '法定代表人' } },
      { element: 'KZ_ZS', label: '住所', from: { field: '住所' } },
      { element: 'KZ_JYCS', label: '经营场所', from: { field: '经营场所' } },
      { element: 'KZ_ZTYT', label: '主体业态', from: { field: '主体业态' } },
      { element: 'KZ_JYXM', label: '经营项目', from: { field: '经营项目' } },
    ],
    bindings: {
      经营者名称: 'holder-name',
      统一社会信用代码: 'holder-code',
      许可证编号: 'licence-number',
      有效期至: 'valid-to',
      发证机关: 'issuer',
      签发日期: 'issue-date',
      查验码: 'verification-code',
      证照标识: 'identifier',
    },
    seal: { byIssuer: { [CITY_REGULATOR]: '99010000000001', [CITY_APPROVALS]: '99010000000002' }, kind: 'statutory-name' },
    validity: { kind: 'term', years: 5, months: 0 },
    annualReview: null,
    issuers: [
      { kind: 'organisation', organisation: CITY_REGULATOR },
      { kind: 'organisation', organisation: CITY_APPROVALS },
    ],
    serviceItems: [{ code: '000131012000', name: '食品经营许可', use: 'produces' }],
    paperSerial: null,
  },
  faces: [{ name: 'standard', area: null, face: FOOD_OPERATION_PERMIT }],
  example: {
    issuer: CITY_REGULATOR,
    holders: [{ name: '样例市锦绣街老张川菜馆有限公司', codeType: '001', code: '91990100MA0000015X' }],
    licenceNumber: 'JY29901000000018',
  },
};
