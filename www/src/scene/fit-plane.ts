/** Walls, starts and learning rates that suit points, where there are two parameters. */
import type { PartialPlaneScenario, WholePlaneScenario } from "../core/types.ts";
import { calmRate, suits } from "./fit.ts";
import { tidy } from "./parameter.ts";
import type { Point } from "./points.ts";
import type { Use } from "./units.ts";
import { most, steepness } from "./units.ts";

/** Where W ends, about, and how far from there the walls are to stand, along each axis. */
interface Ground {
  at: Point;
  half: Point;
  /** How fast gradients grow, at most. */
  fastest: number;
}

const mean = (values: number[]): number =>
  values.reduce((sum, value) => sum + value / values.length, 0);

/** What has to change for the minimum to be in sight, and SGD calm; all of it on a `fresh` landscape. */
export function suitedPlane(
  points: Point[],
  { domain, learningRate }: WholePlaneScenario,
  use: Use,
  fresh: boolean,
): PartialPlaneScenario {
  const { at, half, fastest } = groundOf(points, use);
  const inSight = at.every((place, a) => {
    const [from, to] = domain[a]!;
    return (
      place - 0.4 * half[a]! > from && place + 0.4 * half[a]! < to && to - from < 20 * half[a]!
    );
  });
  const round = (value: number, a: number) => tidy(value, half[a]!);
  const pair = (of: (a: number) => number) => [of(0), of(1)] as Point;
  // Points that W is drawn to have a T of their own kind, whatever their places.
  const rated = use.kind !== "points" && !suits(learningRate, fastest);
  return {
    ...(rated ? { learningRate: calmRate(fastest) } : {}),
    ...(inSight && !fresh
      ? {}
      : {
          domain: [0, 1].map((a) => [-1, 1].map((side) => round(at[a]! + side * half[a]!, a))) as [
            Point,
            Point,
          ],
          initial: {
            mean: pair((a) => round(at[a]! - (a === 0 ? 0.6 : -0.5) * half[a]!, a)),
            sd: pair((a) => Math.max(round(0.05 * half[a]!, a), 1e-3)),
          },
        }),
  };
}

function groundOf(points: Point[], { kind, model }: Use): Ground {
  const [x, y] = [0, 1].map((axis) => points.map((point) => point[axis]!)) as [number[], number[]];
  const [midX, midY] = [mean(x), mean(y)];
  const wide = (values: number[], middle: number) => most(values.map((value) => value - middle));
  if (kind === "points") {
    const half = [wide(x, midX), wide(y, midY)].map((size) => 1.5 * size || 1) as Point;
    return { at: [midX, midY], half, fastest: 1 };
  }
  if (kind === "network") {
    const squares = x.reduce((sum, x) => sum + x * x, 0) || 1;
    const slope = x.reduce((sum, x, i) => sum + x * y[i]!, 0) / squares;
    // Where both weights are as large, W₁ of the slope's sign.
    const size = Math.sqrt(Math.max(Math.abs(slope), 0.1 * steepness(points))) || 1;
    const at: Point = [slope < 0 ? -size : size, size];
    return { at, half: [1.2 * size, 1.2 * size], fastest: 4 * most(x) ** 2 * size ** 2 };
  }
  const fastest = (model === "logistic" ? 0.25 : 2) * (most(x) ** 2 + 1);
  if (model === "logistic") {
    const at = logisticFit(points);
    return { at, half: at.map((w) => Math.max(1.2 * Math.abs(w), 2)) as Point, fastest };
  }
  const spread = x.reduce((sum, x) => sum + (x - midX) ** 2, 0);
  const slope = spread > 0 ? x.reduce((sum, x, i) => sum + (x - midX) * y[i]!, 0) / spread : 0;
  const intercept = midY - slope * midX;
  const steep = steepness(x.map((x, i) => [x - midX, y[i]! - midY]));
  const tall = Math.max(most(y), Math.abs(intercept), 0.05);
  return { at: [slope, intercept], half: [Math.max(1.5 * steep, 0.05), tall], fastest };
}

/** Slope and intercept of least log loss, by Newton's steps; a small ridge keeps them finite. */
function logisticFit(points: Point[]): Point {
  const ridge = 0.01 * points.length;
  let [slope, intercept] = [0, 0];
  for (let step = 0; step < 20; step++) {
    let [g1, g2, h11, h12, h22] = [ridge * slope, ridge * intercept, ridge, 0, ridge];
    for (const [x, y] of points) {
      const p = 1 / (1 + Math.exp(-(slope * x + intercept)));
      const miss = p - Math.max(y, 0);
      [g1, g2] = [g1 + miss * x, g2 + miss];
      const bend = p * (1 - p);
      [h11, h12, h22] = [h11 + bend * x * x, h12 + bend * x, h22 + bend];
    }
    const area = h11 * h22 - h12 * h12;
    slope -= (h22 * g1 - h12 * g2) / area;
    intercept -= (h11 * g2 - h12 * g1) / area;
  }
  return [slope, intercept];
}
