import {
  planeLinearEnd,
  planeNormalize,
  PlaneSimulation,
  planeStationary,
} from "../../pkg/sgd_current.js";
import type { PlaneFrame, PlaneStage, PlaneView } from "./messages.ts";
import { Running } from "./running.ts";
import type { PartialPlaneScenario, SparseScenario, WholePlaneScenario } from "./types.ts";

/** The page writes scenarios of both spaces in the same way; here they are known to be the plane's. */
const ofPlane = (scenario: SparseScenario) => scenario as unknown as PartialPlaneScenario;

/** The first of some walkers, if there is one. */
const first = ([w1, w2]: Float64Array): [number, number] | null =>
  w1 === undefined || w2 === undefined ? null : [w1, w2];

/** The whole of a scenario of two parameters. */
export const planeWhole = (scenario: SparseScenario): WholePlaneScenario =>
  planeNormalize(ofPlane(scenario));

/** Where a scenario of two parameters ends, and the closed form where there is one. */
export const planeEnd = (scenario: SparseScenario) => ({
  end: planeStationary(ofPlane(scenario)),
  exact: planeLinearEnd(ofPlane(scenario)),
});

/** A simulation of two parameters; to make one throws what the core finds wrong with the scenario. */
export class RunningPlane extends Running<"plane", PlaneSimulation> {
  readonly slice = 1;

  constructor(scenario: SparseScenario) {
    super(new PlaneSimulation(ofPlane(scenario)));
  }

  override frame(view: PlaneView): PlaneFrame {
    const { bins, flux, walk } = view;
    const { simulation } = this;
    // Pictures need no more digits, and a history of them half the room.
    const kept = (values: Float64Array) => Float32Array.from(values);
    const seen = this.seen(view, kept);
    const flow = flux && seen.density.current ? simulation.flux() : undefined;
    return {
      ...seen,
      histogram: bins > 0 ? kept(simulation.histogram(bins)) : null,
      flux: flow ? { w1: kept(flow.w1), w2: kept(flow.w2) } : null,
      walker: walk ? first(simulation.walkers()) : null,
    };
  }

  override stage(scenario: SparseScenario, frames: PlaneFrame[]): PlaneStage {
    const { simulation } = this;
    return {
      scenario: planeWhole(scenario),
      grid: simulation.grid(),
      landscape: simulation.landscape(),
      frames,
    };
  }
}
