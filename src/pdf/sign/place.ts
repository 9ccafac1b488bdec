import { POINTS_PER_MM } from '../paint/content.ts';
import type { PageRotation } from '../paint/form.ts';
import { refuse } from './refuse.ts';

/** Where a seal stands: lengths in mm from the upper left corner of the page as it is shown, x to the right, y downwards. */
export interface SealPlace {
  /** 1 for the first page. */
  readonly page: number;
  /** Centre of the seal. */
  readonly x: number;
  readonly y: number;
  /** Size of the seal; its own when absent. */
  readonly size?: SealSize;
  /** What is shown of the seal when it is not all of it; `size` is then that of the strip. */
  readonly strip?: SealStrip;
}

/** A strip of a seal: from and to which part of its width from the left (`across`) or of its height from the top (`down`), 0 to 1. */
export interface SealStrip {
  readonly axis: 'across' | 'down';
  readonly from: number;
  readonly to: number;
}

/** Width and height in mm. */
export interface SealSize {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in default user space: left, bottom, right, top. */
export type Rectangle = readonly [number, number, number, number];

/** What of a page decides where something is shown (ISO 32000-1 §7.7.3.3). */
export interface PageGeometry {
  /** The crop box, within the media box, in default user space units. */
  readonly box: Rectangle;
  readonly rotation: PageRotation;
  /** Size of a unit in 1/72 inch. */
  readonly userUnit: number;
}

/** Largest width and height of a seal in mm: a few times that of the largest official one, 60 mm. */
const LARGEST_SEAL = 300;

/**
 * The rectangle of a seal in default user space.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when the centre is off the page or the size is not between 0 and 300 mm
 */
export function sealRectangle({ box, rotation, userUnit }: PageGeometry, place: SealPlace, ownSize: SealSize): Rectangle {
  const size = place.size ?? ownSize;
  const scale = POINTS_PER_MM / userUnit;
  const [left, bottom, right, top] = box;
  const x = place.x * scale;
  const y = place.y * scale;
  const sideways = rotation === 90 || rotation === 270;
  const width = sideways ? top - bottom : right - left;
  const height = sideways ? right - left : top - bottom;
  if (!(x >= 0 && x <= width && y >= 0 && y <= height)) {
    const [across, down] = [width / scale, height / scale].map((length) => Math.round(length * 10) / 10);
    refuse(
      `the centre of the seal at (${place.x}, ${place.y}) mm is not on page ${place.page}, which is ${across} by ${down} mm`,
      `印章中心（${place.x}, ${place.y}）毫米不在第 ${place.page} 页上，该页为 ${across} × ${down} 毫米`,
    );
  }
  if (!(size.width > 0 && size.width <= LARGEST_SEAL && size.height > 0 && size.height <= LARGEST_SEAL)) {
    refuse(`a seal cannot be ${size.width} by ${size.height} mm`, `印章尺寸不能为 ${size.width} × ${size.height} 毫米`);
  }
  const centre = (
    { 0: [left + x, top - y], 90: [left + y, bottom + x], 180: [right - x, bottom + y], 270: [right - y, top - x] } as const
  )[rotation];
  const half = [(size.width * scale) / 2, (size.height * scale) / 2] as const;
  const [across, up] = sideways ? [half[1], half[0]] : half;
  return [centre[0] - across, centre[1] - up, centre[0] + across, centre[1] + up];
}
