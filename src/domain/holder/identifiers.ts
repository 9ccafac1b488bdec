/** The numbers of a holder, and which licences are his by them. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { LONG_TERM, type LocalDate } from '../../base/time.ts';
import { earlierCitizenNumber, isCreditCode } from '../identifier/index.ts';
import type { Holder, HolderCodeType } from '../licence/index.ts';
import type { HolderIdentifier, HolderKind, HolderRecord, IdentifierLink } from './model.ts';

/** Kinds of numbers that can be linked to a citizen's own, and to an enterprise's: 前公民身份号码、护照、通行证, 前信用代码、注册号. */
const LINKABLE: Readonly<Record<HolderKind, readonly HolderCodeType[]>> = {
  citizen: ['111', '414', '511', '516', '999'],
  enterprise: ['001', '099'],
};

/** A number as it is compared: NFKC, capitals, no spaces. */
export function plainCode(code: string): string {
  return code.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
}

/** A name as it is compared: NFKC, capitals, without spaces and without the points between the parts of names. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\s·•‧・.]+/gu, '')
    .toUpperCase();
}

/** The numbers that a holder has: that by which he is known, the same as it was written before, and those accepted as linked. */
export function identifiersOf(
  { kind, code, name }: Pick<HolderRecord, 'kind' | 'code' | 'name'>,
  links: readonly IdentifierLink[],
): readonly HolderIdentifier[] {
  const whole = { name, from: null, to: LONG_TERM } as const;
  const earlier = kind === 'citizen' ? earlierCitizenNumber(code) : null;
  return [
    { ...whole, codeType: kind === 'citizen' ? '111' : '001', code, basis: 'proved' },
    ...(earlier === null ? [] : [{ ...whole, codeType: '111', code: earlier, basis: 'derived' } as const]),
    ...links
      .filter(({ state }) => state === 'accepted')
      .map((link): HolderIdentifier => ({
        ...{ codeType: link.codeType, code: link.code, name: link.name, from: link.from, to: link.to },
        basis: 'linked',
      })),
  ];
}

/**
 * True when a licence issued on a day is of whom the number identifies: for a proved number, the number alone; for any other the name as well,
 * since numbers of 15 digits were given twice and passports of two states can have one number.
 */
export function holds(
  identifier: HolderIdentifier,
  licence: { readonly holders: readonly Holder[]; readonly issueDate: LocalDate },
): boolean {
  const { from, to, basis } = identifier;
  const { issueDate } = licence;
  if ((from !== null && issueDate < from) || (to !== LONG_TERM && issueDate > to)) return false;
  return licence.holders.some(
    ({ codeType, code, name }) =>
      plainCode(code) === plainCode(identifier.code) &&
      (basis === 'proved'
        ? isProvable(codeType)
        : isComparable(codeType, identifier.codeType) && plainName(name) === plainName(identifier.name)),
  );
}

/** Citizens' numbers and credit codes check themselves; some bodies write 999 or 099 for either. */
function isProvable(codeType: HolderCodeType): boolean {
  return ['111', '001', '999', '099'].includes(codeType);
}

/** Numbers of 15 digits, and former ones, are on old licences as 111, or as another certificate. */
function isComparable(written: HolderCodeType, known: HolderCodeType): boolean {
  return written === known || (known === '111' && written === '999') || (known === '001' && written === '099');
}

/** A number that a holder wants to be linked. */
export type AskedLink = Pick<IdentifierLink, 'codeType' | 'code' | 'name' | 'from' | 'to'>;

/**
 * Checks what a holder wants to be linked: of a kind that he can have, well formed, not the number by which he is known already, and a period
 * that is one.
 * @throws {YinzhengError} HOLDER_LINK_REFUSED
 */
export function checkLink(holder: Pick<HolderRecord, 'kind' | 'code' | 'name'>, { codeType, code, from, to }: AskedLink): void {
  const refuse = (en: string, zh: string): YinzhengError =>
    new YinzhengError('HOLDER_LINK_REFUSED', { reason: bilingual(en, zh) });
  if (!LINKABLE[holder.kind].includes(codeType)) throw refuse('a holder of this kind has no such number', '该类主体没有此类证件');
  if (!/^[0-9A-Z()（）-]{4,40}$/u.test(plainCode(code))) throw refuse('the number is not well formed', '证件号码格式有误');
  if (codeType === '001' && !isCreditCode(plainCode(code))) throw refuse('the credit code is wrong', '统一社会信用代码有误');
  if (identifiersOf(holder, []).some((known) => plainCode(known.code) === plainCode(code)))
    throw refuse('it is linked by itself', '该号码已自动关联');
  if (from !== null && to !== LONG_TERM && to < from) throw refuse('the period ends before it begins', '截止日期早于起始日期');
}
