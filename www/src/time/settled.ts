/** SGD itself, run until it has come to its end: what the theory says of end states, tried. */
import type { SparseScenario, Widths } from "../core/types.ts";
import { core } from "../core/client.ts";
import { CoreError } from "../core/post.ts";
import { gone } from "../core/messages.ts";
import { highest } from "../plot/peaks.ts";

/** What SGD's exact distribution has come to. */
export interface Settled {
  edges: Float64Array;
  density: Float64Array;
}

/** Of two wells, wide over narrow, as logarithms. */
export interface Ratios {
  logPeakRatio: number;
  logMassRatio: number;
}

/** Steps that are tried at most. */
const patience = 40_000;
/** Times of the slowest rate after which all but a thousandth of what it has to bring is there. */
const nearly = Math.log(1000);
/** Steps between two looks at whether the answer is still wanted. */
const portion = 500;
/** Steps that settle most of what nothing holds back. */
const some = 4 * portion;

/**
 * Steps after which the ratios are there to a thousandth: the slowest rate must
 * bring even the lesser well that near. Nothing if that is too far to go.
 */
export function stepsToSettle({ logRelaxationTime, solved }: Widths): number | undefined {
  const times = Math.abs(solved.logMassRatio) + nearly;
  const steps = Math.ceil(times * Math.exp(logRelaxationTime));
  return steps <= patience ? steps : undefined;
}

/** The same where the way out of a basin takes so long on average. */
export function stepsOutOf(logPassage: number): number | undefined {
  const steps = Math.ceil(nearly * Math.exp(logPassage));
  return steps <= patience ? Math.max(steps, portion) : undefined;
}

/**
 * Runs SGD's transfer operator; nothing if, meanwhile, it is no longer `wanted`. Until it is
 * "settled" it takes some steps, and is nothing, too, if the last of them still change it.
 */
export async function settle(
  scenario: SparseScenario,
  steps: number | "settled",
  wanted: () => boolean,
): Promise<Settled | undefined> {
  const simulation = core.simulation();
  try {
    return await run(simulation, { ...scenario, walkers: 0 }, steps, wanted);
  } catch (error) {
    // The core that ran it broke off: another has to begin anew.
    if (error instanceof CoreError && error.fault.name === gone)
      return await settle(scenario, steps, wanted);
    throw error;
  } finally {
    void core.ask("close", { simulation });
  }
}

async function run(
  simulation: number,
  scenario: SparseScenario,
  steps: number | "settled",
  wanted: () => boolean,
): Promise<Settled | undefined> {
  const view = { models: ["sgd" as const], bins: 0 };
  const { edges, frames } = await core.simulate("line", "open", {
    ...{ simulation, space: "line", scenario },
    ...{ steps: 0, view },
  });
  let { density } = frames[0]!;
  let before = density;
  for (let left = steps === "settled" ? some : steps; left > 0 && wanted(); left -= portion) {
    before = density;
    const ask = { simulation, steps: Math.min(portion, left), view };
    ({ density } = await core.simulate("line", "advance", ask));
  }
  const still = steps !== "settled" || change(edges, before.sgd!, density.sgd!) < 1e-3;
  return wanted() && still ? { edges, density: density.sgd! } : undefined;
}

/** The total variation between two densities. */
const change = (edges: Float64Array, a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, p, i) => sum + 0.5 * Math.abs(p - b[i]!) * (edges[i + 1]! - edges[i]!), 0);

/** Of two wells: the barrier is at 0, the narrow one left of it. */
export function ratiosOf({ edges, density }: Settled): Ratios {
  const barrier = edges.findIndex((edge) => edge >= 0);
  const mass = (from: number, to: number) =>
    density
      .subarray(from, to)
      .reduce((sum, height, i) => sum + height * (edges[from + i + 1]! - edges[from + i]!), 0);
  const [narrow, wide] = [density.subarray(0, barrier), density.subarray(barrier)];
  return {
    logPeakRatio: Math.log(highest(wide) / highest(narrow)),
    logMassRatio: Math.log(mass(barrier, density.length) / mass(0, barrier)),
  };
}
