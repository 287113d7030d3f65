/** The numbers of a density that evolves, for tables and files. */
import type { Frame, Stage } from "../core/messages.ts";
import type { Model, Population } from "../core/types.ts";
import type { Column } from "../export/sharable.ts";
import { looks } from "../layers/curves.ts";
import type { History } from "../time/history.ts";

/** What is seen at one time, over W. */
export function columnsOf({ grid, landscape }: Stage, { density, flux }: Frame): Column[] {
  return [
    { name: "W", unit: "W", values: grid },
    ...Object.entries(density).map(([model, values]) => ({
      name: `P ${looks[model as Model].name}`,
      unit: "1/W",
      values,
    })),
    // At the right edge of the cell at W.
    ...(flux
      ? [{ name: "ρ current at the right edge", unit: "1/step", values: flux.subarray(1) }]
      : []),
    { name: "G", unit: "L/W", values: landscape.gradient },
    { name: "S²", unit: "L²/W²", values: landscape.variance },
  ];
}

/** What walls have absorbed of each model, if they have of any. */
function absorbedOf(all: Frame[]): Column[] {
  const models = Object.keys(all[0]?.absorbed ?? {}) as Population[];
  return (["left", "right"] as const)
    .filter((side) => models.some((model) => all.some((frame) => frame.absorbed[model]?.[side])))
    .flatMap((side) =>
      models.map((model) => ({
        name: `absorbed ${side} ${looks[model].name}`,
        unit: "",
        values: all.map(({ absorbed }) => absorbed[model]?.[side] ?? NaN),
      })),
    );
}

/** Mean and standard deviation of each model against time, and what walls absorb of it. */
export function seriesOf({ frames, before }: History): Column[] {
  const all = [...before, ...frames];
  const models = Object.keys(frames[0]?.moments ?? {}) as Population[];
  return [
    { name: "t", unit: "steps", values: all.map(({ time }) => time) },
    ...models.flatMap((model) =>
      (["mean", "sd"] as const).map((of) => ({
        name: `${of} ${looks[model].name}`,
        unit: "W",
        values: all.map(({ moments }) => moments[model]?.[of] ?? NaN),
      })),
    ),
    ...absorbedOf(all),
  ];
}
