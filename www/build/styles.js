/**
 * Lengths in units of the text, which a host page's `html { font-size: 62.5% }` does not shrink:
 * within the element --rem is known, elsewhere a rem is a rem. Queries know no variables.
 */
export const sized = (css) =>
  css.replace(/^(?!\s*@).*$/gm, (line) =>
    line.replace(/(?<![\w.-])(-?\d*\.?\d+)rem\b/g, "calc(var(--rem, 1rem) * $1)"),
  );

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
      code
        .replace(/(?<=\bcss`)[^`]*/g, (css) => packed(sized(css)))
        .replace(/(?<=[>}\w.,:;)])\n\s+(?=[<\w$])/g, "\n"),
  },
});
