/** Who and what the demonstration consists of: all invented, in an area that GB/T 2260 does not know. */
import type { BodyClass } from '../../domain/organisation/index.ts';
import type { StaffRole } from '../../domain/access/index.ts';

/** An organisation of the demonstration. */
interface DemonstrationOrganisation {
  readonly code: string;
  readonly name: string;
  readonly bodyClass: BodyClass;
  readonly areaCode: string;
}

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

const PROVINCE_REGULATOR = '11990000MB0000019F';
const CITY_REGULATOR = '11990100MB0000027F';
const CITY_APPROVALS = '11990100MB0000035A';
const PROVINCE_OFFICE = '11990000MB0000050P';
const PROVINCE_DATA = '11990000MB0000069L';
const SERVICE_CENTRE = '12990100MB00000432';

/** Seal for reports of verifications. */
export const REPORT_SEAL = '99010000000004';

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
];

/** Accounts, one for each kind of work. */
export const ACCOUNTS: readonly DemonstrationAccount[] = [
  { userName: 'clerk', displayName: '发证员', organisation: CITY_REGULATOR, roles: ['issuer'] },
  { userName: 'sealer', displayName: '用章员', organisation: CITY_REGULATOR, roles: ['seal-user'] },
  { userName: 'keeper', displayName: '印章管理员', organisation: CITY_REGULATOR, roles: ['seal-keeper'] },
  { userName: 'supervisor', displayName: '用章审批人', organisation: CITY_REGULATOR, roles: ['seal-keeper'] },
  { userName: 'approver', displayName: '印章审批员', organisation: PROVINCE_OFFICE, roles: ['seal-approver'] },
  { userName: 'maker', displayName: '制章员', organisation: PROVINCE_DATA, roles: ['seal-maker'] },
  { userName: 'counter', displayName: '窗口核验员', organisation: SERVICE_CENTRE, roles: ['verifier'] },
  { userName: 'auditor', displayName: '审计管理员', organisation: null, roles: ['auditor'] },
  { userName: 'admin', displayName: '系统管理员', organisation: null, roles: ['administrator'] },
  { userName: 'security', displayName: '安全管理员', organisation: null, roles: ['security-administrator'] },
];

/** The case system that issues by interface. */
export const CASE_SYSTEM = { name: '样例办件系统', organisation: CITY_REGULATOR } as const;

/** The licence type: who defines it, its number there, who issues it with which seal. */
export const FOOD_PERMIT = {
  code: `${PROVINCE_REGULATOR}001`,
  issuers: [CITY_REGULATOR, CITY_APPROVALS],
  seals: { [CITY_REGULATOR]: '99010000000001', [CITY_APPROVALS]: '99010000000002' },
  validYears: 5,
} as const;
