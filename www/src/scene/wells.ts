/** Two wells beside each other: what the core compares wide and narrow minima by. */
import type { WholeScenario, WidthQuestion } from "../core/types.ts";

/**
 * Fields of a scenario that the comparison is not asked about: it is of end states between the
 * walls that the wells bring along, of independent draws, and of the current to first order.
 */
const left: (keyof WholeScenario)[] = [
  ...(["landscape", "domain", "walls", "initial", "sampling"] as const),
  ...(["secondOrder", "walkers", "walkerRule", "seed"] as const),
];

/** What is asked of two wells; nothing if the landscape is another. */
export function wellsOf(whole: WholeScenario): WidthQuestion | undefined {
  const { landscape, walls } = whole;
  // They are compared where nothing is lost and nothing goes round.
  if (walls !== "reflect") return undefined;
  if (typeof landscape === "string" || landscape.kind !== "wells") return undefined;
  const { ratio, height, noise } = landscape;
  const asked = Object.entries(whole).filter(([name]) => !(left as string[]).includes(name));
  return { ratio, height, noise, ...Object.fromEntries(asked) };
}
