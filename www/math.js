import temml from "temml";

const displayed = /\\\[([\s\S]+?)\\\]/g;
const inline = /\\\(([\s\S]+?)\\\)/g;

// LaTeX is written inside HTML, where < and & are spelled as entities.
const unescape = (/** @type {string} */ html) =>
  html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const mathml =
  (/** @type {boolean} */ displayMode) =>
  (/** @type {string} */ _match, /** @type {string} */ latex) =>
    temml.renderToString(unescape(latex), { displayMode, throwOnError: true, trust: true });

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
      handler: (html) => html.replace(displayed, mathml(true)).replace(inline, mathml(false)),
    },
  };
}
