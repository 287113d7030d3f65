import { normalize, Simulation } from "../../pkg/sgd_current.js";
import type { Frame, Stage, View } from "./messages.ts";
import { Running } from "./running.ts";
import type { Model, Population, SparseScenario } from "./types.ts";

/** A simulation of one parameter; to make one throws what the core finds wrong with the scenario. */
export class RunningLine extends Running<"line", Simulation> {
  readonly slice = 10;

  constructor(scenario: SparseScenario) {
    super(new Simulation(scenario));
  }

  override frame(view: View): Frame {
    const { bins, points, flux, metric } = view;
    const { simulation } = this;
    const seen = this.seen(view, (density) => density);
    const populations: Population[] = bins > 0 ? ["walkers"] : [];
    populations.unshift(...(Object.keys(seen.density) as Model[]));
    return {
      ...seen,
      absorbed: Object.fromEntries(populations.map((of) => [of, simulation.absorbed(of)])),
      histogram: bins > 0 ? simulation.histogram(bins) : null,
      walkers: points ? simulation.walkers() : null,
      flux: flux ? simulation.flux() : null,
      metric: metric ? simulation.metric("current") : null,
    };
  }

  override stage(scenario: SparseScenario, frames: Frame[]): Stage {
    const { simulation } = this;
    return {
      scenario: normalize(scenario),
      grid: simulation.grid(),
      edges: simulation.edges(),
      landscape: simulation.landscape(),
      frames,
    };
  }
}
