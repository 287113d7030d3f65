// The tables of the documentation, made from the core's own when the site is built.
import { readFile } from "node:fs/promises";
import {
  choices,
  functions,
  initSync,
  parameterGroups,
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

/** A parameter that a link may set: its key, name, what it may be, what it is if not said. */
const numberRow = (/** @type {ReturnType<typeof parameters>[number]} */ row) => ({
  key: row.link,
  label: row.label,
  allowed: `${row.integer ? "whole, " : ""}${number(row.min)} to ${number(row.max)}${unit(row.unit)}`,
  standard: number(row.default),
  help: row.help,
});

const choiceRow = (/** @type {ReturnType<typeof choices>[number]} */ row) => ({
  key: row.link,
  label: row.label,
  allowed: row.options.map(({ value }) => value).join(", "),
  standard: row.default,
  help: row.help,
});

/** The rows under each heading, in the order of showing. */
const groupsOf = (
  /** @type {ReturnType<typeof parameterGroups>} */ groups,
  /** @type {ReturnType<typeof parameters>} */ numbers,
  /** @type {ReturnType<typeof choices>} */ options,
) =>
  groups.map(({ title, fields }) => ({
    title,
    rows: fields.flatMap((field) => {
      const within = (/** @type {{ key: string }} */ { key }) => key.split(".")[0] === field;
      // A choice says which numbers there are, and stands before them.
      return [...options.filter(within).map(choiceRow), ...numbers.filter(within).map(numberRow)];
    }),
  }));

const lineGroups = groupsOf(parameterGroups(), parameters(), choices());
const planeGroups = groupsOf(parameterGroups(), planeParameters(), planeChoices());

/** Every parameter of a scenario of one parameter. */
export const linkKeys = lineGroups.flatMap(({ rows }) => rows);

const escaped = (/** @type {string} */ text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const rows = (/** @type {string[][]} */ table) =>
  table.map(([first, ...rest]) => {
    const cells = rest.map((cell) => `<td>${escaped(cell)}</td>`).join("");
    return `<tr><th scope="row"><code>${escaped(first)}</code></th>${cells}</tr>`;
  });

const figures = () => figureNames.map((name) => `<code>${name}</code>`).join(", ");

const keyRows = (/** @type {typeof lineGroups} */ groups) =>
  groups
    .filter((group) => group.rows.length > 0)
    .map((group) => {
      const keys = group.rows.map(({ key, label, allowed, standard, help }) => [
        key,
        `${label}. ${help}`,
        allowed,
        standard,
      ]);
      const head = `<tr><th class="group" scope="colgroup" colspan="4">${group.title}</th></tr>`;
      return head + rows(keys).join("");
    })
    .join("");

const presetRows = (/** @type {{ id: string, title: string }[]} */ list) =>
  rows(list.map(({ id, title }) => [id, title])).join("");

/** What formulas may call, from the reader's own table. */
const functionRows = () =>
  rows(functions().map(({ name, also }) => [`${name}(…)`, also.join(", ")])).join("");

/** The headings of the page: parts, and under each what it has. */
const contents = (/** @type {string} */ html) => {
  const headings = html.matchAll(/<h([23]) id="([\w-]+)">([^<]+)<\/h/g);
  const parts = Array.from(headings, ([, level, id, title]) => ({
    level,
    link: `<a href="#${id}">${title}</a>`,
  }));
  const starts = parts.flatMap(({ level }, i) => (level === "2" ? [i] : []));
  return starts
    .map((start, i) => {
      const [part, ...within] = parts.slice(start, starts[i + 1]).map(({ link }) => link);
      const list = within.map((link) => `<li>${link}</li>`).join("");
      return `<li>${part}${list === "" ? "" : `<ol>${list}</ol>`}</li>`;
    })
    .join("");
};

const made = {
  contents,
  functions: functionRows,
  "link-keys": () => keyRows(lineGroups),
  "plane-keys": () => keyRows(planeGroups),
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
        html = html.replace(`data-made="${name}">`, (tag) => tag + make(html));
      }
      return html;
    },
  },
});
