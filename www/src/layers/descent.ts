/** Plain descent of the mean loss on a map: the path from the start that has no noise. */
import type { PlaneStage } from "../core/messages.ts";
import { dot, line } from "../plot/marks.ts";
import type { Pen } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { flowAt } from "./streams.ts";

/** Steps that are followed at most. */
const most = 2000;
/** It has come to rest where a step is shorter than this part of the domain. */
const still = 1e-6;

/** Follows W → W − T G(W) with the mean gradient of the core. With momentum there is another path. */
export function drawDescent(pen: Pen, { scenario, landscape }: PlaneStage, x: Scale, y: Scale) {
  const { domain, cells, initial, learningRate } = scenario;
  if (scenario.landscape.kind === "momentum") return;
  const spans = domain.map(([low, high]) => high - low) as [number, number];
  const parts = (place: [number, number]) =>
    place.map((w, axis) => (w - domain[axis]![0]) / spans[axis]!) as [number, number];
  const path = [initial.mean];
  for (let k = 0; k < most; k++) {
    const [a, b] = path[k]!;
    const slope = flowAt({ ...landscape.gradient, cells }, parts([a, b]));
    const [du, dv] = [learningRate * slope[0], learningRate * slope[1]];
    const next: [number, number] = [a - du, b - dv];
    if (parts(next).some((part) => !(part > 0 && part < 1))) break;
    path.push(next);
    if (Math.hypot(du / spans[0], dv / spans[1]) < still) break;
  }
  const [across, up] = [path.map(([a]) => a), path.map(([, b]) => b)];
  line(pen, across, up, x, y, { colour: "descent", width: 2, dash: [6, 3] });
  dot(pen, x(across.at(-1)!), y(up.at(-1)!), "descent", { radius: 4 });
}
