/** Whether a grant covers a use. */
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { Applicant, GrantTerms, UseKind } from './model.ts';

/** A use of a seal that somebody asks for. */
export interface AskedUse {
  readonly seal: string;
  readonly kind: UseKind;
  readonly applicant: Applicant;
  readonly at: Instant;
}

/** Why a grant does not cover a use, by its terms alone; null when it does. */
export function whyNotCovered(terms: GrantTerms, { seal, kind, applicant, at }: AskedUse): Bilingual | null {
  if (terms.seal !== seal) return bilingual('the grant is for another seal', '该授权属于另一印章');
  if (at < Date.parse(terms.validFrom)) return bilingual('the grant has not begun', '授权尚未生效');
  if (at >= Date.parse(terms.validTo)) return bilingual('the grant is over', '授权已到期');
  if (!holds(terms, applicant))
    return bilingual('the grant is not for this user, organisation or system', '授权对象不包括该用户、机构或系统');
  if (!isFor(terms, kind)) return bilingual('the grant is not for this kind of document', '授权用途不包括该类文书');
  return null;
}

/** True when an applicant is among those that a grant names. */
export function holds(terms: Pick<GrantTerms, 'users' | 'organisations' | 'systems'>, applicant: Applicant): boolean {
  const { person, organisation, client } = applicant;
  if (person !== null && terms.users.includes(person)) return true;
  if (organisation !== null && terms.organisations.includes(organisation)) return true;
  return person === null && terms.systems.includes(client);
}

function isFor({ documents, licenceTypes }: GrantTerms, kind: UseKind): boolean {
  if (kind === 'document') return documents;
  return licenceTypes === 'all' || licenceTypes.includes(kind.slice('licence:'.length));
}
