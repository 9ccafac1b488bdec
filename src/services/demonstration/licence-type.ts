import { FOOD_OPERATION_PERMIT } from '../../drawing/index.ts';
import type { FaceSource, FieldDefinition, LicenceTypeRecord } from '../../domain/licence/index.ts';
import { FOOD_PERMIT } from './data.ts';

const FIELDS: readonly FieldDefinition[] = [
  { name: '法定代表人', label: '法定代表人（负责人）', required: true, maxLength: 60, mask: 'name' },
  { name: '住所', label: '住所', required: true, maxLength: 120, mask: 'hidden' },
  { name: '经营场所', label: '经营场所', required: true, maxLength: 120, mask: 'none' },
  { name: '主体业态', label: '主体业态', required: true, maxLength: 60, mask: 'none' },
  { name: '经营项目', label: '经营项目', required: true, maxLength: 200, mask: 'none' },
];

const BINDINGS: Readonly<Record<string, FaceSource>> = {
  经营者名称: 'holder-name',
  统一社会信用代码: 'holder-code',
  许可证编号: 'licence-number',
  有效期至: 'valid-to',
  发证机关: 'issuer',
  签发日期: 'issue-date',
  查验码: 'verification-code',
  证照标识: 'identifier',
};

/** The licence type of the demonstration. */
export function demonstrationLicenceType(): LicenceTypeRecord {
  return {
    _id: FOOD_PERMIT.code,
    schema: 1,
    version: 1,
    name: '食品经营许可证（样本）',
    typeVersion: 1,
    fields: FIELDS,
    template: FOOD_OPERATION_PERMIT,
    bindings: BINDINGS,
    seals: FOOD_PERMIT.seals,
    issuers: FOOD_PERMIT.issuers,
    validYears: FOOD_PERMIT.validYears,
    demonstration: true,
  };
}
