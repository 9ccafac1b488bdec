/** Metadata of licences (GB/T 36903-2018): its elements. */
/** Elements that every licence has, by their short names; the register knows them without being told where they come from. */
export const COMMON_ELEMENTS = {
  ZZLXMC: '证照类型名称',
  ZZLXDM: '证照类型代码',
  ZZMC: '证照名称',
  ZZBH: '证照编号',
  ZZBS: '证照标识',
  ZZBBH: '证照版本号',
  ZZBFJG: '证照颁发机构',
  ZZBFJGDM: '证照颁发机构代码',
  ZZBFRQ: '证照颁发日期',
  CZZT: '持证主体',
  CZZTDM: '持证主体代码',
  CZZTDMLXDM: '持证主体代码类型代码',
  ZZYXQQSRQ: '证照有效期起始日期',
  ZZYXQJZRQ: '证照有效期截止日期',
} as const;

/** True for the short name of an element of a type's own. */
export function isOwnElement(element: string): boolean {
  return /^KZ_[A-Z0-9]{1,30}$/.test(element);
}
