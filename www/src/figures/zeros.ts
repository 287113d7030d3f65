/** Where a curve on a grid is zero. */

export interface Crossing {
  at: number;
  /** Whether descent along the curve comes to rest here: it rises through zero. */
  stable: boolean;
}

/** Changes of sign, between cells by straight lines. */
export function crossings(grid: Float64Array, values: Float64Array): Crossing[] {
  const found: Crossing[] = [];
  for (let i = 1; i < grid.length; i++) {
    const [before, after] = [values[i - 1]!, values[i]!];
    if (before < 0 === after < 0 || before === 0) continue;
    const part = before / (before - after);
    found.push({ at: grid[i - 1]! + part * (grid[i]! - grid[i - 1]!), stable: before < 0 });
  }
  return found;
}

/** Places where a curve that is never negative comes down to nothing and rises again at once. */
export function touches(
  grid: Float64Array,
  values: Float64Array,
  empty: [number, number][],
): number[] {
  const nothing = 1e-3 * values.reduce((most, value) => Math.max(most, value), 0);
  const found: number[] = [];
  for (let i = 1; i + 1 < grid.length; i++) {
    const lowest = values[i]! < values[i - 1]! && values[i]! <= values[i + 1]!;
    const at = grid[i]!;
    const stays = empty.some(([from, to]) => from <= at && at <= to);
    if (lowest && values[i]! < nothing && !stays) found.push(at);
  }
  return found;
}

/** Stretches, longer than `least`, on which a curve is nothing beside its largest value. */
export function stretches(
  grid: Float64Array,
  values: Float64Array,
  least: number,
): [number, number][] {
  const nothing = 1e-6 * values.reduce((most, value) => Math.max(most, value), 0);
  const found: [number, number][] = [];
  let start: number | undefined;
  for (let i = 0; i <= grid.length; i++) {
    const empty = i < grid.length && values[i]! <= nothing;
    if (empty) start ??= grid[i]!;
    else if (start !== undefined) {
      if (grid[i - 1]! - start > least) found.push([start, grid[i - 1]!]);
      start = undefined;
    }
  }
  return found;
}
