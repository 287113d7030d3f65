/** What is shown of a scene: a time, a way of looking, and the settings that were in force before. */
import type { SparseScenario } from "../core/types.ts";
import type { Take } from "./entries.ts";
import { shown } from "./entries.ts";
import { toNumber } from "./parameter.ts";

/** The farthest time that a link may ask for: it is computed again, step by step. */
export const latest = 100_000;

/** Ways of looking, several joined by commas; `curve` is the plainest, where another is usual. */
export const views = [
  "curve",
  "log",
  "heat",
  "trace",
  "flux",
  "point",
  "warmth",
  "draws",
  "ink",
  "bell",
  "rings",
  "loss",
  "noise",
  "dust",
  "walk",
  "descent",
] as const;
const isView = (view: string): boolean =>
  view.split(",").every((word) => (views as readonly string[]).includes(word));

/** Settings that were in force before the present ones, and the step up to which they were. */
export interface Past {
  until: number;
  scenario: SparseScenario;
}

/** What is looked at, beside the scenario. */
export interface Look {
  /** SGD steps since the start. */
  time: number;
  /** A way of looking, if not the usual one. */
  view: string | undefined;
  /** The settings before the present ones on the way to this time, oldest first, if there were any. */
  past?: Past[];
}

export const atStart: Look = { time: 0, view: undefined };

export const isTime = (time: unknown): boolean =>
  Number.isInteger(time) && (time as number) >= 0 && (time as number) <= latest;

/** The look nearest to something from outside, such as a file, that a link could tell of. */
export function lookOf(value: unknown): Look {
  const { time, view, past } = (value ?? {}) as Record<string, unknown>;
  return {
    ...(Array.isArray(past) && past.every(isPast) ? { past } : {}),
    time: Math.min(Math.max(Math.floor(Number(time)) || 0, 0), latest),
    view: typeof view === "string" && isView(view) ? view : undefined,
  };
}

const isPast = (value: unknown): value is Past => {
  const { until, scenario } = (value ?? {}) as Record<string, unknown>;
  return isTime(until) && typeof scenario === "object" && scenario !== null;
};

/** Takes the time and the way of looking that a link tells. */
export function takeLook(take: Take, notices: string[], look: Look = atStart): Look {
  const [t, view] = [take("t"), take("view")];
  const time = t === undefined ? look.time : toNumber(t);
  const known = isTime(time);
  if (!known)
    notices.push(
      `t = “${shown(t!)}” was left out: the time is a whole number between 0 and ${latest}.`,
    );
  const seen = view === undefined || isView(view);
  if (!seen)
    notices.push(`view = “${shown(view)}” was left out: a view is made of ${views.join(", ")}.`);
  return {
    time: known ? time : look.time,
    view: seen ? (view ?? look.view) : look.view,
  };
}
