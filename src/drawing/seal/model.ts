/** What a round seal (公章) shows. */
import type { PathSegment } from '../model.ts';

/** Body classes with their sizes after 国发〔1999〕25号; `enterprise` covers institutions and social organisations too. */
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

/** What stands in the middle: a star, an emblem whose outlines are supplied (in any units), or nothing. */
export type SealCentre =
  { readonly kind: 'star' } | { readonly kind: 'none' } | { readonly kind: 'emblem'; readonly fills: readonly SealFill[] };

/** One fill of a seal or emblem, y downwards; in a seal in mm around its centre. */
export interface SealFill {
  readonly path: readonly PathSegment[];
  readonly fillRule: 'nonzero' | 'evenodd';
}

/** A round seal's dimensions in mm. */
export interface RoundSealSize {
  readonly diameter: number;
  readonly ringWidth: number;
}

/** What is engraved in a round seal. */
export interface RoundSeal {
  readonly shape: 'round';
  readonly size: RoundSealSize;
  readonly centre: SealCentre;
  /** The body's name, 2 to 40 characters, along the ring from the left over the top to the right. */
  readonly name: string;
  /** The name in a second script of an autonomous area, on an outer arc of its own. */
  readonly secondName?: string;
  /** Horizontal text below the centre, such as 合同专用章. */
  readonly lowerLine?: string;
  /** Code along the lower rim, read from left to right. */
  readonly code?: string;
  /** Horizontal words that mark a demonstration seal, such as 样本 无效; part of the face. */
  readonly marking?: string;
}

/** A seal face to draw; further shapes (oval, square) join here. */
export type SealFace = RoundSeal;
