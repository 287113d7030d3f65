/** What an end state depends on, the names of its basins, and the steps that SGD takes to get there. */
import type {
  LandscapeCurves,
  PassageTime,
  Stationary,
  WholeScenario,
  Widths,
} from "../core/types.ts";
import type { Names } from "../layers/end-state.ts";
import { gates } from "../layers/zeros.ts";
import { kindOf } from "../scene/scenario.ts";
import { stepsOutOf } from "../time/settled.ts";
import { fate, isLevel, place, share } from "./ends.ts";

/** What the end state depends on, as text to compare. */
export const endsLike = (whole: WholeScenario): string =>
  JSON.stringify({ ...whole, walkers: 0, seed: 0, walkerRule: "" });

/** Names of the basins, where they have any, with their shares. Over two wells walkers hop between. */
export function names(end: Stationary, whole: WholeScenario, widths: Widths | undefined): Names {
  const { minima } = end;
  if (end.survivors && minima.length === 0) return { peaks: [] };
  if (isLevel(end)) return { peaks: ["spread evenly"] };
  const shares = minima.map(share);
  if (!widths || kindOf(whole) !== "wells") return { peaks: shares, between: "between" };
  // The barrier is at 0; each well is called by its heaviest peak.
  const heaviest = (side: number) =>
    minima.reduce((best, { at, mass }, i) => {
      const most = minima[best]?.mass ?? 0;
      return Math.sign(at) === side && mass > most ? i : best;
    }, -1);
  const [narrow, wide] = [heaviest(-1), heaviest(1)];
  const called = (i: number) => (i === narrow ? "narrow: " : i === wide ? "wide: " : "");
  return { peaks: shares.map((share, i) => called(i) + share) };
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

/** Steps that SGD takes to its end state; undefined if they are too many, or not known. */
export function stepsToEnd(
  { grid, minima, classes, absorbed }: Stationary,
  landscape: LandscapeCurves,
  passage: PassageTime | undefined,
): number | "settled" | undefined {
  if (passage) return passage.resolution.sgd.resolved ? stepsOutOf(passage.logSgd) : undefined;
  // One heap, which no gate and no wall keeps anyone from.
  const isOne = minima.length === 1 && classes.length === 1;
  const isFree = absorbed.left + absorbed.right === 0 && gates(grid, landscape).length === 0;
  return isOne && isFree ? "settled" : undefined;
}
