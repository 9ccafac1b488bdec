/** Dictionaries (数据字典) that the types of the demonstration choose from. */
import type { DictionaryContent } from '../../../domain/catalogue/index.ts';
import { PROVINCE_DATA, PROVINCE_DISABLED, PROVINCE_EDUCATION, PROVINCE_HOUSING, PROVINCE_LAND } from '../organisations.ts';

/** A dictionary of the demonstration. */
export interface DemonstrationDictionary {
  readonly code: string;
  readonly content: DictionaryContent;
}

function dictionary(
  code: string,
  name: string,
  { source, labels }: { readonly source: string | null; readonly labels: readonly (readonly [string, string])[] },
): DemonstrationDictionary {
  return { code, content: { name, source, entries: labels.map(([each, label]) => ({ code: each, label })) } };
}

/** 性别 */
export const SEX = `${PROVINCE_DATA}.sex`;
/** 残疾类别 */
export const DISABILITY_KIND = `${PROVINCE_DISABLED}.disability-kind`;
/** 残疾等级 */
export const DISABILITY_GRADE = `${PROVINCE_DISABLED}.disability-grade`;
/** 教师资格种类 */
export const TEACHER_KIND = `${PROVINCE_EDUCATION}.teacher-kind`;
/** 安全生产管理岗位 */
export const SAFETY_POST = `${PROVINCE_HOUSING}.safety-post`;
/** 不动产权利类型 */
export const PROPERTY_RIGHT = `${PROVINCE_LAND}.property-right`;

/** All of them. */
export const DEMONSTRATION_DICTIONARIES: readonly DemonstrationDictionary[] = [
  dictionary(SEX, '性别', {
    source: 'GB/T 2261.1-2003',
    labels: [
      ['0', '未知的性别'],
      ['1', '男'],
      ['2', '女'],
      ['9', '未说明的性别'],
    ],
  }),
  dictionary(DISABILITY_KIND, '残疾类别', {
    source: 'GB/T 26341-2010',
    labels: [
      ['1', '视力残疾'],
      ['2', '听力残疾'],
      ['3', '言语残疾'],
      ['4', '肢体残疾'],
      ['5', '智力残疾'],
      ['6', '精神残疾'],
      ['7', '多重残疾'],
    ],
  }),
  dictionary(DISABILITY_GRADE, '残疾等级', {
    source: 'GB/T 26341-2010',
    labels: [
      ['1', '一级'],
      ['2', '二级'],
      ['3', '三级'],
      ['4', '四级'],
    ],
  }),
  dictionary(TEACHER_KIND, '教师资格种类', {
    source: '教师资格条例',
    labels: [
      ['1', '幼儿园教师资格'],
      ['2', '小学教师资格'],
      ['3', '初级中学教师资格'],
      ['4', '高级中学教师资格'],
      ['5', '中等职业学校教师资格'],
      ['6', '中等职业学校实习指导教师资格'],
      ['7', '高等学校教师资格'],
    ],
  }),
  dictionary(SAFETY_POST, '安全生产管理岗位', {
    source: null,
    labels: [
      ['A', '建筑施工企业主要负责人'],
      ['B', '建筑施工企业项目负责人'],
      ['C1', '建筑施工企业机械类专职安全生产管理人员'],
      ['C2', '建筑施工企业土建类专职安全生产管理人员'],
      ['C3', '建筑施工企业综合类专职安全生产管理人员'],
    ],
  }),
  dictionary(PROPERTY_RIGHT, '不动产权利类型', {
    source: null,
    labels: [
      ['3', '国有建设用地使用权'],
      ['4', '国有建设用地使用权/房屋（构筑物）所有权'],
      ['5', '宅基地使用权'],
      ['6', '宅基地使用权/房屋（构筑物）所有权'],
      ['7', '集体建设用地使用权'],
      ['9', '土地承包经营权'],
    ],
  }),
];
