// The tables of the documentation, made from the core's own when the site is built.
import { readFile } from "node:fs/promises";
import {
  choices,
  functions,
  initSync,
  parameters,
  planeChoices,
  planeParameters,
  planePresets,
  presets,
} from "../pkg/sgd_current.js";
import { figureNames } from "./figure-names.js";

const wasm = await readFile(new URL("../pkg/sgd_current_bg.wasm", import.meta.url));
initSync({ module: wasm });

const number = (/** @type {number} */ value) =>
  Math.abs(value) >= 1e5 ? value.toExponential(3).replace(/\.?0*e\+?/, "e") : String(value);
const unit = (/** @type {string} */ unit) => (unit === "" ? "" : ` ${unit}`);

/** Parameters that a link may set: their key, name, what they may be, what they are if not said. */
const keysOf = (
  /** @type {ReturnType<typeof parameters>} */ numbers,
  /** @type {ReturnType<typeof choices>} */ options,
) => [
  ...numbers.map(({ link, label, unit: of, min, max, integer, default: standard, help }) => ({
    key: link,
    label,
    allowed: `${integer ? "whole, " : ""}${number(min)} to ${number(max)}${unit(of)}`,
    standard: number(standard),
    help,
  })),
  ...options.map(({ link, label, options, default: standard, help }) => ({
    key: link,
    label,
    allowed: options.map(({ value }) => value).join(", "),
    standard,
    help,
  })),
];

/** Every parameter of a scenario of one parameter. */
export const linkKeys = keysOf(parameters(), choices());

const escaped = (/** @type {string} */ text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const rows = (/** @type {string[][]} */ table) =>
  table.map(([first, ...rest]) => {
    const cells = rest.map((cell) => `<td>${escaped(cell)}</td>`).join("");
    return `<tr><th scope="row"><code>${escaped(first)}</code></th>${cells}</tr>`;
  });

const figures = () => figureNames.map((name) => `<code>${name}</code>`).join(", ");

const keyRows = (/** @type {typeof linkKeys} */ keys) =>
  rows(
    keys.map(({ key, label, allowed, standard, help }) => [
      key,
      `${label}. ${help}`,
      allowed,
      standard,
    ]),
  ).join("");

const presetRows = (/** @type {{ id: string, title: string }[]} */ list) =>
  rows(list.map(({ id, title }) => [id, title])).join("");

/** What formulas may call, from the reader's own table. */
const functionRows = () =>
  rows(functions().map(({ name, also }) => [`${name}(…)`, also.join(", ")])).join("");

const made = {
  functions: functionRows,
  "link-keys": () => keyRows(linkKeys),
  "plane-keys": () => keyRows(keysOf(planeParameters(), planeChoices())),
  presets: () => presetRows(presets()),
  "plane-presets": () => presetRows(planePresets()),
  figures,
};

/**
 * Fills what has `data-made="…"` in the pages.
 *
 * @returns {import("vite").Plugin}
 */
export const madeTables = () => ({
  name: "made-tables",
  transformIndexHtml: {
    order: "pre",
    handler: (html) => {
      for (const [name, make] of Object.entries(made)) {
        const text = make();
        html = html.replace(`data-made="${name}">`, (tag) => tag + text);
      }
      return html;
    },
  },
});
