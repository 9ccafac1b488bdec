/** Filters of PNG rows (ISO/IEC 15948 §9): each byte as its difference from its neighbours. */

/** Predicts a byte from those to the left, above, and above to the left. */
type Predictor = (left: number, above: number, corner: number) => number;

const PREDICTORS: readonly Predictor[] = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
];

/** Number of filter types: none, sub, up, average, Paeth. */
export const FILTERS = PREDICTORS.length;

/** Filters a row into `target`, the filter type first; `above` is the row before it (zeros for the first), `step` the bytes of a pixel. */
export function filterRow(row: Uint8Array, above: Uint8Array, step: number, type: number, target: Uint8Array): void {
  const predict = PREDICTORS[type] ?? paeth;
  target[0] = type;
  for (let index = 0; index < row.length; index++) {
    const predicted = predict(row[index - step] ?? 0, above[index] ?? 0, above[index - step] ?? 0);
    target[index + 1] = (row[index] ?? 0) - predicted;
  }
}

/** Undoes the filter of a row in place. */
export function unfilterRow(row: Uint8Array, above: Uint8Array, step: number, type: number): void {
  if (type === 0) return;
  const predict = PREDICTORS[type] ?? paeth;
  for (let index = 0; index < row.length; index++) {
    const predicted = predict(row[index - step] ?? 0, above[index] ?? 0, above[index - step] ?? 0);
    row[index] = (row[index] ?? 0) + predicted;
  }
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const toLeft = Math.abs(estimate - left);
  const toAbove = Math.abs(estimate - above);
  const toCorner = Math.abs(estimate - corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
