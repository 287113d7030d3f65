/** Round numbers for an axis, and how far numbers reach. */

/**
 * The multiples of 1, 2 or 5 times a power of ten in a range, about `count` of
 * them; the same as those of d3-array, which cannot be had without the rest of it.
 */
export function ticks(from: number, to: number, count: number): number[] {
  const raw = (to - from) / count;
  if (!(raw > 0 && Number.isFinite(raw))) return [from];
  const power = Math.floor(Math.log10(raw));
  const part = raw / 10 ** power;
  // From one step to the next where both are as near, in ratio, to what is wanted.
  const factor =
    part >= Math.sqrt(50) ? 10 : part >= Math.sqrt(10) ? 5 : part >= Math.SQRT2 ? 2 : 1;
  // A division by a whole number rounds once; a product with 0.1 would round twice.
  const at = (i: number) => (power < 0 ? i / (10 ** -power / factor) : i * factor * 10 ** power);
  const first = Math.ceil(from / at(1));
  const last = Math.floor(to / at(1));
  return Array.from({ length: last - first + 1 }, (_, i) => at(first + i));
}

type Pair = [number, number];

/** The least and the greatest of the numbers among values, which may have gaps, or `none`. */
export function extent(values: Iterable<number>, none: Pair = [0, 1]): Pair {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : none;
}
