/** Licence types of organisations and things: real estate, medical institutions, road transport, fishing vessels, businesses. */
import {
  BUSINESS_LICENCE,
  FISHING_VESSEL_CERTIFICATE,
  MEDICAL_INSTITUTION_LICENCE,
  REAL_ESTATE_CERTIFICATE,
  ROAD_TRANSPORT_PERMIT,
} from '../../../drawing/index.ts';
import {
  CITY_AGRICULTURE,
  CITY_HEALTH,
  CITY_LAND,
  CITY_REGULATOR,
  CITY_TRANSPORT,
  PROVINCE_AGRICULTURE,
  PROVINCE_HEALTH,
  PROVINCE_LAND,
  PROVINCE_REGULATOR,
  PROVINCE_TRANSPORT,
} from '../organisations.ts';
import { PROPERTY_RIGHT } from './dictionaries.ts';
import { choice, day, elements, field, LONG, LOOKED_UP, OWN_SEAL, photo } from './fields.ts';
import type { DemonstrationType } from './model.ts';

const ORGANISATION = { kind: 'organisation', least: 1, most: 1 } as const;

/** 不动产权证书 */
export const REAL_ESTATE: DemonstrationType = {
  code: `${PROVINCE_LAND}001`,
  definition: {
    ...{ name: '不动产权证书（样本）', definer: '样例省自然资源厅', origin: 'issued', validity: LONG, annualReview: null },
    holders: { kind: 'any', least: 1, most: 20 },
    fields: [
      field('共有情况', 60, { example: '共同共有' }),
      field('坐落', 120, { searchable: true, example: '样例市高新区天府大道北段1700号5栋1单元12层1208号' }),
      field('不动产单元号', 40, { searchable: true, example: '990101 001001 GB00018 F00010208' }),
      choice('权利类型', PROPERTY_RIGHT, '4'),
      field('权利性质', 60, { example: '出让/市场化商品房' }),
      field('用途', 60, { example: '城镇住宅用地/成套住宅' }),
      field('面积', 80, { example: '共有宗地面积12,680.50平方米/房屋建筑面积98.76平方米' }),
      field('使用期限', 80, { example: '国有建设用地使用权 2012年06月18日起2082年06月17日止' }),
      field('权利其他状况', 300, {
        required: false,
        example:
          '分摊土地使用权面积：18.32平方米\n房屋结构：钢筋混凝土结构\n专有建筑面积：79.41平方米，分摊建筑面积：19.35平方米\n房屋总层数：33层，所在层数：第12层\n房屋竣工时间：2014年09月30日',
      }),
      field('附记', 600, {
        required: false,
        example:
          '业务编号：20260302000018\n权利人：欧阳晓样，共有份额：共同共有\n原不动产权证号：样（2014）样例市不动产权第0100203号',
      }),
      field('印制编号', 20, { required: false, example: '99000000018' }),
      photo('附图'),
    ],
    metadata: elements({
      ...{
        KZ_GYQK: '共有情况',
        KZ_ZL: '坐落',
        KZ_BDCDYH: '不动产单元号',
        KZ_QLLX: '权利类型',
        KZ_QLXZ: '权利性质',
        KZ_YT: '用途',
      },
      ...{ KZ_MJ: '面积', KZ_SYQX: '使用期限', KZ_QLQTZK: '权利其他状况', KZ_FJ: '附记' },
    }),
    bindings: {
      ...{ 不动产权证号: 'licence-number', 权利人: 'holder-name', 登记机构: 'issuer', 登记日期: 'issue-date' },
      ...LOOKED_UP,
    },
    seal: { byIssuer: {}, kind: 'special-purpose' },
    issuers: [{ kind: 'place', area: '990000', line: 'natural-resources' }],
    serviceItems: [
      { code: '000715002000', name: '不动产统一登记', use: 'produces' },
      { code: '000105008000', name: '义务教育入学', use: 'requires' },
    ],
    paperSerial: { field: '印制编号', prefix: '99', digits: 9 },
  },
  faces: [{ name: 'standard', area: null, face: REAL_ESTATE_CERTIFICATE }],
  example: {
    issuer: CITY_LAND,
    holders: [
      { name: '欧阳晓样', codeType: '111', code: '990101199003070015' },
      { name: '苏样芸', codeType: '111', code: '990101199205060026' },
    ],
    licenceNumber: '样（2026）样例市不动产权第0000018号',
  },
};

/** 医疗机构执业许可证 */
export const MEDICAL_INSTITUTION: DemonstrationType = {
  code: `${PROVINCE_HEALTH}001`,
  definition: {
    ...{
      name: '医疗机构执业许可证（样本）',
      definer: '样例省卫生健康委员会',
      origin: 'issued',
      holders: ORGANISATION,
      seal: OWN_SEAL,
    },
    fields: [
      field('法定代表人', 60, { mask: 'name', example: '林样章' }),
      field('主要负责人', 60, { mask: 'name', example: '苏样山' }),
      field('地址', 120, { example: '样例市高新区天府大道北段1700号2栋1至3层' }),
      field('诊疗科目', 300, {
        example: '预防保健科／内科／外科／妇产科；妇科专业／儿科／口腔科／医学检验科／医学影像科；X线诊断专业／中医科',
      }),
    ],
    metadata: elements({ KZ_FDDBR: '法定代表人', KZ_ZYFZR: '主要负责人', KZ_DZ: '地址', KZ_ZLKM: '诊疗科目' }),
    bindings: {
      ...{ 机构名称: 'holder-name', 登记号: 'licence-number', 有效期限: 'validity', 发证机关: 'issuer', 发证日期: 'issue-date' },
      ...LOOKED_UP,
    },
    validity: { kind: 'term', years: 5, months: 0 },
    annualReview: { everyMonths: 12, noticeDays: 60, graceDays: 30 },
    paperSerial: null,
    issuers: [{ kind: 'place', area: '990000', line: 'health' }],
    serviceItems: [{ code: '000123001000', name: '医疗机构执业登记', use: 'produces' }],
  },
  faces: [{ name: 'standard', area: null, face: MEDICAL_INSTITUTION_LICENCE }],
  example: {
    issuer: CITY_HEALTH,
    holders: [{ name: '样例市青石社区卫生服务中心有限公司', codeType: '001', code: '91990100MA0000103C' }],
    licenceNumber: 'PDY00018-X99010017D1102',
  },
};

/** 道路运输经营许可证 */
export const ROAD_TRANSPORT: DemonstrationType = {
  code: `${PROVINCE_TRANSPORT}001`,
  definition: {
    ...{
      name: '道路运输经营许可证（样本）',
      definer: '样例省交通运输厅',
      origin: 'issued',
      holders: { kind: 'any', least: 1, most: 1 },
      seal: OWN_SEAL,
    },
    fields: [
      field('地址', 120, { example: '样例市北城区物流大道88号A区3栋' }),
      field('经营范围', 300, {
        example: '道路普通货物运输，货物专用运输（集装箱），货物专用运输（冷藏保鲜），大型物件运输（一类）',
      }),
    ],
    metadata: elements({ KZ_DZ: '地址', KZ_JYFW: '经营范围' }),
    bindings: {
      ...{
        业户名称: 'holder-name',
        许可证号: 'licence-number',
        有效期限: 'validity',
        核发机关: 'issuer',
        核发日期: 'issue-date',
      },
      ...LOOKED_UP,
    },
    validity: { kind: 'term', years: 4, months: 0 },
    annualReview: { everyMonths: 12, noticeDays: 30, graceDays: 0 },
    paperSerial: null,
    issuers: [{ kind: 'place', area: '990000', line: 'transport' }],
    serviceItems: [{ code: '000118014000', name: '道路货物运输经营许可', use: 'produces' }],
  },
  faces: [{ name: 'standard', area: null, face: ROAD_TRANSPORT_PERMIT }],
  example: {
    issuer: CITY_TRANSPORT,
    holders: [{ name: '样例市顺样物流有限公司', codeType: '001', code: '91990100MA00001117' }],
    licenceNumber: '样交运管许可 样 字 990100000018 号',
  },
};

/** 渔业船舶国籍证书 */
export const FISHING_VESSEL: DemonstrationType = {
  code: `${PROVINCE_AGRICULTURE}001`,
  definition: {
    ...{
      name: '渔业船舶国籍证书（样本）',
      definer: '样例省农业农村厅',
      origin: 'issued',
      holders: { kind: 'any', least: 1, most: 10 },
      seal: OWN_SEAL,
    },
    fields: [
      field('船名', 40, { searchable: true, example: '样渔00018' }),
      field('渔船编码', 20, { searchable: true, example: '9901012020030018' }),
      field('船籍港', 40, { example: '样例港' }),
      field('船舶呼号', 20, { required: false, example: 'BZ8YL' }),
      field('船舶种类', 40, { example: '捕捞渔船' }),
      field('船体材质', 40, { example: '钢质' }),
      ...(['船长', '型宽', '型深'] as const).map((name, index) =>
        field(name, 12, {
          type: 'number',
          least: 0,
          most: 500,
          decimals: 2,
          unit: '米',
          example: ['28.60', '5.80', '2.60'][index] ?? '',
        }),
      ),
      field('主机总功率', 12, { type: 'number', least: 0, most: 99999, decimals: 1, unit: '千瓦', example: '202.0' }),
      ...(['总吨位', '净吨位'] as const).map((name, index) =>
        field(name, 12, { type: 'number', least: 0, most: 99999, example: ['138', '48'][index] ?? '' }),
      ),
      field('造船地点', 60, { example: '样例省样例市' }),
      day('建造完工日期', '2020-03-18'),
      field('主机', 600, {
        ...{ type: 'table', mostRows: 3 },
        columns: [
          { name: '型号', required: true, maxLength: 30 },
          { name: '编号', required: false, maxLength: 30 },
          { name: '功率', required: true, maxLength: 12 },
        ],
        example: '[{"型号":"Z6170ZLC-1","编号":"YL20200018","功率":"202.0"}]',
      }),
      field('所有人地址', 120, { mask: 'hidden', example: '样例市南港区渔村路18号' }),
    ],
    metadata: elements({ KZ_CM: '船名', KZ_YCBM: '渔船编码', KZ_CJG: '船籍港', KZ_CC: '船长', KZ_ZDW: '总吨位', KZ_ZJ: '主机' }),
    bindings: {
      ...{
        证书编号: 'licence-number',
        船舶所有人: 'holder-name',
        有效期至: 'valid-to',
        登记机关: 'issuer',
        登记日期: 'issue-date',
      },
      ...LOOKED_UP,
    },
    validity: { kind: 'stated', longestYears: 5 },
    annualReview: { everyMonths: 12, noticeDays: 30, graceDays: 15 },
    paperSerial: null,
    issuers: [{ kind: 'place', area: '990000', line: 'agriculture' }],
    serviceItems: [
      { code: '000720009000', name: '渔业船舶国籍登记', use: 'produces' },
      { code: '000120045000', name: '渔业捕捞许可', use: 'requires' },
    ],
  },
  faces: [{ name: 'standard', area: null, face: FISHING_VESSEL_CERTIFICATE }],
  example: {
    issuer: CITY_AGRICULTURE,
    holders: [{ name: '样例市南港渔业专业合作社', codeType: '001', code: '91990100MA000012XY' }],
    licenceNumber: '（样）船登（籍）（2026）HY-000018号',
    validTo: '2031-03-01',
  },
};

/** 营业执照: collected (归集) from the national system that makes it. */
export const BUSINESS: DemonstrationType = {
  code: `${PROVINCE_REGULATOR}002`,
  definition: {
    ...{
      name: '营业执照（样本）',
      definer: '样例省市场监督管理局',
      origin: 'collected',
      holders: ORGANISATION,
      annualReview: null,
      seal: OWN_SEAL,
    },
    fields: [
      field('类型', 60, { example: '有限责任公司（自然人投资或控股）' }),
      field('法定代表人', 60, { mask: 'name', example: '张明' }),
      field('经营范围', 400, {
        example: '许可项目：餐饮服务；食品销售。一般项目：企业管理；外卖递送服务；会议及展览服务；食用农产品零售；日用百货销售。',
      }),
      field('注册资本', 40, { example: '壹佰万元整' }),
      day('成立日期', '2018-04-19'),
      field('住所', 120, { example: '样例市高新区天府大道北段1700号5栋1208号' }),
    ],
    metadata: elements({
      KZ_LX: '类型',
      KZ_FDDBR: '法定代表人',
      KZ_JYFW: '经营范围',
      KZ_ZCZB: '注册资本',
      KZ_CLRQ: '成立日期',
      KZ_ZS: '住所',
    }),
    bindings: {
      ...{
        统一社会信用代码: 'holder-code',
        名称: 'holder-name',
        营业期限: 'validity',
        登记机关: 'issuer',
        登记日期: 'issue-date',
      },
      ...LOOKED_UP,
    },
    ...{ validity: LONG, issuers: [], paperSerial: null },
    serviceItems: [{ code: '000131012000', name: '食品经营许可', use: 'requires' }],
  },
  faces: [{ name: 'standard', area: null, face: BUSINESS_LICENCE }],
  example: {
    issuer: CITY_REGULATOR,
    holders: [{ name: '样例市锦绣街老张川菜馆有限公司', codeType: '001', code: '91990100MA0000015X' }],
    licenceNumber: '91990100MA0000015X',
  },
};
