/** Plain descent of the mean loss on a map: the path from the start that has no noise. */
import type { PlaneStage } from "../core/messages.ts";
import { dot, line } from "../plot/marks.ts";
import type { Pen } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { flowAt } from "./streams.ts";

type Place = [number, number];

/** Steps that are followed at most. */
const most = 2000;
/** It has come to rest where a step is shorter than this part of the domain. */
const still = 1e-6;

/** Paths, which stay as long as their stages do: a map that plays is drawn many times. */
const paths = new WeakMap<PlaneStage, Place[]>();

/** With momentum there is another path. */
export function drawDescent(pen: Pen, stage: PlaneStage, x: Scale, y: Scale): void {
  if (stage.scenario.landscape.kind === "momentum") return;
  const path = paths.get(stage) ?? pathOf(stage);
  paths.set(stage, path);
  const [across, up] = [path.map(([a]) => a), path.map(([, b]) => b)];
  line(pen, across, up, x, y, { colour: "descent", width: 2, dash: [6, 3] });
  dot(pen, x(across.at(-1)!), y(up.at(-1)!), "descent", { radius: 4 });
}

/** Follows W → W − T G(W) with the mean gradient of the core. */
function pathOf({ scenario, landscape }: PlaneStage): Place[] {
  const { domain, cells, initial, learningRate } = scenario;
  const slopes = { ...landscape.gradient, cells };
  const spans = domain.map(([low, high]) => high - low) as [number, number];
  const parts = (place: Place) =>
    place.map((w, axis) => (w - domain[axis]![0]) / spans[axis]!) as Place;
  const path = [initial.mean];
  for (let k = 0; k < most; k++) {
    const [a, b] = path[k]!;
    const slope = flowAt(slopes, parts([a, b]));
    const [du, dv] = [learningRate * slope[0], learningRate * slope[1]];
    const next: Place = [a - du, b - dv];
    if (parts(next).some((part) => !(part > 0 && part < 1))) break;
    path.push(next);
    if (Math.hypot(du / spans[0], dv / spans[1]) < still) break;
  }
  return path;
}
