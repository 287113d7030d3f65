/** What can be moved on a W axis: the start of a run, and the valleys of a landscape. */
import { html, nothing } from "lit";
import type { PickEvent } from "../controls/pick.ts";
import type { Scale } from "../plot/scale.ts";
import type { Scene } from "../scene/scene.ts";
import { quantity } from "../plot/format.ts";
import { moved, valleysOf } from "../scene/valleys.ts";
import "../controls/handle.ts";

/** On an axis, or, hollow, at a height among the balls that start there. */
export function startHandle(
  scene: Scene,
  track: Scale | undefined,
  label = "Mean of the start",
  top?: number,
) {
  if (!track) return nothing;
  const { domain, initial } = scene.whole;
  return html`<sgd-handle
    class=${top === undefined ? "" : "hollow"}
    label=${label}
    .words=${quantity(initial.mean, "W")}
    .value=${initial.mean}
    .bounds=${domain}
    .step=${(domain[1] - domain[0]) / 100}
    .track=${track}
    .top=${top}
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
  const step = (domain[1] - domain[0]) / 200;
  return valleysOf(scene.whole).map(
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
