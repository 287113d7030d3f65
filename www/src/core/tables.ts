/** The tables that the page is made from, of one parameter and of two. */
import {
  choices,
  normalize,
  parameterGroups,
  parameters,
  planeChoices,
  planeParameters,
  planePresets,
  presets,
} from "../../pkg/sgd_current.js";
import type { Table } from "./messages.ts";
import type { ChoiceParameter, Value } from "./types.ts";

/** Kinds of landscape that somebody has to type something for. */
export const typedKinds = ["formula", "moments", "data"];

export function tables(): Table {
  const rows = choices().map(typed);
  const kinds = kindsIn(rows).filter((kind) => !typedKinds.includes(kind));
  return {
    space: "line",
    parameters: [...parameters(), ...rows],
    groups: parameterGroups(),
    presets: presets(),
    starters: Object.fromEntries(kinds.map((kind) => [kind, normalize({ landscape: kind })])),
    plane: planeTable(),
  };
}

function planeTable(): Table {
  const rows = planeChoices().map(typed);
  const known = planePresets();
  // Each kind has a preset: to fill in the rest of a scenario takes the plane's part of the wasm.
  const first = (kind: string) => known.find(({ scenario }) => scenario.landscape.kind === kind)!;
  return {
    space: "plane",
    parameters: [...planeParameters(), ...rows],
    groups: parameterGroups(),
    presets: known,
    starters: Object.fromEntries(kindsIn(rows).map((kind) => [kind, first(kind).scenario])),
  } as unknown as Table;
}

const kindsIn = (rows: ChoiceParameter[]): string[] =>
  rows.find(({ key }) => key === "landscape.kind")!.options.map(({ value }) => String(value));

/** The table spells yes and no; a scenario has booleans. */
function typed(choice: ReturnType<typeof choices>[number]): ChoiceParameter {
  const value = (text: string): Value => (/^(true|false)$/.test(text) ? text === "true" : text);
  return {
    ...choice,
    default: value(choice.default),
    options: choice.options.map((option) => ({ ...option, value: value(option.value) })),
  };
}
