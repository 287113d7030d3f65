/** Walls, start and learning rate that suit the points which a model of one parameter is fitted to. */
import type { SparseScenario, WholeScenario } from "../core/types.ts";
import { tidy } from "./parameter.ts";
import type { Point } from "./points.ts";
import { most, steepness } from "./units.ts";

/** The 2T x² that T is chosen for. A step on one datapoint multiplies the distance from that point's own slope by 1 − 2T x². */
const calm = 0.4;

/** A calm T within the table's bounds, for datapoints whose gradients grow by at most `fastest` for each unit of W. */
export const calmRate = (fastest: number): number =>
  fastest === 0 ? 0.02 : tidy(Math.min(Math.max(calm / fastest, 1e-4), 2), 0);

/** Whether a T is neither too large nor too small for such datapoints. */
export const suits = (rate: number, fastest: number): boolean =>
  fastest === 0 || (rate * fastest < 2 && rate * fastest > 0.02);

/** What has to change for a line's minimum to be in sight, and SGD calm; all of it on a `fresh` landscape. */
export function suited(
  points: Point[],
  { domain: [from, to], learningRate }: WholeScenario,
  fresh: boolean,
): SparseScenario {
  const sum = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0);
  const squares = sum(([x]) => x * x);
  // Without an x there is no slope, and nothing to look at.
  if (squares === 0) return {};
  const slope = sum(([x, y]) => x * y) / squares;
  const fastest = 2 * most(points.map(([x]) => x)) ** 2;
  const half = Math.max(1.25 * steepness(points), 0.01);
  const margin = 0.1 * (to - from);
  const inSight = slope > from + margin && slope < to - margin && to - from < 20 * half;
  const round = (value: number) => tidy(value, half);
  return {
    ...(suits(learningRate, fastest) ? {} : { learningRate: calmRate(fastest) }),
    ...(inSight && !fresh
      ? {}
      : {
          domain: [round(slope - half), round(slope + half)],
          initial: { mean: round(slope + 0.7 * half), sd: Math.max(round(0.08 * half), 1e-3) },
        }),
  };
}
