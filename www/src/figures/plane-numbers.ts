/** A frame of two parameters in numbers: means, spreads and correlation of each model. */
import { html, nothing } from "lit";
import type { PlaneFrame, PlaneStage } from "../core/messages.ts";
import type { PlaneGrid, PlaneMoments } from "../core/types.ts";
import type { Column } from "../export/sharable.ts";
import { looks } from "../layers/curves.ts";
import { aligned, beside, leastPercent, number } from "../plot/format.ts";
import { axesOf } from "../scene/space.ts";

/** Digits of means and spreads that grids of the plane carry. */
const carried = 2;

const populations = ["current", "sgd", "walkers"] as const;

/** The means and standard deviations of W₁ and W₂, and how they go together. */
function figuresOf({ mean, covariance }: NonNullable<PlaneFrame["moments"]["sgd"]>) {
  const [sd1, sd2] = [Math.sqrt(covariance[0][0]), Math.sqrt(covariance[1][1])];
  const correlation = sd1 * sd2 > 0 ? covariance[0][1] / (sd1 * sd2) : NaN;
  return { mean, sd1, sd2, correlation };
}

/** E[W₁² − W₂²]: how far two weights in series are from the flattest point of their valley. */
export const imbalance = ({ mean, covariance }: PlaneMoments): number =>
  mean[0] ** 2 + covariance[0][0] - mean[1] ** 2 - covariance[1][1];

export const planeTable = ({ moments }: PlaneFrame, { scenario }: PlaneStage) => {
  const balanced = scenario.landscape.kind === "network";
  const [first, second] = axesOf(scenario);
  return html`<table class="numbers">
    <thead>
      <tr>
        <th scope="col"><span class="unseen">Model</span></th>
        <th scope="col">${first} ± sd</th>
        <th scope="col">${second} ± sd</th>
        <th scope="col">${balanced ? "E(W₁² − W₂²)" : "correlation"}</th>
      </tr>
    </thead>
    <tbody>
      ${populations.map((model) => {
        const at = moments[model];
        if (!at) return nothing;
        const { mean, sd1, sd2, correlation } = figuresOf(at);
        return html`<tr>
          <th scope="row" class=${model}>${looks[model].name}</th>
          <td translate="no" data-mean1=${model}>
            ${aligned(mean[0], Math.max(Math.abs(mean[0]), sd1), carried)} ±
            ${aligned(sd1, sd1, carried)}
          </td>
          <td translate="no" data-mean2=${model}>
            ${aligned(mean[1], Math.max(Math.abs(mean[1]), sd2), carried)} ±
            ${aligned(sd2, sd2, carried)}
          </td>
          ${
            balanced
              ? html`<td translate="no" data-imbalance=${model}>${number(imbalance(at), 4)}</td>`
              : html`<td translate="no" data-correlation=${model}>${aligned(correlation, 1)}</td>`
          }
        </tr>`;
      })}
    </tbody>
  </table>`;
};

/** W₁ and W₂ of every cell, for a file of numbers. */
export function places({ w1, w2 }: PlaneGrid): Column[] {
  const of = (place: (k: number) => number) =>
    Float64Array.from({ length: w1.length * w2.length }, (_, k) => place(k));
  return [
    { name: "W₁", unit: "W", values: of((k) => w1[Math.floor(k / w2.length)]!) },
    { name: "W₂", unit: "W", values: of((k) => w2[k % w2.length]!) },
  ];
}

/** ρ in every cell. */
export const flows = ({ w1, w2 }: NonNullable<PlaneFrame["flux"]> | PlaneGrid): Column[] => [
  { name: "ρ₁", unit: "1/(W step)", values: w1 },
  { name: "ρ₂", unit: "1/(W step)", values: w2 },
];

/** What the map shows, for those who do not see it. */
export function planeInWords({ scenario }: PlaneStage, frame: PlaneFrame): string {
  const [a, b] = axesOf(scenario);
  const parts = populations.flatMap((model) => {
    const at = frame.moments[model];
    if (!at) return [];
    const { mean, sd1, sd2 } = figuresOf(at);
    const told = (mean: number, sd: number) =>
      `${beside(mean, Math.max(Math.abs(mean), sd), carried)} ± ${number(sd, carried)}`;
    return [`${looks[model].name} ${a} ${told(mean[0], sd1)}, ${b} ${told(mean[1], sd2)}`];
  });
  const { current } = frame.distance;
  const apart =
    current === undefined
      ? ""
      : ` The current and SGD differ by at least ${leastPercent(current)}.`;
  const walls = scenario.domain
    .map(([from, to], axis) => `${[a, b][axis]} from ${number(from)} to ${number(to)}`)
    .join(", ");
  return `Density in the plane, ${walls}, at step ${frame.time}: ${parts.join("; ")}.${apart}`;
}
