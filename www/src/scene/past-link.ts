/** What was set on the way to a time, as a link tells it: `was=40,T:0.02;60,B:2`. */
import type { Table } from "../core/messages.ts";
import type { SparseScenario, WholeScenario } from "../core/types.ts";
import { base } from "./base.ts";
import { escaped, shown } from "./entries.ts";
import type { Past } from "./look.ts";
import { isTime } from "./look.ts";
import { parse, toNumber } from "./parameter.ts";
import { read, write } from "./scenario.ts";

/** Whether a link can tell what was in force before a scenario. */
export const canTell = (past: Past[], scenario: SparseScenario, table: Table): boolean =>
  past.every((one) => segment(one, scenario, table) !== undefined);

/**
 * Past settings as a link tells them: the step that they ended at, then what was other than it
 * is now, such as `40,T:0.02`. Only parameters can be told so: formulas and points cannot.
 */
export function segment(
  { until, scenario: then }: Past,
  now: SparseScenario,
  table: Table,
): string | undefined {
  // Another schedule has other numbers: its kind comes first.
  const last = ({ key }: { key: string }) => Number(key !== "schedule.kind");
  const rows = table.parameters.toSorted((a, b) => last(a) - last(b));
  const keys = rows.flatMap(({ key, link }) => {
    const [a, b] = [then, now].map((one) => read(one, key) ?? read(base(one, table), key));
    return a === undefined || a === b ? [] : [{ key, link, value: a }];
  });
  const whole = base(now, table);
  const back = keys.reduce((made, { key, value }) => write(made, whole, key, value), now);
  const same = (a: SparseScenario, b: SparseScenario) =>
    JSON.stringify(spelled(a, table)) === JSON.stringify(spelled(b, table));
  if (!same(back, then)) return undefined;
  return [until, ...keys.map(({ link, value }) => `${link}:${escaped(String(value))}`)].join(",");
}

/** A scenario with its parameters and what is descended written out, however it was said. */
const spelled = (scenario: SparseScenario, table: Table) => {
  const whole = base(scenario, table);
  const { landscape = whole.landscape } = scenario;
  const typed = typeof landscape === "string" ? landscape : { ...landscape };
  const values = table.parameters.map(({ key }) => read(scenario, key) ?? read(whole, key));
  const { losses, points, gradient, variance, constants } = typed as Record<string, unknown>;
  return [values, losses, points, gradient, variance, constants];
};

/** The past that a link tells, in words what of it cannot be read. */
export function pastOf(
  text: string,
  time: number,
  { scenario, whole, table }: { scenario: SparseScenario; whole: WholeScenario; table: Table },
  notices: string[],
): Past[] {
  const past: Past[] = [];
  for (const piece of text.split(";")) {
    const [step = "", ...pairs] = piece.split(",");
    const until = toNumber(step);
    let then = scenario;
    const good = pairs.every((pair) => {
      const [link, ...value] = pair.split(":");
      const parameter = table.parameters.find((row) => row.link === link);
      const result = parameter && parse(parameter, value.join(":"));
      if (!result || "problem" in result) return false;
      then = write(then, whole, parameter.key, result.value);
      return true;
    });
    if (!good || !isTime(until) || until <= (past.at(-1)?.until ?? 0) || until > time) {
      notices.push(
        `was = “${shown(text)}” was left out: it is made of steps up to t, each with what was set until then, as in was=40,T:0.02;60,T:0.05.`,
      );
      return [];
    }
    past.push({ until, scenario: then });
  }
  return past;
}
