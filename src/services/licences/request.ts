import { toHex, utf8 } from '../../base/bytes.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Purpose } from '../../domain/access/index.ts';
import { canonicalJson } from '../../domain/journal/index.ts';
import type { AssociatedLicence, Holder, OrganisationReference } from '../../domain/licence/index.ts';

/** What a department asks for when it issues a licence. Dates are `YYYY-MM-DD`; `validTo` may be `long-term`. */
export interface IssueRequest {
  readonly typeCode: string;
  readonly holders: readonly Holder[];
  readonly fields: Readonly<Record<string, string>>;
  /** 证照编号, printed on the face. */
  readonly licenceNumber: string;
  readonly issueDate?: string | undefined;
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
  /** Body responsible for the matter when it is not the issuer. */
  readonly responsible?: OrganisationReference | undefined;
  /** Other licences that it is associated with (关联证照). */
  readonly associated?: readonly AssociatedLicence[] | undefined;
  readonly purpose: Purpose & { readonly caseNumber: string };
}

/** SM3 of the canonical request, hexadecimal: the same case with the same content is a repetition. */
export function requestDigest(request: IssueRequest, crypto: CryptoProvider): string {
  return toHex(crypto.digest('sm3', utf8(canonicalJson(request))));
}

/** Key of the claim that makes issuing idempotent. */
export function caseKeyOf(organisation: string, request: IssueRequest): string {
  return `${organisation}/${request.typeCode}/${request.purpose.caseNumber}`;
}
