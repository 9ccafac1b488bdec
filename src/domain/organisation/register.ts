/** The register of places (区划、条线登记): which areas and lines of business there are, what they are called, and from when to when. */
import type { LocalDate } from '../../base/time.ts';
import type { DomainEvent } from '../journal/index.ts';
import { areaParent, isAreaCode } from './area.ts';
import { isLineCode, lineParent } from './line.ts';

/** The two trees: of areas (行政区划), and of lines of business (条线). */
export const TREES = ['area', 'line'] as const;

/** One of the two trees. */
export type Tree = (typeof TREES)[number];

/** A place as it is registered. */
export interface PlaceEntry {
  /** Code of an area, 6, 9 or 12 digits, or of a line. */
  readonly code: string;
  readonly name: string;
  /** First and last day on which the code is valid; null where it is not known, or not limited. */
  readonly firstDay: LocalDate | null;
  readonly lastDay: LocalDate | null;
  /** Codes of areas that took the place of one that ended; several where it was split. None of lines. */
  readonly successors: readonly string[];
}

/** A registered place, one document; `_id` is its tree and its code, with a colon between. */
export interface PlaceRecord extends PlaceEntry {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly tree: Tree;
  /** `_id` of the place above, whether that is registered or not; of one at the top the tree and a colon. */
  readonly parent: string;
  readonly outbox: readonly DomainEvent[];
  /** True while the outbox holds events that the journal may lack. */
  readonly pending: boolean;
}

/** The `_id` of a place. */
export function placeId(tree: Tree, code: string): string {
  return `${tree}:${code}`;
}

/** Whether a text has the form of a code of a tree. */
export function isPlaceCode(tree: Tree, code: string): boolean {
  return tree === 'area' ? isAreaCode(code) : isLineCode(code);
}

/** Code of the place that a place lies in directly, null at the top or for what has not the form of a code. */
export function placeParent(tree: Tree, code: string): string | null {
  if (tree === 'area') return isAreaCode(code) ? areaParent(code) : null;
  return isLineCode(code) ? lineParent(code) : null;
}

/** Whether a place is valid on a day. */
export function isPlaceValid({ firstDay, lastDay }: Pick<PlaceEntry, 'firstDay' | 'lastDay'>, day: LocalDate): boolean {
  return (firstDay === null || firstDay <= day) && (lastDay === null || day <= lastDay);
}
