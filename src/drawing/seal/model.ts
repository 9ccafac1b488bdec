/** What a seal shows. */
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

/** An oval seal's dimensions in mm. */
export interface OvalSealSize {
  readonly width: number;
  readonly height: number;
  readonly ringWidth: number;
}

/** What is engraved in an oval seal (椭圆章), such as one for invoices. */
export interface OvalSeal {
  readonly shape: 'oval';
  readonly size: OvalSealSize;
  /** The body's name, 2 to 40 characters, along the ring from the left over the top to the right. */
  readonly name: string;
  /** Horizontal text in the middle, such as a number. */
  readonly middleLine?: string;
  /** Horizontal text below the middle, such as 发票专用章. */
  readonly lowerLine?: string;
  readonly marking?: string;
}

/** A square seal's dimensions in mm. */
export interface SquareSealSize {
  readonly side: number;
  readonly frameWidth: number;
}

/** What is engraved in a square seal: a person's name (名章). */
export interface SquareSeal {
  readonly shape: 'square';
  readonly size: SquareSealSize;
  /** The person's name, 2 to 12 characters; one of two or three is followed by 之印 or 印. */
  readonly name: string;
  readonly marking?: string;
}

/** A seal face to draw. */
export type SealFace = RoundSeal | OvalSeal | SquareSeal;
