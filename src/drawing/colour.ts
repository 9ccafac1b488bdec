import type { Colour } from './model.ts';

/** Black. */
export const BLACK: Colour = Object.freeze({ red: 0, green: 0, blue: 0 });
/** White. */
export const WHITE: Colour = Object.freeze({ red: 255, green: 255, blue: 255 });

/** The colour of a text `#rrggbb` that has been checked before. */
export function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return { red: (value >> 16) & 255, green: (value >> 8) & 255, blue: value & 255 };
}

/** A colour as `#rrggbb`. */
export function hexOf({ red, green, blue }: Colour): string {
  return `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}
