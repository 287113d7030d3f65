import temml from "temml";

const displayed = /\\\[([\s\S]+?)\\\]/g;
const inline = /(\(?)\\\(([\s\S]+?)\\\)([.,:;)]*)/g;

// LaTeX is written inside HTML, where < and & are spelled as entities.
const unescape = (/** @type {string} */ html) =>
  html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const mathml = (/** @type {string} */ latex, /** @type {boolean} */ displayMode) =>
  temml.renderToString(unescape(latex), { displayMode, throwOnError: true, trust: true });

/** A line may end at a formula, but not between it and what closes its sentence. */
const tied = (
  /** @type {string} */ _match,
  /** @type {string} */ before,
  /** @type {string} */ latex,
  /** @type {string} */ after,
) => {
  const formula = mathml(latex, false);
  return before || after ? `<span class="tied">${before}${formula}${after}</span>` : formula;
};

const converted = (/** @type {string} */ html) =>
  html.replace(displayed, (_, latex) => mathml(latex, true)).replace(inline, tied);

/** All that the formulas of a page are made of, as text. */
export const mathIn = (/** @type {string} */ html) =>
  Array.from(converted(html).matchAll(/<math[^]*?<\/math>/g), ([math]) =>
    math.replace(/<[^>]*>/g, ""),
  ).join("");

/**
 * Turns `\( … \)` and `\[ … \]` in the pages into MathML when the site is
 * built: nothing to load, and screen readers can read it.
 *
 * @returns {import("vite").Plugin}
 */
export function math() {
  return {
    name: "math",
    transformIndexHtml: {
      order: "pre",
      handler: converted,
    },
  };
}
