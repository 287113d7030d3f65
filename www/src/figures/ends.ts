/** End states in words and tables: how much gathers where, and how long the way there is. */
import { html, nothing } from "lit";
import type { PassageTime, Resolution, Stationary, Widths } from "../core/types.ts";
import { fromLog, number, percent, steps } from "../plot/format.ts";
import { bisectLeft, extent } from "d3-array";
import type { Scene } from "../scene/scene.ts";
import { moreCells, timeInWords } from "./resolved.ts";
import type { Ratios } from "../time/settled.ts";
import type { Gate } from "../layers/zeros.ts";

/** A share of the probability: in percent, or as a power of ten where that would be nothing. */
export const share = ({ mass, logMass }: { mass: number; logMass: number }): string =>
  mass < 1e-4 ? fromLog(logMass) : percent(mass);

/** What two wells hold, three ways; `run` says how far SGD's own run has come without an answer. */
export const ratios = ({ predicted, solved }: Widths, settled: Ratios | undefined, run: string) => {
  const shown = solved.resolution.resolved ? solved : undefined;
  const row = (name: string, ratios: Ratios | undefined, source: string, otherwise = "") =>
    html`<tr>
      <th scope="row">${name}</th>
      ${(["logPeakRatio", "logMassRatio"] as const).map(
        (log) =>
          html`<td translate="no" data-ratio="${source}-${log}">
            ${ratios ? fromLog(ratios[log]) : otherwise}
          </td>`,
      )}
    </tr>`;
  return html`<table>
    <caption>
      Wide over narrow
    </caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">peak density</th>
        <th scope="col">mass</th>
      </tr>
    </thead>
    <tbody>
      ${row("predicted", predicted, "predicted")} ${row("solved", shown, "solved", "not resolved")}
      ${row("SGD itself", settled, "sgd", run)}
    </tbody>
  </table>`;
};

export const exponents = ({ predicted: { exponentNarrow, exponentWide } }: Widths) => html`
  From its bottom to the barrier the narrow well has the exponent
  <b>${number(exponentNarrow)}</b>, the wide one <b>${number(exponentWide)}</b>:
  ${number(exponentWide / exponentNarrow)} times as much.
`;

/** How long it takes, on average, from one basin into another. */
export type Passage = PassageTime & { from: number; to: number };

/** From the basin that a start lies in to the heaviest other one. */
export function basinsApart(
  { minima }: Stationary,
  start: number,
): { from: number; to: number } | undefined {
  const here = minima.find(({ to }) => to >= start);
  const [there] = minima.filter((minimum) => minimum !== here).sort((a, b) => b.mass - a.mass);
  return here && there && { from: here.at, to: there.at };
}

/** Whether a basin holds its mass in a cell or so: then the cell is what its height is of. */
const isPoint = (
  { grid, edges }: Stationary,
  { at, peak, mass }: Stationary["minima"][number],
): boolean => {
  const i = bisectLeft(grid, at);
  return peak * (edges[i + 1]! - edges[i]!) > 0.25 * mass;
};

/** Whether nothing gathers anywhere: what is as high everywhere has no peak. */
export const isLevel = ({ logDensity }: Stationary): boolean => {
  const [low = 0, high = 0] = extent(logDensity);
  return high - low < 1e-6;
};

/** A place in the domain, in words: zero within a thousandth of a cell, as fine as peaks are found. */
export function place({ edges }: Stationary, at: number): string {
  const cell = (edges.at(-1)! - edges[0]!) / (edges.length - 1);
  return number(Math.abs(at) < 1e-3 * cell ? 0 : at);
}

/** A current round a ring below this is rounding. */
const stillness = 1e-15;

/** The end state; where walls absorb all, what is left of it longest. */
export function lasting(end: Stationary): Stationary {
  const { survivors } = end;
  if (!survivors || end.minima.length > 0) return end;
  return { ...end, density: survivors.density, logDensity: survivors.density.map(Math.log) };
}

/** What becomes of all mass, in words, where it does not simply come to rest; undefined where it does. */
export function fate({ flux, survivors }: Stationary): string | undefined {
  if (survivors)
    return `What is left after long: all is absorbed in the end, and what is left falls as e to −t/τ with τ = ${steps(survivors.logTime)}.`;
  if (Math.abs(flux) > stillness)
    return `The same ρ goes round for ever: ${number(Math.abs(flux))} per step to the ${flux > 0 ? "right" : "left"}.`;
  return undefined;
}

/** What walls have taken in the end. */
const taken = ({ absorbed: { left, right } }: Stationary) =>
  left + right > 0
    ? html`<p>
        Absorbed in the end: <b data-absorbed="left">${percent(left)}</b> by the left wall,
        <b data-absorbed="right">${percent(right)}</b> by the right one.
      </p>`
    : nothing;

/** Where the probability gathers; words if it does nowhere. */
const peaks = (end: Stationary) =>
  end.minima.length === 0
    ? nothing
    : isLevel(end)
      ? html`<p class="level">
          Nothing gathers: the probability is spread evenly from ${place(end, end.edges[0]!)} to
          ${place(end, end.edges.at(-1)!)}.
        </p>`
      : html`<table>
          <caption>
            Where the probability gathers
          </caption>
          <thead>
            <tr>
              <th scope="col">at (W)</th>
              <th scope="col">peak (1/W)</th>
              <th scope="col">mass</th>
            </tr>
          </thead>
          <tbody>
            ${end.minima.map(
              (minimum) =>
                html`<tr>
                  <td>${place(end, minimum.at)}</td>
                  <td>${isPoint(end, minimum) ? "a point" : fromLog(minimum.logPeak)}</td>
                  <td>${share(minimum)}</td>
                </tr>`,
            )}
          </tbody>
        </table>`;

/** How long the way from one basin into another takes. */
export const passageInWords = (scene: Scene, passage: Passage, end: Stationary) => html`
  <p class="way">
    From ${place(end, passage.from)} to ${place(end, passage.to)} Fokker–Planck gives
    <b data-time="current">${timeInWords(passage.logCurrent, passage.resolution.current)}</b> on
    average, SGD takes
    <b data-time="sgd">${timeInWords(passage.logSgd, passage.resolution.sgd)}</b>.
  </p>
  ${moreCells(scene, Object.values(passage.resolution))}
`;

export const basins = (scene: Scene, end: Stationary, gates: Gate[]) =>
  html`<div>
    ${fate(end) === undefined ? nothing : html`<p class="fate">${fate(end)}</p>`} ${peaks(end)}
    ${taken(end)} ${moreCells(scene, [end.resolution])}
    ${gates.map(
      ({ at, way }) =>
        html`<p>
          At ${number(at)} is a gate: the noise vanishes, the slope does not, and probability passes
          to the ${way > 0 ? "right" : "left"} only.
        </p>`,
    )}
    ${
      end.classes.length > 1
        ? html`<p>
            No way leads from one part to another:
            ${end.classes
              .map(
                ({ from, to, share }) =>
                  `${percent(share)} of the start ends between ${number(from)} and ${number(to)}`,
              )
              .join("; ")}.
          </p>`
        : nothing
    }
  </div>`;

/** How long the way there is. */
export const times = ({ logRelaxationTime, resolution, passage, sgd }: Widths) => html`
  Fokker–Planck settles in
  <b data-time="relaxation">${timeInWords(logRelaxationTime, resolution)}</b>; from the narrow well
  into the wide one
  <b data-time="there">${timeInWords(passage.logNarrowToWide, passage.resolution)}</b>, and back
  <b data-time="back">${timeInWords(passage.logWideToNarrow, passage.resolution)}</b>.
  ${
    sgd === undefined
      ? html`SGD’s own times are being computed …`
      : sgd.logNarrowToWide === Infinity
        ? html`SGD itself <b data-time="sgd">never</b> gets out of the narrow well: this end state
            is Fokker–Planck’s alone.`
        : html`SGD takes
            <b data-time="sgd">${timeInWords(sgd.logNarrowToWide, sgd.resolution)}</b> there, and
            <b>${timeInWords(sgd.logWideToNarrow, sgd.resolution)}</b> back.`
  }
  ${
    logRelaxationTime > Math.log(1e9) && sgd?.logNarrowToWide !== Infinity
      ? html`This end state is real, but no training run will ever see it.`
      : nothing
  }
`;

/** Whether the cells carry all that is told of two wells. */
export const resolutionsOf = ({ solved, resolution, passage, sgd }: Widths): Resolution[] => [
  solved.resolution,
  resolution,
  passage.resolution,
  ...(sgd ? [sgd.resolution] : []),
];
