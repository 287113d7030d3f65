/** What can be moved on a W axis: the start of a run, and the valleys of a landscape. */
import { html, nothing } from "lit";
import type { PickEvent } from "../controls/pick.ts";
import type { WholeScenario } from "../core/types.ts";
import type { Scale } from "../plot/scale.ts";
import type { Scene } from "../scene.ts";
import { quantity } from "../format.ts";
import { formulaLandscape } from "../scenario.ts";
import "../controls/handle.ts";

export function startHandle(scene: Scene, track: Scale | undefined, label = "Mean of the start") {
  if (!track) return nothing;
  const { domain, initial } = scene.whole;
  return html`<sgd-handle
    label=${label}
    .words=${quantity(initial.mean, "W")}
    .value=${initial.mean}
    .bounds=${domain}
    .step=${(domain[1] - domain[0]) / 100}
    .track=${track}
    @pick=${({ value }: PickEvent<number>) => {
      scene.set("initial.mean", value);
    }}
  ></sgd-handle>`;
}

/**
 * One handle for each centre that the landscape's formulas name; `height` says
 * how far from the plot's top it lies, if not where the style has it.
 */
export function valleyHandles(
  scene: Scene,
  track: Scale | undefined,
  height?: (w: number) => number,
) {
  if (!track) return nothing;
  const { domain } = scene.whole;
  const formulas = formulasOf(scene.whole);
  const step = (domain[1] - domain[0]) / 200;
  return centres(formulas).map(
    (at, i) =>
      html`<sgd-handle
        class="valley"
        label="Valley ${i + 1}"
        .words=${quantity(at, "W")}
        .value=${at}
        .bounds=${domain}
        .step=${step}
        .track=${track}
        .top=${height?.(at)}
        @pick=${({ value }: PickEvent<number>) => {
          scene.setLandscape(moved(scene.whole, at, value));
        }}
      ></sgd-handle>`,
  );
}

/** W − c or W + c in brackets: c is a place. */
const centre = /\(\s*W\s*([-+])\s*(\d+(?:\.\d+)?)\s*\)/g;
const placeOf = (sign: string, size: string): number => (sign === "-" ? 1 : -1) * Number(size);

/** The formulas that make a landscape; none if it is not made of formulas. */
function formulasOf(whole: WholeScenario): string[] {
  const landscape = formulaLandscape(whole);
  if (!landscape) return [];
  return landscape.kind === "formula" ? landscape.losses : [landscape.gradient, landscape.variance];
}

/** The places that formulas name, in the order in which they first do. */
export const centres = (formulas: string[]): number[] => [
  ...new Set(
    formulas.flatMap((formula) =>
      [...formula.matchAll(centre)].map(([, sign, size]) => placeOf(sign!, size!)),
    ),
  ),
];

/** The landscape with one of its places elsewhere. */
function moved(whole: WholeScenario, from: number, to: number): Record<string, unknown> {
  const landscape = formulaLandscape(whole)!;
  const others = centres(formulasOf(whole)).filter((at) => at !== from);
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
