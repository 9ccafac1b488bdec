/** Who and what the demonstration consists of: all invented, in an area that GB/T 2260 does not know. */
import type { StaffRole } from '../../domain/access/index.ts';
import {
  CITY_AGRICULTURE,
  CITY_APPROVALS,
  CITY_CIVIL,
  CITY_DISABLED,
  CITY_EDUCATION,
  CITY_HEALTH,
  CITY_LAND,
  CITY_POLICE,
  CITY_REGULATOR,
  CITY_TRANSPORT,
  PROVINCE_DATA,
  PROVINCE_HOUSING,
  PROVINCE_OFFICE,
  PROVINCE_REGULATOR,
  SERVICE_CENTRE,
} from './organisations.ts';

/** A seal of the demonstration, by owner. */
interface DemonstrationSeal {
  readonly code: string;
  readonly owner: string;
  readonly name: string;
  readonly kind: 'statutory-name' | 'special-purpose';
  /** Horizontal text below the centre. */
  readonly lowerLine?: string;
}

/** A demonstration account; its password is generated. */
interface DemonstrationAccount {
  readonly userName: string;
  readonly displayName: string;
  readonly organisation: string | null;
  readonly roles: readonly StaffRole[];
}

/** Seal for reports of verifications. */
export const REPORT_SEAL = '99010000000004';

/** Seals; their codes begin with the area code. */
export const SEALS: readonly DemonstrationSeal[] = [
  { code: '99010000000001', owner: CITY_REGULATOR, name: '样例市市场监督管理局', kind: 'statutory-name' },
  { code: '99010000000002', owner: CITY_APPROVALS, name: '样例市行政审批服务局', kind: 'statutory-name' },
  {
    code: '99010000000003',
    owner: CITY_REGULATOR,
    name: '样例市市场监督管理局',
    kind: 'special-purpose',
    lowerLine: '电子证照专用章',
  },
  {
    code: REPORT_SEAL,
    owner: SERVICE_CENTRE,
    name: '样例市政务服务中心',
    kind: 'special-purpose',
    lowerLine: '查验报告专用章',
  },
  {
    code: '99010000001005',
    owner: CITY_LAND,
    name: '样例市自然资源和规划局',
    kind: 'special-purpose',
    lowerLine: '不动产登记专用章',
  },
  { code: '99010000001006', owner: CITY_POLICE, name: '样例市公安局', kind: 'statutory-name' },
  { code: '99010000001007', owner: CITY_CIVIL, name: '样例市民政局', kind: 'special-purpose', lowerLine: '婚姻登记专用章' },
  { code: '99010000001008', owner: CITY_CIVIL, name: '样例市民政局', kind: 'statutory-name' },
  { code: '99010000001009', owner: CITY_DISABLED, name: '样例市残疾人联合会', kind: 'statutory-name' },
  { code: '99010000001010', owner: CITY_EDUCATION, name: '样例市教育局', kind: 'statutory-name' },
  { code: '99000000001011', owner: PROVINCE_HOUSING, name: '样例省住房和城乡建设厅', kind: 'statutory-name' },
  { code: '99010000001012', owner: CITY_HEALTH, name: '样例市卫生健康委员会', kind: 'statutory-name' },
  { code: '99010000001013', owner: CITY_TRANSPORT, name: '样例市交通运输局', kind: 'statutory-name' },
  { code: '99010000001014', owner: CITY_AGRICULTURE, name: '样例市农业农村局', kind: 'statutory-name' },
];

/** Accounts, one for each kind of work. */
export const ACCOUNTS: readonly DemonstrationAccount[] = [
  { userName: 'clerk', displayName: '发证员', organisation: CITY_REGULATOR, roles: ['issuer'] },
  { userName: 'sealer', displayName: '用章员', organisation: CITY_REGULATOR, roles: ['seal-user'] },
  { userName: 'keeper', displayName: '印章管理员', organisation: CITY_REGULATOR, roles: ['seal-keeper'] },
  { userName: 'supervisor', displayName: '用章审批人', organisation: CITY_REGULATOR, roles: ['seal-keeper'] },
  { userName: 'approver', displayName: '印章审批员', organisation: PROVINCE_OFFICE, roles: ['seal-approver'] },
  { userName: 'maker', displayName: '制章员', organisation: PROVINCE_DATA, roles: ['seal-maker'] },
  { userName: 'cataloguer', displayName: '目录编制员', organisation: PROVINCE_REGULATOR, roles: ['catalogue-editor'] },
  { userName: 'city-cataloguer', displayName: '市级目录编制员', organisation: CITY_REGULATOR, roles: ['catalogue-editor'] },
  { userName: 'publisher', displayName: '目录审批员', organisation: PROVINCE_DATA, roles: ['catalogue-approver'] },
  { userName: 'counter', displayName: '窗口核验员', organisation: SERVICE_CENTRE, roles: ['verifier'] },
  { userName: 'auditor', displayName: '审计管理员', organisation: null, roles: ['auditor'] },
  { userName: 'admin', displayName: '系统管理员', organisation: null, roles: ['administrator'] },
  { userName: 'security', displayName: '安全管理员', organisation: null, roles: ['security-administrator'] },
];

/** The case system that issues by interface. */
export const CASE_SYSTEM = { name: '样例办件系统', organisation: CITY_REGULATOR } as const;
