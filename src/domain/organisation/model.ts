/** Organisations as the register knows them. */

/** Class of a body, which rules the diameter and centre of its seal (国发〔1999〕25号). */
export type BodyClass =
  | 'state-council'
  | 'province'
  | 'ministry'
  | 'council-coordination'
  | 'vice-ministry'
  | 'prefecture'
  | 'county'
  | 'department'
  | 'township'
  | 'village'
  | 'foreign-affairs'
  | 'institution'
  | 'enterprise'
  | 'special-purpose';

/** An organisation, one document. */
export interface OrganisationRecord {
  /** Unified social credit code. */
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly name: string;
  readonly bodyClass: BodyClass;
  /** GB/T 2260 code of its area, 6 digits. */
  readonly areaCode: string;
  readonly demonstration: boolean;
}
