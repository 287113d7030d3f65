/** Where a curve on a grid is zero, and what that makes of the place. */
import type { Stage } from "../core/messages.ts";
import type { LandscapeCurves } from "../core/types.ts";
import type { Pen } from "../plot/pen.ts";
import { rule } from "../plot/pen.ts";

export interface Crossing {
  at: number;
  /** Whether descent along the curve comes to rest here: it rises through zero. */
  stable: boolean;
}

/** A straight line between two cells finds a zero to this part of their distance, and no better. */
const exact = 1e-3;

/** Changes of sign, between cells by straight lines. */
export function crossings(grid: Float64Array, values: Float64Array): Crossing[] {
  const found: Crossing[] = [];
  for (let i = 1; i < grid.length; i++) {
    const [before, after] = [values[i - 1]!, values[i]!];
    if (before < 0 === after < 0 || before === 0) continue;
    const part = before / (before - after);
    const step = grid[i]! - grid[i - 1]!;
    const at = grid[i - 1]! + part * step;
    found.push({ at: Math.abs(at) < exact * step ? 0 : at, stable: before < 0 });
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

/** A place that probability passes in one direction only. */
export interface Gate {
  at: number;
  /** 1 to the right, −1 to the left. */
  way: number;
}

/** Where the noise vanishes and the slope does not: nothing comes back against the slope. */
export function gates(grid: Float64Array, { gradient, variance }: LandscapeCurves): Gate[] {
  const little = 1e-3 * gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return touches(grid, variance, noiseless(grid, variance)).flatMap((at) => {
    const slope = gradient[grid.indexOf(at)]!;
    return Math.abs(slope) > little ? [{ at, way: -Math.sign(slope) }] : [];
  });
}

/** Stretches without noise that are long enough to be seen. */
export const noiseless = (grid: Float64Array, variance: Float64Array): [number, number][] =>
  stretches(grid, variance, (grid.at(-1)! - grid[0]!) / 50);

/** Where descent rests, and whether SGD rests there as well: all datapoints agree that it is over. */
export function rests(
  grid: Float64Array,
  { gradient, variance }: LandscapeCurves,
): (Crossing & { forAll: boolean })[] {
  const empty = noiseless(grid, variance);
  const still = [...empty, ...touches(grid, variance, empty).map((at) => [at, at] as const)];
  const near = (grid.at(-1)! - grid[0]!) / 1000;
  return crossings(grid, gradient).map(({ at, stable }) => ({
    at,
    stable,
    forAll: still.some(([from, to]) => from - near <= at && at <= to + near),
  }));
}

/** Ties the zeros of G to the density above them. */
export function zeroLines(
  pen: Pen,
  { grid, landscape }: Stage,
  x: (value: number) => number,
  [top, bottom]: [number, number],
): void {
  for (const { at } of crossings(grid, landscape.gradient))
    rule(pen, [x(at), top], [x(at), bottom], "hair", { dash: [2, 3] });
}
