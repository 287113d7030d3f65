/** What a reader's own losses do, in words: where descent would rest, and whether SGD does. */
import { bisectLeft } from "d3-array";
import type { Frame, Stage } from "../core/messages.ts";
import { beside, number, percent, wholePercent } from "../plot/format.ts";
import { pastHilltop } from "../layers/past.ts";
import { slopeless } from "../layers/strips.ts";
import { crossings } from "../layers/zeros.ts";
import { scaleOf, spreadInWords } from "./numbers.ts";

/** The part of the largest S² below which losses agree: what a cell beside its zero may have. */
const agreeing = 1e-5;

/** Places as one names them. */
const either = (places: string[]): string =>
  [places.slice(0, -1).join(", "), places.at(-1)!].filter((part) => part !== "").join(" or ");

/** Where descent would rest, and whether SGD would: it rests only where no loss has a slope. */
function rest({ grid, landscape, scenario }: Stage): string {
  const { gradient, variance } = landscape;
  const loudest = variance.reduce((most, value) => Math.max(most, value), 0);
  if (loudest === 0) return "All losses are alike, so SGD does what descent does.";
  const [from, to] = scenario.domain;
  const minima = crossings(grid, gradient)
    .filter(({ stable }) => stable)
    .map(({ at }) => {
      const after = Math.min(Math.max(1, bisectLeft(grid, at)), grid.length - 1);
      const noise = Math.min(variance[after - 1]!, variance[after]!);
      return { name: beside(at, to - from), agree: noise <= agreeing * loudest };
    });
  if (minima.length === 0) return "Between these walls the mean loss has no minimum.";
  const agreed = minima.filter(({ agree }) => agree).map(({ name }) => name);
  const many = minima.length > 4;
  const places = many
    ? `in one of ${minima.length} minima`
    : `at ${either(minima.map(({ name }) => name))}`;
  const descent = `Descent would rest ${places}`;
  if (agreed.length === 0) return `${descent}. SGD would not: the losses disagree there.`;
  if (agreed.length === minima.length)
    return `${descent}, and so would SGD: all losses agree there.`;
  const where = many ? `in ${agreed.length} of them` : `at ${either(agreed)}`;
  return `${descent}, SGD only ${where}: there all losses agree.`;
}

/** The answer at a step, with where SGD is by then and how far off the theory is. */
export function answer(stage: Stage, frame: Frame): string {
  const first = slopeless(stage)
    ? "The mean loss is flat: descent would stay where it is."
    : rest(stage);
  const { sgd } = frame.moments;
  if (!sgd) return first;
  const past = pastHilltop(stage, frame);
  const beyond =
    past && `, ${percent(past.parts.sgd ?? NaN)} of it past the hilltop at ${number(past.at)}`;
  const place = beside(sgd.mean, scaleOf(sgd));
  const spread = spreadInWords(stage, "sgd", sgd, (sd) => number(sd, 2));
  const off = frame.distance.current;
  const theory =
    off === undefined
      ? ""
      : ` Fokker–Planck has ${wholePercent(off)} of the probability in the wrong place.`;
  return `${first} SGD is now at ${place}\u00a0±\u00a0${spread}${beyond ?? ""}.${theory}`;
}
