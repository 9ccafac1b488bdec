/** What faces that are cards have in common: drawn at twice their size, front and back. */
import type { Figure } from '../layout/index.ts';
import { words } from './form.ts';

/** An ID-1 card (ISO/IEC 7810), 85.6 by 54 mm, at twice its size. */
export const CARD = { width: 171.2, height: 108 } as const;

/** The rule around a card, its corners round. */
export const cardEdge = (colour: string): Figure => ({
  ...{ kind: 'panel', x: 2, y: 2, width: CARD.width - 4, height: CARD.height - 4, radius: 6 },
  stroke: { width: 0.4, colour },
});

/** Room for a photo, its upper left corner in mm. */
export const photoFrame = (x: number, y: number, colour: string): Figure => ({
  ...{ kind: 'panel', x, y, width: 36, height: 45, fill: '#fbfcfd' },
  stroke: { width: 0.2, colour },
});

/** So many lines of waves over the whole card. */
export const cardWaves = (colour: string, lines: number, count: number): Figure => ({
  ...{ kind: 'waves', x: 4, y: 5, width: CARD.width - 8, height: CARD.height - 10, lines, waves: count, swing: 1.4 },
  stroke: { width: 0.11, colour },
});

/** What stands in the room of a photo. */
export const photoWords = (x: number, y: number) =>
  words('照 片', { x, y: y + 19, width: 36, height: 7, size: 11, colour: '#b8c0c6', align: 'center' });
