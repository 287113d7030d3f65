/** What the core fills into a scenario, known without asking it. */
import type { Table } from "../core/messages.ts";
import type { LandscapeSpec, SparseScenario, WholeScenario } from "../core/types.ts";

/** The landscape of a scenario that names none. */
export const usual = ({ space }: Pick<Table, "space">): string =>
  space === "plane" ? "points" : "pit";

/** What the core fills into a scenario with this landscape; a domain may follow its numbers. */
export function base({ landscape }: SparseScenario, table: Table): WholeScenario {
  const { presets, starters } = table;
  const given = landscape ?? usual(table);
  if (typeof given === "string")
    return presets.find(({ id }) => id === given)?.scenario ?? starters[given]!;
  // What has no walls and start of its own has the usual ones.
  const around = starters[given.kind] ?? starters[usual(table)]!;
  return { ...around, landscape: given as LandscapeSpec };
}
