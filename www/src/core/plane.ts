import {
  planeLinearEnd,
  planeNormalize,
  PlaneSimulation,
  planeStationary,
} from "../../pkg/sgd_current.js";
import type { PlaneFrame } from "./messages.ts";
import type { Running } from "./running.ts";
import { Refusals } from "./running.ts";
import type { PartialPlaneScenario, SparseScenario, WholePlaneScenario } from "./types.ts";

/** The page writes scenarios of both spaces in the same way; here they are known to be the plane's. */
const ofPlane = (scenario: SparseScenario) => scenario as unknown as PartialPlaneScenario;

/** The whole of a scenario of two parameters. */
export const planeWhole = (scenario: SparseScenario): WholePlaneScenario =>
  planeNormalize(ofPlane(scenario));

/** Where a scenario of two parameters ends, and the closed form where there is one. */
export const planeEnd = (scenario: SparseScenario) => ({
  end: planeStationary(ofPlane(scenario)),
  exact: planeLinearEnd(ofPlane(scenario)),
});

/** Runs a scenario of two parameters; throws what the core finds wrong with it. */
export function runPlane(scenario: SparseScenario): Running<"plane"> {
  const simulation = new PlaneSimulation(ofPlane(scenario));
  const refusals = new Refusals();
  return {
    slice: 1,
    step: (steps) => {
      simulation.step(steps);
    },
    reset: () => {
      simulation.reset();
    },
    update: (scenario) => {
      simulation.update(ofPlane(scenario));
      refusals.forget();
    },
    frame: ({ models, bins, flux }) => {
      const density: PlaneFrame["density"] = {};
      const distance: PlaneFrame["distance"] = {};
      const moments: PlaneFrame["moments"] = {};
      refusals.each(models, (model) => {
        // Pictures need no more digits, and a history of them half the room.
        density[model] = Float32Array.from(simulation.density(model));
        moments[model] = simulation.moments(model);
      });
      if (bins > 0) moments.walkers = simulation.moments("walkers");
      if (density.sgd)
        for (const model of models)
          if (model !== "sgd" && density[model])
            distance[model] = simulation.distance(model, "sgd");
      const flow = flux && density.current ? simulation.flux() : undefined;
      return {
        time: simulation.time,
        density,
        refused: refusals.words,
        histogram: bins > 0 ? Float32Array.from(simulation.histogram(bins)) : null,
        moments,
        distance,
        flux: flow ? { w1: Float32Array.from(flow.w1), w2: Float32Array.from(flow.w2) } : null,
      };
    },
    stage: (scenario, frames) => ({
      scenario: planeWhole(scenario),
      grid: simulation.grid(),
      landscape: simulation.landscape(),
      frames,
    }),
    // What a grid of the plane carries is not known yet.
    resolutions: () => [],
    free: () => {
      simulation.free();
    },
  };
}
