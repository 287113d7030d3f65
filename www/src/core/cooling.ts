/** Where a learning rate that falls in drops leaves the probability. */
import { Simulation, stationary } from "../../pkg/sgd_current.js";
import type { Model, SparseScenario } from "./types.ts";

/** What cooling in drops every `time` steps ends in. */
export interface Cooled {
  time: number;
  /** Probability right of the barrier at the end. */
  share: Record<Extract<Model, "current" | "sgd">, number>;
}

/** T has fallen by this factor at the end, where nothing gets over the barrier any more. */
const cold = 100;
/** T is halved at each drop. */
const factor = 0.5;

export function cooled(scenario: SparseScenario, time: number): Cooled {
  const { minima } = stationary({ ...scenario, schedule: "constant" });
  if (minima.length < 2) throw new Error("There is one valley only: nothing to choose between.");
  const barrier = minima[0]!.to;
  const simulation = new Simulation({ ...scenario, schedule: { kind: "step", time, factor } });
  try {
    simulation.step(Math.ceil(Math.log(cold) / Math.log(1 / factor)) * time);
    const share = (model: Model) => simulation.mass(model, barrier, Infinity);
    return { time, share: { current: share("current"), sgd: share("sgd") } };
  } finally {
    simulation.free();
  }
}
