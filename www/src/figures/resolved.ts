/** Whether the cells carry the digits shown, in words, and the button that sets those that would. */
import { html, nothing } from "lit";
import type { Resolution } from "../core/types.ts";
import type { Scene } from "../scene/scene.ts";
import { count, number, steps } from "../plot/format.ts";
import { read } from "../scene/scenario.ts";

/** A time in words, or, if the grid is too coarse for it, that it is: a wrong time helps nobody. */
export const timeInWords = (log: number, { resolved }: Resolution): string =>
  resolved ? steps(log) : "a time that is not resolved";

/** The cells of a scenario in the table: one number, in the plane one along each axis. */
const rowsOfCells = ({ table }: Scene) =>
  table.parameters.filter(({ key }) => /^cells(\.|$)/.test(key));

/** If more cells mean at least this many times the work, the reader is warned. */
const heavy = 8;

/** A button that sets as many cells as the numbers need, or as many as there can be; nothing if these are enough. */
export function moreCells(scene: Scene, resolutions: Resolution[]) {
  const rows = rowsOfCells(scene);
  const most = Math.min(...rows.map((row) => ("max" in row ? row.max : Infinity)));
  const poor = resolutions.filter(({ resolved }) => !resolved);
  const within = poor.map(({ cells }) => cells).filter((cells) => cells <= most);
  if (poor.length === 0) return nothing;
  const cells = Math.max(...within);
  if (within.length === 0)
    return html`<p class="unresolved">Digits here may change, with any number of cells.</p>`;
  const work = rows.reduce((times, { key }) => times * (cells / Number(read(scene.whole, key))), 1);
  const warning = work >= heavy ? `, ${number(work)} × the work` : "";
  return html`<p class="unresolved">
    Digits here may change.
    <button
      class="cells"
      @click=${() => {
        for (const { key } of rows) scene.set(key, cells);
      }}
    >
      Take ${count(cells)} cells${warning}
    </button>
  </p>`;
}
