/** A frame in numbers: mean and standard deviation of each model, as a table and in words. */
import { css, html, nothing } from "lit";
import type { Frame, Stage } from "../core/messages.ts";
import type { Model, Moments } from "../core/types.ts";
import { aligned, number, percent } from "../format.ts";
import { looks } from "./curves.ts";

const populations = ["current", "gaussian", "sgd", "walkers"] as const;

/** The mean, without the rounding error that is left of it at zero. */
const settled = ({ mean, sd }: Moments): number => (Math.abs(mean) < 1e-9 * sd ? 0 : mean);

export const numbersTable = ({ moments }: Frame) =>
  html`<table class="numbers">
    <thead>
      <tr>
        <th scope="col"><span class="unseen">Model</span></th>
        <th scope="col">mean (W)</th>
        <th scope="col">sd (W)</th>
      </tr>
    </thead>
    <tbody>
      ${populations.map((model) => {
        const at = moments[model];
        return at
          ? html`<tr>
              <th scope="row" class=${model}>${looks[model].name}</th>
              <td data-mean=${model}>${aligned(settled(at))}</td>
              <td data-sd=${model}>${aligned(at.sd)}</td>
            </tr>`
          : nothing;
      })}
    </tbody>
  </table>`;

/** What the figure shows, for those who do not see it. */
export function inWords({ scenario }: Stage, { time, moments, distance }: Frame): string {
  const parts = populations.flatMap((model) => {
    const at = moments[model];
    return at ? [`${looks[model].name} ${number(at.mean)} ± ${number(at.sd)}`] : [];
  });
  const apart = Object.entries(distance)
    .map(([model, value]) => ` ${looks[model as Model].name} and SGD differ by ${percent(value)}.`)
    .join("");
  const [from, to] = scenario.domain.map((end) => number(end));
  return `Density of W between ${from} and ${to} at step ${time}: ${parts.join(", ")}.${apart}`;
}

export const numbersStyles = css`
  .numbers {
    width: 100%;
    margin-top: 0.75rem;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .numbers th {
    font-weight: 400;
    text-align: left;
  }
  .numbers td,
  .numbers thead th {
    text-align: right;
  }
  .numbers thead th {
    color: var(--muted);
  }
  .numbers :is(th, td) {
    padding: 0.2rem 0;
    border-bottom: 1px solid var(--hair);
  }
  .current {
    color: var(--current-text);
  }
  .gaussian {
    color: var(--gaussian-text);
  }
  .sgd {
    color: var(--sgd-text);
  }
  .walkers {
    color: var(--walkers-text);
  }
`;
