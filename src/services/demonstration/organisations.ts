/** Organisations of the demonstration: all invented, in an area that GB/T 2260 does not know. */
import { lineCode as line, type BodyClass, type LineCode, type Tree } from '../../domain/organisation/index.ts';

/** An organisation of the demonstration. */
interface DemonstrationOrganisation {
  readonly code: string;
  readonly name: string;
  readonly bodyClass: BodyClass;
  readonly areaCode: string;
  /** Line of business; absent for a body of its area as a whole. */
  readonly line?: LineCode;
}

/** 样例省市场监督管理局 */
export const PROVINCE_REGULATOR = '11990000MB0000019F';
/** 样例市市场监督管理局 */
export const CITY_REGULATOR = '11990100MB0000027F';
/** 样例市行政审批服务局 */
export const CITY_APPROVALS = '11990100MB0000035A';
/** 样例省人民政府办公厅 */
export const PROVINCE_OFFICE = '11990000MB0000050P';
/** 样例省政务服务和数据管理局 */
export const PROVINCE_DATA = '11990000MB0000069L';
/** 样例市政务服务中心 */
export const SERVICE_CENTRE = '12990100MB00000432';
/** 样例省自然资源厅 */
export const PROVINCE_LAND = '11990000MB00005025';
/** 样例省公安厅 */
export const PROVINCE_POLICE = '11990000MB00005100';
/** 样例省民政厅 */
export const PROVINCE_CIVIL = '11990000MB0000529W';
/** 样例省残疾人联合会 */
export const PROVINCE_DISABLED = '13990000MB00007219';
/** 样例省教育厅 */
export const PROVINCE_EDUCATION = '11990000MB0000537P';
/** 样例省住房和城乡建设厅 */
export const PROVINCE_HOUSING = '11990000MB0000545J';
/** 样例省卫生健康委员会 */
export const PROVINCE_HEALTH = '11990000MB0000553D';
/** 样例省交通运输厅 */
export const PROVINCE_TRANSPORT = '11990000MB00005618';
/** 样例省农业农村厅 */
export const PROVINCE_AGRICULTURE = '11990000MB000057X0';
/** 样例市自然资源和规划局 */
export const CITY_LAND = '11990100MB00008018';
/** 样例市公安局 */
export const CITY_POLICE = '11990100MB000081X0';
/** 样例市民政局 */
export const CITY_CIVIL = '11990100MB00008280';
/** 样例市残疾人联合会 */
export const CITY_DISABLED = '13990100MB0000713K';
/** 样例市教育局 */
export const CITY_EDUCATION = '11990100MB0000836T';
/** 样例市卫生健康委员会 */
export const CITY_HEALTH = '11990100MB0000844M';
/** 样例市交通运输局 */
export const CITY_TRANSPORT = '11990100MB0000852G';
/** 样例市农业农村局 */
export const CITY_AGRICULTURE = '11990100MB0000860B';

/** Organisations. */
export const ORGANISATIONS: readonly DemonstrationOrganisation[] = [
  { code: PROVINCE_REGULATOR, name: '样例省市场监督管理局', bodyClass: 'department', areaCode: '990000' },
  { code: CITY_REGULATOR, name: '样例市市场监督管理局', bodyClass: 'department', areaCode: '990100' },
  { code: CITY_APPROVALS, name: '样例市行政审批服务局', bodyClass: 'department', areaCode: '990100' },
  // The department that approves seals, and the unit that makes them.
  { code: PROVINCE_OFFICE, name: '样例省人民政府办公厅', bodyClass: 'department', areaCode: '990000' },
  { code: PROVINCE_DATA, name: '样例省政务服务和数据管理局', bodyClass: 'department', areaCode: '990000' },
  { code: SERVICE_CENTRE, name: '样例市政务服务中心', bodyClass: 'institution', areaCode: '990100' },
  // Bodies that define licence types, and those that issue them.
  { code: PROVINCE_LAND, name: '样例省自然资源厅', bodyClass: 'department', areaCode: '990000', line: line('natural-resources') },
  { code: PROVINCE_POLICE, name: '样例省公安厅', bodyClass: 'department', areaCode: '990000', line: line('public-security') },
  { code: PROVINCE_CIVIL, name: '样例省民政厅', bodyClass: 'department', areaCode: '990000', line: line('civil-affairs') },
  {
    code: PROVINCE_DISABLED,
    name: '样例省残疾人联合会',
    bodyClass: 'department',
    areaCode: '990000',
    line: line('disabled-persons'),
  },
  { code: PROVINCE_EDUCATION, name: '样例省教育厅', bodyClass: 'department', areaCode: '990000', line: line('education') },
  { code: PROVINCE_HOUSING, name: '样例省住房和城乡建设厅', bodyClass: 'department', areaCode: '990000', line: line('housing') },
  { code: PROVINCE_HEALTH, name: '样例省卫生健康委员会', bodyClass: 'department', areaCode: '990000', line: line('health') },
  { code: PROVINCE_TRANSPORT, name: '样例省交通运输厅', bodyClass: 'department', areaCode: '990000', line: line('transport') },
  {
    code: PROVINCE_AGRICULTURE,
    name: '样例省农业农村厅',
    bodyClass: 'department',
    areaCode: '990000',
    line: line('agriculture'),
  },
  {
    code: CITY_LAND,
    name: '样例市自然资源和规划局',
    bodyClass: 'department',
    areaCode: '990100',
    line: line('natural-resources'),
  },
  { code: CITY_POLICE, name: '样例市公安局', bodyClass: 'department', areaCode: '990100', line: line('public-security') },
  { code: CITY_CIVIL, name: '样例市民政局', bodyClass: 'department', areaCode: '990100', line: line('civil-affairs') },
  {
    code: CITY_DISABLED,
    name: '样例市残疾人联合会',
    bodyClass: 'department',
    areaCode: '990100',
    line: line('disabled-persons'),
  },
  { code: CITY_EDUCATION, name: '样例市教育局', bodyClass: 'department', areaCode: '990100', line: line('education') },
  { code: CITY_HEALTH, name: '样例市卫生健康委员会', bodyClass: 'department', areaCode: '990100', line: line('health') },
  { code: CITY_TRANSPORT, name: '样例市交通运输局', bodyClass: 'department', areaCode: '990100', line: line('transport') },
  { code: CITY_AGRICULTURE, name: '样例市农业农村局', bodyClass: 'department', areaCode: '990100', line: line('agriculture') },
];

/** Areas and lines of business, with their names. */
export const PLACES: readonly { readonly tree: Tree; readonly code: string; readonly name: string }[] = [
  { tree: 'area', code: '990000', name: '样例省' },
  { tree: 'area', code: '990100', name: '样例市' },
  { tree: 'area', code: '990101', name: '样例区' },
  { tree: 'area', code: '990102', name: '样例新区' },
  { tree: 'area', code: '990200', name: '样例第二市' },
  { tree: 'line', code: 'market', name: '市场监管' },
  { tree: 'line', code: 'approval', name: '行政审批' },
  { tree: 'line', code: 'housing', name: '住房和城乡建设' },
  { tree: 'line', code: 'commerce', name: '商务' },
  { tree: 'line', code: 'health', name: '卫生健康' },
  { tree: 'line', code: 'natural-resources', name: '自然资源' },
  { tree: 'line', code: 'public-security', name: '公安' },
  { tree: 'line', code: 'civil-affairs', name: '民政' },
  { tree: 'line', code: 'disabled-persons', name: '残疾人事业' },
  { tree: 'line', code: 'education', name: '教育' },
  { tree: 'line', code: 'transport', name: '交通运输' },
  { tree: 'line', code: 'agriculture', name: '农业农村' },
];
