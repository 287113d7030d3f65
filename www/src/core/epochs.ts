/** Where epochs lead that follow each other until one is like the next. */
import { Simulation } from "../../pkg/sgd_current.js";
import type { Moments, Sampling, SparseScenario } from "./types.ts";

/** What an epoch starts from and ends at once it repeats itself, and what happens within. */
export interface Epoch {
  grid: Float64Array;
  /** SGD's density at whole epochs. */
  density: Float64Array;
  /** SGD after 0, 1, … steps of the epoch, the last one like the first. */
  within: Moments[];
}

/** Most steps that are taken; what has not come to rest by then is shown as it is. */
const most = 20_000;
/** An epoch is like the one before when the spread differs by no more than this part of itself. */
const same = 1e-6;

export function lastEpoch(scenario: SparseScenario, sampling: Sampling): Epoch {
  const simulation = new Simulation({ ...scenario, sampling });
  try {
    const { batchSize = 1 } = scenario;
    const length = Math.max(1, Math.round(simulation.landscape().losses.length / batchSize));
    const moments = () => simulation.moments("sgd");
    for (let epochs = 1, before = Infinity; simulation.time < most; epochs *= 2) {
      simulation.step(epochs * length);
      const { sd } = moments();
      if (Math.abs(sd - before) <= same * sd) break;
      before = sd;
    }
    const density = simulation.density("sgd");
    const within = [moments()];
    for (let step = 0; step < length; step++) {
      simulation.step(1);
      within.push(moments());
    }
    return { grid: simulation.grid(), density, within };
  } finally {
    simulation.free();
  }
}
