/** One run of SGD on a map: its last steps, and the point that drew it in the newest of them. */
import type { PlaneStage } from "../core/messages.ts";
import { dot, line } from "../plot/marks.ts";
import type { Pen } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { counted, frameOf } from "../scene/units.ts";

type Place = [number, number];

/** Steps that are still to be seen, the earlier the fainter. */
export const remembered = 6;

/** `trail` is where the run has been, one step after the other; the last place is where it is. */
export function drawWalk(pen: Pen, stage: PlaneStage, trail: Place[], x: Scale, y: Scale): void {
  const { context } = pen;
  const between = ([a, b]: Place, [c, d]: Place, look: { width: number; dash?: number[] }) => {
    line(pen, [a, c], [b, d], x, y, { colour: "ink", ...look });
  };
  const [from, to] = trail.slice(-2) as [Place, Place?];
  const drawn = to && pointDrawn(stage.scenario, from, to);
  if (drawn) between(to, drawn, { width: 1.25, dash: [2, 3] });
  trail.slice(1).forEach((place, k) => {
    context.globalAlpha = (k + 1) / (trail.length - 1);
    between(trail[k]!, place, { width: 1.5 });
    dot(pen, x(trail[k]![0]), y(trail[k]![1]), "ink", { radius: 2 });
  });
  context.globalAlpha = 1;
  const [a, b] = trail.at(-1)!;
  dot(pen, x(a), y(b), "ink", { radius: 5.5 });
}

/** Of this part of a step a point may lie aside and still be the one that was drawn. */
const aside = 1e-6;

/** The one point that a step went towards, where each step goes towards a single one. */
function pointDrawn(
  { landscape, learningRate, batchSize, walkerRule }: PlaneStage["scenario"],
  from: Place,
  to: Place,
): Place | undefined {
  if (landscape.kind !== "points" || batchSize > 1 || walkerRule !== "sgd") return undefined;
  const part = learningRate * landscape.curvature;
  const [a, b] = [0, 1].map((axis) => from[axis]! + (to[axis]! - from[axis]!) / part);
  return counted(landscape.points, frameOf(landscape)).find(
    ([c, d]) => Math.hypot(c - a!, d - b!) <= aside * Math.hypot(c - from[0], d - from[1]),
  );
}
