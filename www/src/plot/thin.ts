/**
 * The points that a line needs so as to look the same on the screen: the lowest
 * and the highest of each column of pixels. `columns` has the index of the
 * first point of each column, and the number of points at its end.
 */
export function thin(values: ArrayLike<number>, columns: number[]): number[] {
  const kept: number[] = [];
  for (let c = 0; c + 1 < columns.length; c++) {
    let [low, high] = [columns[c]!, columns[c]!];
    for (let i = low + 1; i < columns[c + 1]!; i++) {
      if (values[i]! < values[low]!) low = i;
      if (values[i]! > values[high]!) high = i;
    }
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  return kept;
}

/** Columns by positions: these stay while the curves over them change. */
const kept = new WeakMap<Float64Array, { ends: string; starts: number[] }>();

/** The columns of pixels that increasing positions fall into. */
export function columnsOf(positions: Float64Array, x: (value: number) => number): number[] {
  const ends = `${x(positions[0]!)} ${x(positions.at(-1)!)}`;
  const known = kept.get(positions);
  if (known?.ends === ends) return known.starts;
  const starts: number[] = [];
  let column = NaN;
  positions.forEach((position, i) => {
    const at = Math.floor(x(position));
    if (at !== column) starts.push(i);
    column = at;
  });
  starts.push(positions.length);
  kept.set(positions, { ends, starts });
  return starts;
}
