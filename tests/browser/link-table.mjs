// The tables that links are read by, as the worker makes them.
import * as core from "../wasm/core.mjs";

const spoken = (text) => (/^(true|false)$/.test(text) ? text === "true" : text);

/** From the core's rows; `start` is the scenario that the name of a kind alone says. */
function tableOf(space, parameters, choices, presets, start) {
  const rows = choices.map((choice) => ({
    ...choice,
    default: spoken(choice.default),
    options: choice.options.map((option) => ({ ...option, value: spoken(option.value) })),
  }));
  const kinds = rows.find(({ key }) => key === "landscape.kind").options.map(({ value }) => value);
  const starters = kinds.flatMap((kind) => {
    const scenario = start(kind);
    return scenario ? [[kind, scenario]] : [];
  });
  return {
    space,
    parameters: [...parameters, ...rows],
    presets,
    starters: Object.fromEntries(starters),
  };
}

/** That of one parameter. */
export const lineTable = tableOf(
  "line",
  core.parameters(),
  core.choices(),
  core.presets(),
  (kind) =>
    ["formula", "moments", "data"].includes(kind) ? undefined : core.normalize({ landscape: kind }),
);

const planePresets = core.planePresets();

/** That of one parameter, which knows the one of two. */
export const linkTable = {
  ...lineTable,
  plane: tableOf(
    "plane",
    core.planeParameters(),
    core.planeChoices(),
    planePresets,
    (kind) =>
      planePresets.find(({ scenario }) => scenario.landscape.kind === kind)?.scenario ??
      core.planeNormalize({ landscape: kind }),
  ),
};
linkTable.plane.line = linkTable;
