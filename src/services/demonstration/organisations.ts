/** Organisations of the demonstration: all invented, in an area that GB/T 2260 does not know. */
import type { BodyClass, Tree } from '../../domain/organisation/index.ts';

/** An organisation of the demonstration. */
interface DemonstrationOrganisation {
  readonly code: string;
  readonly name: string;
  readonly bodyClass: BodyClass;
  readonly areaCode: string;
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

/** Organisations. */
export const ORGANISATIONS: readonly DemonstrationOrganisation[] = [
  { code: PROVINCE_REGULATOR, name: '样例省市场监督管理局', bodyClass: 'department', areaCode: '990000' },
  { code: CITY_REGULATOR, name: '样例市市场监督管理局', bodyClass: 'department', areaCode: '990100' },
  { code: CITY_APPROVALS, name: '样例市行政审批服务局', bodyClass: 'department', areaCode: '990100' },
  // The department that approves seals, and the unit that makes them.
  { code: PROVINCE_OFFICE, name: '样例省人民政府办公厅', bodyClass: 'department', areaCode: '990000' },
  { code: PROVINCE_DATA, name: '样例省政务服务和数据管理局', bodyClass: 'department', areaCode: '990000' },
  { code: SERVICE_CENTRE, name: '样例市政务服务中心', bodyClass: 'institution', areaCode: '990100' },
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
];
