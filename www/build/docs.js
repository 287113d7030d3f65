// The tables of the documentation, made from the core's own when the site is built.
import { readFile } from "node:fs/promises";
import { choices, initSync, parameters, presets } from "../pkg/sgd_current.js";

const wasm = await readFile(new URL("../pkg/sgd_current_bg.wasm", import.meta.url));
initSync({ module: wasm });

const number = (/** @type {number} */ value) =>
  Math.abs(value) >= 1e5 ? value.toExponential(3).replace(/\.?0*e\+?/, "e") : String(value);
const unit = (/** @type {string} */ unit) => (unit === "" ? "" : ` ${unit}`);

/** Every parameter that a link may set: its key, its name, what it may be, what it is if not said. */
export const linkKeys = [
  ...parameters().map(({ link, label, unit: of, min, max, integer, default: standard, help }) => ({
    key: link,
    label,
    allowed: `${integer ? "whole, " : ""}${number(min)} to ${number(max)}${unit(of)}`,
    standard: number(standard),
    help,
  })),
  ...choices().map(({ link, label, options, default: standard, help }) => ({
    key: link,
    label,
    allowed: options.map(({ value }) => value).join(", "),
    standard,
    help,
  })),
];

const escaped = (/** @type {string} */ text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const rows = (/** @type {string[][]} */ table) =>
  table.map(([first, ...rest]) => {
    const cells = rest.map((cell) => `<td>${escaped(cell)}</td>`).join("");
    return `<tr><th scope="row"><code>${escaped(first)}</code></th>${cells}</tr>`;
  });

/** Names and settings are the page's own, in a file of data. */
async function figures() {
  const source = await readFile(new URL("../src/scene/standards.ts", import.meta.url), "utf8");
  return [...source.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => `<code>${name}</code>`).join(", ");
}

const made = {
  "link-keys": () =>
    rows(
      linkKeys.map(({ key, label, allowed, standard, help }) => [
        key,
        `${label}. ${help}`,
        allowed,
        standard,
      ]),
    ).join(""),
  presets: () => rows(presets().map(({ id, title }) => [id, title])).join(""),
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
    handler: async (html) => {
      for (const [name, make] of Object.entries(made)) {
        const text = await make();
        html = html.replace(`data-made="${name}">`, (tag) => tag + text);
      }
      return html;
    },
  },
});
