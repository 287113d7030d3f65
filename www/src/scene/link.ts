/**
 * Links, version 1: a scenario as a readable hash, `#v=1&preset=balance&T=0.5`,
 * saying only what differs from the preset or, without one, from the default.
 * A link that names a figure and no landscape means the figure's own.
 * A link is data from anywhere: reading one never throws, keeps every good
 * value, and says what it left out.
 */
import type { Table } from "../core/messages.ts";
import type { SparseScenario } from "../core/types.ts";
import { base, usual } from "./base.ts";
import type { Take } from "./entries.ts";
import { entriesOf, escaped, shown } from "./entries.ts";
import {
  isLandscape,
  landscapeEntries,
  momentsOf,
  placed,
  takeConstants,
  takeFrame,
  takeInner,
  takeKind,
  takeLosses,
  takePoints,
} from "./landscape-link.ts";
import type { Look } from "./look.ts";
import { atStart, latest, takeLook } from "./look.ts";
import { isSame, parse } from "./parameter.ts";
import { pastOf, segment } from "./past-link.ts";
import {
  hasNumbers,
  kindOf,
  kindOfPoints,
  read,
  scheduleOf,
  starter,
  withLandscape,
  write,
} from "./scenario.ts";
import { standards, tableOf } from "./standards.ts";

const version = "1";

export interface Address {
  scenario: SparseScenario;
  /** The table of the space that it is read for. */
  table: Table;
  look: Look;
  /** The figure that the scenario is for, if the link names one. */
  figure: string | undefined;
  /** What was left out or changed, and why: one sentence each. */
  notices: string[];
  /** The keys that it sets. */
  keys: string[];
  /** Reads the same link without one of its keys. */
  less: (key: string) => Address | undefined;
}

/**
 * Reads a hash, with or without its `#`. What it says changes what there is
 * already, which for a link is nothing.
 */
export function decode(
  hash: string,
  tables: Table,
  from?: { scenario: SparseScenario; look: Look },
  skipped: string[] = [],
): Address {
  const notices: string[] = [];
  const entries = entriesOf(hash, notices);
  for (const key of skipped) entries.delete(key);
  const keys = [...entries.keys()];
  const take: Take = (key) => {
    const text = entries.get(key);
    entries.delete(key);
    return text;
  };
  if ((take("v") ?? version) !== version)
    notices.push("The link was made by another version; what this version knows of it is used.");

  const figure = takeFigure(take, notices);
  const table = figure === undefined ? tables : tableOf(figure, tables);
  const own = figure === undefined || [...entries.keys()].some(isLandscape);
  let scenario = from && figure === undefined ? from.scenario : own ? {} : standards[figure]!;
  const whole = () => base(scenario, table);
  /** Keys that have said what is descended; a later one may say another thing. */
  let said: string[] = [];
  const say = (kind: string, keys: string[]) => {
    if (kind !== kindOf(whole()) && said.length > 0) {
      notices.push(
        `This was left out, because ${keys[0]} says another landscape: ${said.join(", ")}.`,
      );
      said = [];
    }
    said.push(...keys);
  };
  const describe = (kind: string, keys: string[], fields: Record<string, unknown>) => {
    say(kind, keys);
    scenario = withLandscape(scenario, whole(), kind, fields);
  };

  const preset = take("preset");
  const named = table.presets.find(({ id }) => isSame(id, preset ?? ""));
  if (named) {
    scenario = { landscape: named.id };
    said = ["preset"];
  } else if (preset !== undefined)
    notices.push(`There is no preset “${shown(preset)}”: it was left out.`);

  // Of two parameters there are several kinds with points: which is meant, comes first.
  const meant = table.space === "plane" ? takeKind(take, table, notices) : undefined;
  if (meant !== undefined && meant !== kindOf(whole())) {
    say(meant, ["landscape"]);
    scenario = write(scenario, whole(), "landscape.kind", meant);
  }
  if (kindOf(whole()) === "momentum") {
    const line = tables.line ?? tables;
    const inner = takeInner(take, [...entries.keys()], line);
    if (inner !== undefined) {
      const address = decode(inner, line);
      notices.push(...address.notices);
      describe("momentum", ["of"], { landscape: address.scenario.landscape ?? usual(line) });
    }
  }
  const points = takePoints(take, notices);
  const frame = takeFrame(take, notices);
  if (points) describe(kindOfPoints(whole()), ["points"], { points, ...frame });
  else if (Object.keys(frame).length > 0)
    notices.push("origin and units were left out: no points are there to be counted.");
  for (const [key, path] of Object.entries(momentsOf(table))) {
    const formula = take(key);
    if (formula === undefined) continue;
    const [field, place] = path.split(".");
    const fields = place === undefined ? formula : placed(whole(), field!, Number(place), formula);
    describe("moments", [key], { [field!]: fields });
  }
  const { said: formulas, losses } = takeLosses(take, whole());
  if (formulas.length > 0) describe("formula", formulas, { losses });
  const constants = takeConstants(take, notices);
  if (constants && ["formula", "moments"].includes(kindOf(whole())))
    describe(kindOf(whole()), ["constants"], { constants });
  else if (constants) notices.push("constants was left out: no formula is there to name them.");

  // The landscape first: what else there is depends on it.
  const rank = (key: string) => (key.endsWith(".kind") ? 0 : key.startsWith("landscape") ? 1 : 2);
  const rows = table.parameters.toSorted((a, b) => rank(a.key) - rank(b.key));
  for (const parameter of rows) {
    const { appliesTo, key, link } = parameter;
    const text = take(link);
    if (text === undefined) continue;
    const result = parse(parameter, text);
    if ("problem" in result) {
      notices.push(`${link} = “${shown(text)}” was left out: ${result.problem}.`);
      continue;
    }
    if (key.startsWith("schedule.")) {
      if (key === "schedule.kind" || appliesTo.includes(scheduleOf(scenario, whole())))
        scenario = write(scenario, whole(), key, result.value);
      else notices.push(`${link} was left out: the schedule of T has no such number.`);
      continue;
    }
    if (key === "landscape.kind") say(String(result.value), [link]);
    const now = kindOf(whole());
    const kind = appliesTo.includes(now) ? now : appliesTo[0];
    if (kind !== undefined) {
      const first = !from && said.length === 0;
      say(kind, [link]);
      // A landscape's own parameter brings its landscape along: in a figure's own scene, to its walls.
      if (kind !== kindOf(whole()))
        scenario = first
          ? { ...scenario, landscape: starter(kind, table.space === "plane") }
          : write(scenario, whole(), "landscape.kind", kind);
    }
    scenario = write(scenario, whole(), key, result.value);
  }
  const look = takeLook(take, notices, from?.look);
  const was = take("was");
  if (was !== undefined)
    look.past = pastOf(was, look.time, { scenario, whole: whole(), table }, notices);
  for (const key of entries.keys())
    notices.push(`“${shown(key)}” is not a parameter and was left out.`);
  const less = (key: string) =>
    keys.includes(key) ? decode(hash, tables, from, [...skipped, key]) : undefined;
  return { scenario, table, look, figure, notices, keys, less };
}

/** The hash, without its `#`, that `decode` reads as this scenario. */
export function encode(
  scenario: SparseScenario,
  table: Table,
  { time, view, past = [] }: Look = atStart,
  shown?: string,
): string {
  const whole = base(scenario, table);
  // Only the name of a figure says that there are two parameters.
  const figure = shown ?? (table.space === "plane" ? "plane" : undefined);
  const entries = [`v=${version}`];
  const landscape = landscapeEntries(scenario.landscape, table);
  if (figure !== undefined) {
    entries.push(`figure=${figure}`);
    // Without a landscape it would be the figure's own.
    const own = Object.keys(standards[figure] ?? {}).length > 0;
    const named = landscape.some((entry) => isLandscape(entry.split("=")[0]!));
    if (own && !named) landscape.unshift(`landscape=${kindOf(whole)}`);
  }
  entries.push(...landscape);
  for (const { key, link } of table.parameters) {
    if (key.startsWith("landscape")) continue;
    const value = read(scenario, key);
    // A domain that follows from the landscape's numbers is always said once it is chosen.
    const follows = key.startsWith("domain") && hasNumbers(whole);
    if (value === undefined || (value === read(whole, key) && !follows)) continue;
    entries.push(`${link}=${escaped(String(value))}`);
  }
  if (view !== undefined) entries.push(`view=${view}`);
  if (time > 0) {
    const was = past.map((one) => segment(one, scenario, table));
    if (was.length > 0 && was.every(Boolean)) entries.push(`was=${was.join(";")}`);
    entries.push(`t=${Math.min(time, latest)}`);
  }
  return entries.join("&");
}

function takeFigure(take: Take, notices: string[]): string | undefined {
  const figure = take("figure");
  if (figure === undefined) return undefined;
  const known = Object.keys(standards).find((name) => isSame(name, figure));
  if (known !== undefined) return known;
  notices.push(`There is no figure “${shown(figure)}”.`);
  return undefined;
}
