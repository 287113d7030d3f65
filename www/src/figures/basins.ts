/** End states told apart, and told as names and words. */
import type { Stationary, WholeScenario, Widths } from "../core/types.ts";
import { kindOf } from "../scene/scenario.ts";
import { fate, isLevel, place, share } from "./ends.ts";

/** What the end state depends on, as text to compare. */
export const endsLike = (whole: WholeScenario): string =>
  JSON.stringify({ ...whole, walkers: 0, seed: 0, walkerRule: "" });

/** Names of the basins, where they have any, with their shares. */
export function names(end: Stationary, whole: WholeScenario, widths: Widths | undefined): string[] {
  const { minima } = end;
  if (end.survivors && minima.length === 0) return [];
  if (isLevel(end)) return ["spread evenly"];
  const called = widths && kindOf(whole) === "wells" ? ["narrow", "wide"] : [];
  return minima.map((minimum, i) => [called[i], share(minimum)].filter(Boolean).join(": "));
}

export function describe(end: Stationary): string {
  if (end.survivors)
    return `Logarithm of the density over W of what is left after long. ${fate(end)}`;
  if (isLevel(end)) return "Logarithm of the end-state density over W: the same everywhere.";
  const parts = end.minima.map(
    (minimum) => `${share(minimum)} of the probability near ${place(end, minimum.at)}`,
  );
  const words = `Logarithm of the end-state density over W: ${parts.join(", ")}.`;
  return [words, fate(end)].filter(Boolean).join(" ");
}
