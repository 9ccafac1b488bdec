/** What a seal is to show, as its owner applies for it, and which shapes a kind of seal may have. */
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import type { SealKind, SealRecord } from './model.ts';
import { SPECIMEN_MARKING } from './words.ts';

/** Shapes of seals: 圆形、椭圆形、方形. */
export const SEAL_SHAPES = ['round', 'oval', 'square'] as const;

/** A shape of a seal. */
export type SealShape = (typeof SEAL_SHAPES)[number];

/** What a seal is to show. A change of any of it is another seal: the one before is cancelled, and this one applied for. */
export interface SealFaceOrder {
  readonly kind: SealKind;
  readonly shape: SealShape;
  /** What stands along the ring: the owner's name; with a department, beginning with it; or the person's name. */
  readonly name: string;
  /** The name in a second script of an autonomous area, round seals only; null for none. */
  readonly secondName: string | null;
  /** In the middle of an oval seal, such as a number; null for none. */
  readonly middleLine: string | null;
  /** Below the middle, such as 合同专用章; null for none. */
  readonly lowerLine: string | null;
}

/** How the title of a specimen's seal ends. */
const MARK = `（${SPECIMEN_MARKING}）`;

const SHAPES: Readonly<Record<SealKind, readonly SealShape[]>> = {
  'statutory-name': ['round'],
  department: ['round'],
  'special-purpose': ['round', 'oval'],
  'personal-name': ['square'],
};

/**
 * Why a seal of an owner may not show this; null when it may. 国发〔1999〕25号: an organisation's seal has its statutory name and nothing
 * else, and one for special purposes differs from it in name and form.
 */
export function faceFault(face: SealFaceOrder, ownerName: string): Bilingual | null {
  const { kind, shape, name, secondName, middleLine, lowerLine } = face;
  if (!SHAPES[kind].includes(shape)) return bilingual(`a seal of this kind is not ${shape}`, '该种类的印章不能采用此形状');
  if (secondName !== null && shape !== 'round')
    return bilingual('only a round seal has a second name', '仅圆形印章可有第二种文字');
  if (middleLine !== null && shape !== 'oval')
    return bilingual('only an oval seal has a line in its middle', '仅椭圆形印章可有中间文字');
  if (lowerLine !== null && shape === 'square') return bilingual('a square seal has no line below', '方形印章不能有下方文字');
  switch (kind) {
    case 'statutory-name':
      if (lowerLine !== null) return bilingual('the seal of an organisation has its name only', '法定名称章只刻法定名称');
      return name === ownerName ? null : NAMED;
    case 'department':
      return name.startsWith(ownerName) && name.length > ownerName.length
        ? null
        : bilingual("a department's seal has the owner's name and then its own", '部门章名称应为机构名称加部门名称');
    case 'special-purpose':
      if (lowerLine === null && middleLine === null)
        return bilingual('a seal for one purpose says which', '业务专用章须写明用途');
      return name === ownerName ? null : NAMED;
    case 'personal-name':
      return null;
  }
}

const NAMED: Bilingual = bilingual("the name is not the owner's", '名称与所属机构名称不一致');

/** What people call the seal: all that it says in one line. */
export function faceTitle({ kind, name, middleLine, lowerLine }: SealFaceOrder): string {
  return kind === 'personal-name' ? `${name}（法定代表人名章）` : `${name}${middleLine ?? ''}${lowerLine ?? ''}`;
}

/**
 * Whether the face of a seal shows a name of its owner. A name of which another of the owner's is the beginning is told from that: `others` are those
 * that the seal may show in its place.
 */
export function showsName(
  { kind, name: title }: Pick<SealRecord, 'kind' | 'name'>,
  name: string,
  others: readonly string[] = [],
): boolean {
  if (kind === 'personal-name') return false;
  const shown = title.endsWith(MARK) ? title.slice(0, -MARK.length) : title;
  const isShown = (one: string) => (kind === 'statutory-name' ? shown === one : shown.startsWith(one));
  return isShown(name) && !others.some((other) => other.length > name.length && isShown(other));
}
