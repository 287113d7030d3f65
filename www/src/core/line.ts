import { normalize, Simulation } from "../../pkg/sgd_current.js";
import type { Frame } from "./messages.ts";
import type { Running } from "./running.ts";
import { Refusals } from "./running.ts";
import type { SparseScenario } from "./types.ts";

/** Runs a scenario of one parameter; throws what the core finds wrong with it. */
export function runLine(scenario: SparseScenario): Running<"line"> {
  const simulation = new Simulation(scenario);
  const refusals = new Refusals();
  return {
    slice: 10,
    step: (steps) => {
      simulation.step(steps);
    },
    reset: () => {
      simulation.reset();
    },
    update: (scenario) => {
      simulation.update(scenario);
      refusals.forget();
    },
    frame: ({ models, bins, points, flux, metric }) => {
      const density: Frame["density"] = {};
      const distance: Frame["distance"] = {};
      const moments: Frame["moments"] = {};
      refusals.each(models, (model) => {
        density[model] = simulation.density(model);
        moments[model] = simulation.moments(model);
      });
      if (bins > 0) moments.walkers = simulation.moments("walkers");
      if (density.sgd)
        for (const model of models)
          if (model !== "sgd" && density[model])
            distance[model] = simulation.distance(model, "sgd");
      return {
        time: simulation.time,
        density,
        refused: refusals.words,
        histogram: bins > 0 ? simulation.histogram(bins) : null,
        moments,
        distance,
        walkers: points ? simulation.walkers() : null,
        flux: flux ? simulation.flux() : null,
        metric: metric ? simulation.metric("current") : null,
      };
    },
    stage: (scenario, frames) => ({
      scenario: normalize(scenario),
      grid: simulation.grid(),
      edges: simulation.edges(),
      landscape: simulation.landscape(),
      frames,
    }),
    resolutions: (models) => {
      const sgd = models.includes("sgd") ? "sgd" : undefined;
      return models.map((model) => simulation.resolution(model, model === "sgd" ? undefined : sgd));
    },
    free: () => {
      simulation.free();
    },
  };
}
