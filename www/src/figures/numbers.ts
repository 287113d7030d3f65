/** A frame in numbers: mean and standard deviation of each model, as a table and in words. */
import { css, html, nothing } from "lit";
import type { Frame, Stage } from "../core/messages.ts";
import type { Absorbed, Model, Moments, Population } from "../core/types.ts";
import { bisectRight } from "d3-array";
import { aligned, beside, number, percent, wholePercent } from "../plot/format.ts";
import { looks } from "../layers/curves.ts";
import { flowInWords, strongest } from "../layers/flux.ts";
import type { Past } from "../layers/past.ts";
import { pastHilltop } from "../layers/past.ts";
import { gates } from "../layers/zeros.ts";

/** How large what a mean is seen beside: its spread, if that is larger than itself. */
export const scaleOf = ({ mean, sd }: Moments): number => Math.max(Math.abs(mean), sd);

/** A spread that its cell is wider than is told as that: the rest is the cell's. */
export function spreadInWords(
  { edges }: Stage,
  model: string,
  { mean, sd }: Moments,
  words: (sd: number) => string,
): string {
  const i = Math.min(Math.max(bisectRight(edges, mean), 1), edges.length - 1);
  const cell = edges[i]! - edges[i - 1]!;
  return model !== "walkers" && sd < cell ? `<${number(cell, 1)}` : words(sd);
}

/** What the text around may quote of a frame, by name. */
export function quotable(stage: Stage, frame: Frame): Record<string, string> {
  const { distance, moments, flux } = frame;
  const past = pastHilltop(stage, frame);
  const [gate] = gates(stage.grid, stage.landscape);
  return {
    ...(gate ? { gate: number(gate.at) } : {}),
    ...(past ? { hilltop: number(past.at, 4) } : {}),
    ...Object.fromEntries(
      Object.entries(past?.parts ?? {}).map(([model, part]) => [`past-${model}`, percent(part)]),
    ),
    ...(flux ? { flow: flowInWords(strongest(flux, stage.edges)) } : {}),
    ...Object.fromEntries(
      Object.entries(distance).map(([model, value]) => [`distance-${model}`, wholePercent(value)]),
    ),
    ...Object.fromEntries(
      Object.entries(moments).flatMap(([model, at]) => [
        [`mean-${model}`, beside(at.mean, scaleOf(at))],
        [`sd-${model}`, spreadInWords(stage, model, at, number)],
      ]),
    ),
  };
}

/** Models that a scenario asks too much of, in words. */
export const leftOut = ({ refused }: Pick<Frame, "refused">) =>
  Object.entries(refused).map(
    ([model, why]) => html`<p class="fault">${looks[model as Model].name} is left out: ${why}</p>`,
  );

/** How far the other models are from SGD. */
export const distances = ({ distance }: Frame) => {
  const apart = Object.entries(distance) as [Model, number][];
  if (apart.length === 0) return nothing;
  return html` · total variation from SGD:
  ${apart.map(
    ([model, value], i) =>
      html`${i > 0 ? ", " : ""}${looks[model].name}
        <b class="distance" translate="no" data-distance=${model}>${wholePercent(value)}</b>`,
  )}`;
};

/** How strong the current is where it is strongest: on a line of its own, or it would jump there. */
export const flow = (flux: Float64Array, { edges }: Stage) =>
  html`<span class="line"
    >ρ up to <b class="flow">${flowInWords(strongest(flux, edges))}</b></span
  >`;

/** What the walls have absorbed of each model, where they absorb or have before. */
export function absorbedOf(
  { scenario }: Stage,
  { absorbed }: Frame,
): [model: Population, words: string][] {
  const all = Object.entries(absorbed) as [Population, Absorbed][];
  const walls = scenario.walls.startsWith("absorb");
  if (!walls && all.every(([, { left, right }]) => left + right === 0)) return [];
  const shown = (side: "left" | "right") =>
    scenario.walls === "absorb" ||
    scenario.walls.toLowerCase() === `absorb${side}` ||
    all.some(([, of]) => of[side] > 0);
  const sides = (["left", "right"] as const).filter(shown);
  return all.map(([model, of]) => [
    model,
    sides.map((side) => `${percent(of[side])} ${side}`).join(", "),
  ]);
}

/** The same under the densities. */
export const absorbed = (stage: Stage, frame: Frame) => {
  const all = absorbedOf(stage, frame);
  if (all.length === 0) return nothing;
  return html`<p class="absorbed">
    Absorbed:
    ${all.map(
      ([model, words], i) =>
        html`${i > 0 ? " · " : ""}<span class=${model}>${looks[model].name}</span>
          <b data-absorbed=${model}>${words}</b>`,
    )}
  </p>`;
};

const populations = ["current", "gaussian", "sgd", "walkers"] as const;

export const numbersTable = (stage: Stage, { moments }: Frame, past?: Past) => {
  const [from, to] = stage.scenario.domain;
  return html`<table class="numbers">
    <thead>
      <tr>
        <th scope="col"><span class="unseen">Model</span></th>
        <th scope="col">mean (W)</th>
        <th scope="col">sd (W)</th>
        ${past ? html`<th scope="col">past ${beside(past.at, to - from)}</th>` : nothing}
      </tr>
    </thead>
    <tbody>
      ${populations.map((model) => {
        const at = moments[model];
        return at
          ? html`<tr>
              <th scope="row" class=${model}>${looks[model].name}</th>
              <td translate="no" data-mean=${model}>${aligned(at.mean, scaleOf(at))}</td>
              <td translate="no" data-sd=${model}>
                ${spreadInWords(stage, model, at, (sd) => aligned(sd, sd))}
              </td>
              ${past ? html`<td translate="no" data-past=${model}>${percent(past.parts[model] ?? NaN)}</td>` : nothing}
            </tr>`
          : nothing;
      })}
    </tbody>
  </table>`;
};

/** What the figure shows, for those who do not see it. */
export function inWords(stage: Stage, frame: Frame): string {
  const { time, moments, distance } = frame;
  const parts = populations.flatMap((model) => {
    const at = moments[model];
    if (!at) return [];
    const spread = spreadInWords(stage, model, at, number);
    return [`${looks[model].name} ${beside(at.mean, scaleOf(at))} ± ${spread}`];
  });
  const apart = Object.entries(distance)
    .map(
      ([model, value]) =>
        ` ${looks[model as Model].name} and SGD differ by ${wholePercent(value)}.`,
    )
    .join("");
  const taken = absorbedOf(stage, frame).map(
    ([model, words]) => ` Absorbed of ${looks[model].name}: ${words}.`,
  );
  const [from, to] = stage.scenario.domain.map((end) => number(end));
  const round = stage.scenario.walls === "periodic" ? ", a ring," : "";
  return `Density of W between ${from} and ${to}${round} at step ${time}: ${parts.join(", ")}.${apart}${taken.join("")}`;
}

export const numbersStyles = css`
  .numbers {
    width: 100%;
    margin-top: 0.25rem;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .numbers th {
    font-weight: 400;
    text-align: left;
  }
  .numbers tbody th {
    white-space: nowrap;
  }
  .numbers td,
  .numbers thead th {
    text-align: right;
  }
  .numbers thead th {
    color: var(--muted);
  }
  .numbers :is(th, td) {
    padding: 0.15rem 0;
    border-bottom: 1px solid var(--hair);
  }
  .numbers :is(th, td) + :is(th, td) {
    padding-left: 0.5rem;
  }
  /* On the narrowest places there are numbers, or their margins. */
  @container (max-width: 15rem) {
    .numbers {
      font-size: 0.75rem;
    }
    .numbers tbody th {
      white-space: normal;
    }
    .numbers :is(th, td) + :is(th, td) {
      padding-left: 0.25rem;
    }
  }
  .absorbed {
    margin: 0.35rem 0 0;
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
