/** Scenarios of one parameter and of two, which the page writes in the same way. */
import type {
  PartialPlaneScenario,
  SparseScenario,
  WholePlaneScenario,
  WholeScenario,
} from "../core/types.ts";

/** A scenario as one of two parameters, if it is one. */
export const planeOf = (whole: WholeScenario): WholePlaneScenario | undefined =>
  Array.isArray(whole.domain[0]) ? (whole as unknown as WholePlaneScenario) : undefined;

/** Whether a scenario has two parameters. */
export const isPlane = (whole: WholeScenario): boolean => planeOf(whole) !== undefined;

/** What the two parameters are called. */
export const axesOf = ({ landscape }: WholePlaneScenario): [string, string] =>
  landscape.kind === "momentum" ? ["W", "v"] : ["W₁", "W₂"];

/** A scenario of two parameters as the page keeps it. */
export const asSparse = (scenario: PartialPlaneScenario): SparseScenario =>
  scenario as unknown as SparseScenario;
