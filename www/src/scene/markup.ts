/** Tables in the source of pages and of LaTeX, as lines with tabs between cells. */

/** Signs that pages write by name or number. */
const entity = (_: string, name: string): string =>
  name.startsWith("#")
    ? String.fromCodePoint(Math.min(Number(name.slice(1).replace(/^x/i, "0x")) || 32, 0x10ffff))
    : ({ minus: "-", amp: "&", lt: "<", gt: ">", frac12: "½", middot: "·", times: "×" }[name] ??
      " ");

/** A table of a page's source. */
export function markup(text: string): string | undefined {
  if (!/<t[dh]\b/i.test(text)) return undefined;
  const rows = text
    .replace(/\s*\n\s*/g, " ")
    .replace(/<br\b/gi, " <")
    .split(/<tr\b|<\/tr>/i);
  return rows
    .map((row) =>
      row
        .split(/<t[dh]\b/i)
        .slice(1)
        .map((cell) =>
          `<${cell}`
            .replace(/<[^>]*>/g, "")
            .replace(/&(#?\w+);/g, entity)
            .trim(),
        )
        .join("\t"),
    )
    .filter((row) => row !== "")
    .join("\n");
}

/** A table of LaTeX, whose cells stand between & and whose rows end in \\\\. */
export function tex(text: string): string | undefined {
  if (!/\\\\(?:\s|$|\[)/.test(text) || !/&|\d[^\S\n]+[-\d]/.test(text)) return undefined;
  const rows = text
    .replace(/(?<!\\)%.*/g, "")
    .replace(/\\\\(?:\[[^\]]*\])?/g, "\n")
    .replace(/\\begin\{(?:tabular|array)[*x]?\}(?:\{[^{}]*\})?\{(?:[^{}]|\{[^{}]*\})*\}/g, "\n")
    .replace(
      /\\(?:begin|end|caption|label|cline|cmidrule(?:\([lr]*\))?)\{[^{}]*\}(?:\[[^\]]*\])?/g,
      "\n",
    )
    .replace(/\\(?:hline|(?:top|mid|bottom)rule|centering)\b/g, "\n")
    .replace(/\\(?:SI|qty)\{([^{}]*)\}\{[^{}]*\}/g, "$1")
    .replace(/\\(?:num|text\w*|math\w*|bf|bm|ensuremath)\{([^{}]*)\}/g, "$1")
    .replace(/\\times\s*10\^\{?([-+−]?\d+)\}?/g, "e$1")
    .replace(/\\[,;:! ]|[{}$~]/g, "");
  return rows
    .split("\n")
    .map((row) => row.trim().replace(/\s*&\s*/g, "\t"))
    .filter((row) => row !== "")
    .join("\n");
}
