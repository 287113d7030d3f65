/** Walls, start and learning rate that suit a line's points. */
import type { SparseScenario, WholeScenario } from "../core/types.ts";
import { tidy } from "./parameter.ts";
import type { Point } from "./points.ts";

/** What has to change for the minimum to be in sight, and SGD calm; all of it on a `fresh` landscape. */
export function suited(
  points: Point[],
  { domain: [from, to], learningRate }: WholeScenario,
  fresh: boolean,
): SparseScenario {
  const sum = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0);
  const squares = sum(([x]) => x * x);
  const steepest = Math.max(...points.map(([x]) => x * x));
  // Without an x there is no slope, and nothing to look at.
  if (squares === 0) return {};
  const slope = sum(([x, y]) => x * y) / squares;
  const margin = 0.1 * (to - from);
  // A step on one datapoint multiplies the distance from its own slope by 1 − 2T x².
  const calm = learningRate * steepest < 1;
  const inSight = !fresh && slope > from + margin && slope < to - margin;
  const half = Math.max(Math.abs(slope) / 2, 2.5);
  const round = (value: number) => tidy(value, half);
  return {
    ...(calm ? {} : { learningRate: tidy(0.2 / steepest, 0) }),
    ...(inSight
      ? {}
      : {
          domain: [round(slope - half), round(slope + half)],
          initial: { mean: round(slope + 0.7 * half), sd: round(0.08 * half) },
        }),
  };
}
