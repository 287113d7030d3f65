/** Whether the cells carry the digits shown, in words, and the button that sets those that would. */
import { html, nothing } from "lit";
import type { Resolution } from "../core/types.ts";
import type { Scene } from "../scene/scene.ts";
import { count, number, steps } from "../plot/format.ts";
import { read } from "../scene/scenario.ts";

/** A time where the cells carry it, or else that they do not: a wrong one helps nobody. */
export const timeInWords = (log: number, { resolved }: Resolution): string =>
  resolved ? steps(log) : "a time that is not resolved";

/** The cells of a scenario in the table: one number, in the plane one along each axis. */
const rowsOfCells = ({ table }: Scene) =>
  table.parameters.filter(({ key }) => /^cells(\.|$)/.test(key));

/** So many times the work is worth a warning: what is pressed then takes its time. */
const heavy = 8;

/** Which cells would carry what these do not, or most of it; nothing where all is carried. */
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
