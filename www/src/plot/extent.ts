import { extent as known } from "d3-array";

/** The least and the greatest of the numbers among values, which may have gaps, or `none`. */
export function extent(
  values: Iterable<number>,
  none: [number, number] = [0, 1],
): [number, number] {
  const [low, high] = known(values);
  return low === undefined ? none : [low, high];
}
