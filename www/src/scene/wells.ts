/** Two wells beside each other: what the core compares wide and narrow minima by. */
import type { WholeScenario, WidthQuestion } from "../core/types.ts";

/** What is asked of two wells; nothing if the landscape is another. */
export function wellsOf(whole: WholeScenario): WidthQuestion | undefined {
  const { landscape, learningRate, batchSize, convention, rule, substeps, cells } = whole;
  const { preconditioner, damping, schedule, walls } = whole;
  // They are compared where nothing is lost and nothing goes round.
  if (walls !== "reflect") return undefined;
  if (typeof landscape === "string" || landscape.kind !== "wells") return undefined;
  const { ratio, height, noise } = landscape;
  return {
    ...{ ratio, height, noise },
    ...{
      learningRate,
      batchSize,
      convention,
      rule,
      substeps,
      cells,
      preconditioner,
      damping,
      schedule,
    },
  };
}
