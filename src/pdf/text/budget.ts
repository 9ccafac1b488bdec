import { YinzhengError } from '../../base/errors/index.ts';

/** How much may still be done for the texts of a document; shared by all its pages and fonts, so that hostile files cannot multiply work. */
export interface TextBudget {
  /** Operators of content streams. */
  operations: number;
  /** Characters shown. */
  characters: number;
  /** Codes for which fonts say a text, a width or a glyph. */
  mappings: number;
}

/** Enough for thousands of dense pages. */
export function createTextBudget(): TextBudget {
  return { operations: 2_000_000, characters: 2_000_000, mappings: 2_000_000 };
}

/**
 * Takes from the budget.
 * @throws {YinzhengError} DOCUMENT_TOO_COSTLY when nothing is left
 */
export function spend(budget: TextBudget, kind: keyof TextBudget, count = 1): void {
  budget[kind] -= count;
  if (budget[kind] < 0) throw new YinzhengError('DOCUMENT_TOO_COSTLY');
}
