/** A style sheet without what only its authors read. */
export const packed = (css) =>
  css
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .trim();

/**
 * Packs the style sheets and the markup within scripts, which no minifier knows for such.
 *
 * @returns {import("vite").Plugin}
 */
export const packedLiterals = () => ({
  name: "packed-literals",
  apply: "build",
  enforce: "pre",
  transform: {
    filter: { id: /\.ts$/, code: /\b(css|html)`/ },
    // Lines end where they ended: a literal may have code within, and that again literals.
    handler: (code) =>
      code.replace(/(?<=\bcss`)[^`]*/g, packed).replace(/(?<=[>}\w.,:;)])\n\s+(?=[<\w$])/g, "\n"),
  },
});
