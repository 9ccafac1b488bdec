/** Licence types of persons: residence permit, marriage, disability, teachers, construction safety, the elderly. */
import {
  CONSTRUCTION_SAFETY_CERTIFICATE,
  DISABILITY_CERTIFICATE,
  ELDERLY_CARD,
  MARRIAGE_CERTIFICATE,
  RESIDENCE_PERMIT,
  TEACHER_QUALIFICATION,
} from '../../../drawing/index.ts';
import {
  CITY_CIVIL,
  CITY_DISABLED,
  CITY_EDUCATION,
  CITY_POLICE,
  PROVINCE_CIVIL,
  PROVINCE_DISABLED,
  PROVINCE_EDUCATION,
  PROVINCE_HOUSING,
  PROVINCE_POLICE,
} from '../organisations.ts';
import { DISABILITY_GRADE, DISABILITY_KIND, SAFETY_POST, SEX, TEACHER_KIND } from './dictionaries.ts';
import { choice, citizenNumber, day, elements, field, LONG, LOOKED_UP, OWN_SEAL, photo } from './fields.ts';
import type { DemonstrationType } from './model.ts';

const PERSON = { kind: 'person', least: 1, most: 1 } as const;
/** Numbers with a right check character, of an area that GB/T 2260 does not know. */
const MAN = '990101199003070015';
const WOMAN = '990101199205060026';
const OLD = '990101195008150016';
const holder = (name: string, code: string) => ({ name, codeType: '111', code }) as const;
const sexAndPeople = (example: string) => field('性别民族', 20, { label: '性别、民族', example });

/** 居住证 */
export const RESIDENCE: DemonstrationType = {
  code: `${PROVINCE_POLICE}001`,
  definition: {
    ...{ name: '居住证（样本）', definer: '样例省公安厅', origin: 'issued', holders: PERSON, seal: OWN_SEAL, paperSerial: null },
    fields: [
      sexAndPeople('男　民族 汉'),
      day('出生日期', '1990-03-07'),
      field('户籍地址', 120, { mask: 'hidden', example: '样例省样例市东城区青石街道柳荫路15号3单元402室' }),
      field('居住地址', 120, { mask: 'hidden', example: '样例省样例市高新区天府大道北段1700号5栋1单元1208室' }),
      photo('照片'),
    ],
    metadata: elements({ KZ_XBMZ: '性别民族', KZ_CSRQ: '出生日期', KZ_HJDZ: '户籍地址', KZ_JZDZ: '居住地址' }),
    bindings: {
      ...{
        姓名: 'holder-name',
        公民身份号码: 'holder-code',
        居住证编号: 'licence-number',
        签发机关: 'issuer',
        有效期限: 'validity',
      },
      ...LOOKED_UP,
    },
    validity: { kind: 'term', years: 1, months: 0 },
    annualReview: { everyMonths: 12, noticeDays: 30, graceDays: 0 },
    issuers: [{ kind: 'place', area: '990000', line: 'public-security' }],
    serviceItems: [
      { code: '000109017000', name: '居住证申领', use: 'produces' },
      { code: '000105008000', name: '义务教育入学', use: 'requires' },
    ],
  },
  faces: [{ name: 'standard', area: null, face: RESIDENCE_PERMIT }],
  example: { issuer: CITY_POLICE, holders: [holder('欧阳晓样', MAN)], licenceNumber: '9901002026000018' },
};

/** 结婚证 */
export const MARRIAGE: DemonstrationType = {
  code: `${PROVINCE_CIVIL}001`,
  definition: {
    ...{
      name: '结婚证（样本）',
      definer: '样例省民政厅',
      origin: 'issued',
      validity: LONG,
      annualReview: null,
      paperSerial: null,
    },
    holders: { kind: 'person', least: 2, most: 2 },
    fields: [
      choice('持证人性别', SEX, '1'),
      field('持证人国籍', 20, { example: '中国' }),
      day('持证人出生日期', '1990-03-07', { mask: 'hidden' }),
      choice('配偶性别', SEX, '2'),
      field('配偶国籍', 20, { example: '中国' }),
      day('配偶出生日期', '1992-05-06', { mask: 'hidden' }),
      field('婚姻登记员', 30, { mask: 'name', example: '林样章' }),
      field('备注', 40, { required: false }),
      photo('合影'),
    ],
    metadata: elements({
      KZ_CZRXB: '持证人性别',
      KZ_CZRGJ: '持证人国籍',
      KZ_POXB: '配偶性别',
      KZ_POGJ: '配偶国籍',
      KZ_HYDJY: '婚姻登记员',
    }),
    bindings: {
      ...{ 持证人: 'first-holder-name', 登记日期: 'issue-date', 结婚证字号: 'licence-number', 登记机关: 'issuer' },
      ...{ 持证人姓名: 'first-holder-name', 持证人身份证件号: 'first-holder-code' },
      ...{ 配偶姓名: 'second-holder-name', 配偶身份证件号: 'second-holder-code' },
      ...LOOKED_UP,
    },
    seal: { byIssuer: {}, kind: 'special-purpose' },
    issuers: [{ kind: 'place', area: '990000', line: 'civil-affairs' }],
    serviceItems: [{ code: '000711014000', name: '内地居民婚姻登记', use: 'produces' }],
  },
  faces: [{ name: 'standard', area: null, face: MARRIAGE_CERTIFICATE }],
  example: {
    issuer: CITY_CIVIL,
    holders: [holder('欧阳晓样', MAN), holder('苏样芸', WOMAN)],
    licenceNumber: 'J990100-2026-000018',
  },
};

/** 残疾人证 */
export const DISABILITY: DemonstrationType = {
  code: `${PROVINCE_DISABLED}001`,
  definition: {
    ...{
      name: '残疾人证（样本）',
      definer: '样例省残疾人联合会',
      origin: 'issued',
      holders: PERSON,
      seal: OWN_SEAL,
      paperSerial: null,
    },
    fields: [
      sexAndPeople('女　民族 汉'),
      { ...choice('残疾类别', DISABILITY_KIND, '4'), mask: 'hidden' },
      { ...choice('残疾等级', DISABILITY_GRADE, '2'), mask: 'hidden' },
      field('住址', 120, { mask: 'hidden', example: '样例省样例市东城区青石街道柳荫路15号3单元402室' }),
      field('监护人', 60, { required: false, mask: 'name', example: '苏样山' }),
      field('联系电话', 30, { required: false, mask: 'code', example: '0990-5550123' }),
      photo('照片'),
    ],
    metadata: elements({
      KZ_XBMZ: '性别民族',
      KZ_CJLB: '残疾类别',
      KZ_CJDJ: '残疾等级',
      KZ_ZZ: '住址',
      KZ_JHR: '监护人',
      KZ_LXDH: '联系电话',
    }),
    bindings: {
      ...{ 姓名: 'holder-name', 残疾人证号: 'licence-number', 签发机关: 'issuer', 签发日期: 'issue-date', 有效期限: 'validity' },
      ...LOOKED_UP,
    },
    validity: { kind: 'term', years: 10, months: 0 },
    annualReview: null,
    issuers: [{ kind: 'place', area: '990000', line: 'disabled-persons' }],
    serviceItems: [
      { code: '002033001000', name: '残疾人证办理', use: 'produces' },
      { code: '000711023000', name: '困难残疾人生活补贴和重度残疾人护理补贴', use: 'requires' },
    ],
  },
  faces: [{ name: 'standard', area: null, face: DISABILITY_CERTIFICATE }],
  example: { issuer: CITY_DISABLED, holders: [holder('苏样芸', WOMAN)], licenceNumber: `${WOMAN}42` },
};

/** 教师资格证书 */
export const TEACHER: DemonstrationType = {
  code: `${PROVINCE_EDUCATION}001`,
  definition: {
    ...{
      name: '教师资格证书（样本）',
      definer: '样例省教育厅',
      origin: 'issued',
      holders: PERSON,
      validity: LONG,
      seal: OWN_SEAL,
    },
    fields: [
      choice('性别', SEX, '2'),
      field('出生年月', 20, { mask: 'hidden', example: '1992年05月' }),
      field('民族', 20, { example: '汉族' }),
      choice('资格种类', TEACHER_KIND, '4'),
      field('任教学科', 40, { example: '语文' }),
      photo('照片'),
    ],
    metadata: elements({ KZ_XB: '性别', KZ_CSNY: '出生年月', KZ_MZ: '民族', KZ_ZGZL: '资格种类', KZ_RJXK: '任教学科' }),
    bindings: {
      ...{
        姓名: 'holder-name',
        身份证号码: 'holder-code',
        证书号码: 'licence-number',
        认定机构: 'issuer',
        发证日期: 'issue-date',
      },
      ...LOOKED_UP,
    },
    annualReview: { everyMonths: 60, noticeDays: 90, graceDays: 180 },
    paperSerial: null,
    issuers: [{ kind: 'place', area: '990000', line: 'education' }],
    serviceItems: [{ code: '000105004000', name: '教师资格认定', use: 'produces' }],
  },
  faces: [{ name: 'standard', area: null, face: TEACHER_QUALIFICATION }],
  example: { issuer: CITY_EDUCATION, holders: [holder('苏样芸', WOMAN)], licenceNumber: '20269901002000018' },
};

/** 安全生产考核合格证书 */
export const CONSTRUCTION_SAFETY: DemonstrationType = {
  code: `${PROVINCE_HOUSING}001`,
  definition: {
    ...{
      name: '安全生产考核合格证书（样本）',
      definer: '样例省住房和城乡建设厅',
      origin: 'issued',
      holders: PERSON,
      seal: OWN_SEAL,
    },
    fields: [
      choice('岗位', SAFETY_POST, 'B'),
      choice('性别', SEX, '1'),
      field('出生年月', 20, { mask: 'hidden', example: '1990年03月' }),
      citizenNumber('身份证号', MAN),
      field('企业名称', 120, { searchable: true, example: '样例省样例建筑工程有限责任公司' }),
      field('职务', 40, { example: '项目经理' }),
      day('初次领证日期', '2023-03-06'),
      photo('照片'),
    ],
    metadata: elements({ KZ_GW: '岗位', KZ_XB: '性别', KZ_QYMC: '企业名称', KZ_ZW: '职务', KZ_CCLZRQ: '初次领证日期' }),
    bindings: {
      ...{ 姓名: 'holder-name', 证书编号: 'licence-number', 发证机关: 'issuer', 发证日期: 'issue-date', 有效期: 'validity' },
      ...LOOKED_UP,
    },
    validity: { kind: 'term', years: 3, months: 0 },
    annualReview: null,
    paperSerial: null,
    issuers: [{ kind: 'organisation', organisation: PROVINCE_HOUSING }],
    serviceItems: [
      { code: '000117015000', name: '建筑施工企业安全生产管理人员考核', use: 'produces' },
      { code: '000117005000', name: '建筑施工企业安全生产许可证核发', use: 'requires' },
    ],
  },
  faces: [{ name: 'standard', area: null, face: CONSTRUCTION_SAFETY_CERTIFICATE }],
  example: { issuer: PROVINCE_HOUSING, holders: [holder('欧阳晓样', MAN)], licenceNumber: '样建安B（2026）0000018' },
};

/** 老年人优待证 */
export const ELDERLY: DemonstrationType = {
  code: `${PROVINCE_CIVIL}002`,
  definition: {
    ...{
      name: '老年人优待证（样本）',
      definer: '样例省民政厅',
      origin: 'issued',
      holders: PERSON,
      validity: LONG,
      annualReview: null,
    },
    fields: [
      choice('性别', SEX, '1'),
      day('出生日期', '1950-08-15', { mask: 'hidden' }),
      field('联系电话', 30, { required: false, mask: 'code', example: '0990-5550177' }),
      photo('照片'),
    ],
    metadata: elements({ KZ_XB: '性别', KZ_CSRQ: '出生日期', KZ_LXDH: '联系电话' }),
    bindings: {
      ...{
        姓名: 'holder-name',
        身份证号: 'holder-code',
        优待证编号: 'licence-number',
        发证机关: 'issuer',
        发证日期: 'issue-date',
      },
      ...LOOKED_UP,
    },
    ...{ seal: OWN_SEAL, paperSerial: null },
    issuers: [{ kind: 'place', area: '990000', line: 'civil-affairs' }],
    serviceItems: [{ code: '002011001000', name: '老年人优待证办理', use: 'produces' }],
  },
  faces: [{ name: 'standard', area: null, face: ELDERLY_CARD }],
  example: { issuer: CITY_CIVIL, holders: [holder('样国强', OLD)], licenceNumber: '990100 2026 000018' },
};
