/** Whether the cells carry a number, in words, and the button that sets those that would. */
import { html, nothing } from "lit";
import type { Resolution } from "../core/types.ts";
import type { Scene } from "../scene/scene.ts";
import { count, steps } from "../plot/format.ts";

/** A time where the cells carry it, or else that they do not: a wrong one helps nobody. */
export const timeInWords = (log: number, { resolved }: Resolution): string =>
  resolved ? steps(log) : "a time that is not resolved";

/** The most cells that a scenario can have. */
function mostCells({ table }: Scene): number {
  const row = table.parameters.find(({ key }) => key === "cells");
  return row && "max" in row ? row.max : Infinity;
}

/** Which cells would carry what these do not; nothing where all is carried. */
export function moreCells(scene: Scene, resolutions: Resolution[]) {
  const most = mostCells(scene);
  const poor = resolutions.filter(({ resolved }) => !resolved);
  const within = poor.map(({ cells }) => cells).filter((cells) => cells <= most);
  if (poor.length === 0) return nothing;
  const cells = Math.max(...within);
  const some = within.length < poor.length ? "Not all is resolved by any number of cells." : "";
  if (within.length === 0)
    return html`<p class="unresolved">Not resolved: no number of cells would do.</p>`;
  return html`<p class="unresolved">
    Not resolved: ${count(cells)} cells would do. ${some}
    <button
      class="cells"
      @click=${() => {
        scene.set("cells", cells);
      }}
    >
      Take ${count(cells)} cells
    </button>
  </p>`;
}
