/** Valleys that can be moved: the places c that a landscape's formulas name as (W − c). */
import type { WholeScenario } from "../core/types.ts";
import { formulaLandscape } from "./scenario.ts";

/** W − c or W + c in brackets: c is a place. */
const centre = /\(\s*W\s*([-+])\s*(\d+(?:\.\d+)?)\s*\)/g;
const placeOf = (sign: string, size: string): number => (sign === "-" ? 1 : -1) * Number(size);

/** The formulas that make a landscape; none if it is not made of formulas. */
function formulasOf(whole: WholeScenario): string[] {
  const landscape = formulaLandscape(whole);
  if (!landscape) return [];
  return landscape.kind === "formula" ? landscape.losses : [landscape.gradient, landscape.variance];
}

/** The places that a landscape's formulas name, in the order in which they first do. */
export const valleysOf = (whole: WholeScenario): number[] => [
  ...new Set(
    formulasOf(whole).flatMap((formula) =>
      [...formula.matchAll(centre)].map(([, sign, size]) => placeOf(sign!, size!)),
    ),
  ),
];

/** Fields that make the landscape one with a place elsewhere. */
export function moved(whole: WholeScenario, from: number, to: number): Record<string, unknown> {
  const landscape = formulaLandscape(whole)!;
  const others = valleysOf(whole).filter((at) => at !== from);
  let place = Number(to.toFixed(3));
  // Two places that met could never be told apart again.
  while (others.includes(place))
    place = Number((place + Math.sign(place - from) * 0.001).toFixed(3));
  const named = `(W ${place < 0 ? "+" : "-"} ${Math.abs(place)})`;
  const rewrite = (formula: string) =>
    formula.replace(centre, (whole, sign: string, size: string) =>
      placeOf(sign, size) === from ? named : whole,
    );
  return landscape.kind === "formula"
    ? { kind: "formula", losses: landscape.losses.map(rewrite) }
    : { gradient: rewrite(landscape.gradient), variance: rewrite(landscape.variance) };
}
