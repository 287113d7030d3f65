/** Lists, records and tables of programs and pages, as lines with tabs between cells. */

type Cells = unknown[];

const lined = (rows: Cells[]): string => rows.map((cells) => cells.join("\t")).join("\n");
const turned = (columns: Cells[]): Cells[] =>
  columns[0]!.map((_, row) => columns.map((column) => column[row] ?? ""));
const told = (value: unknown): string => JSON.stringify(value ?? "");
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** JSON, also as Python and JavaScript write it, and one record a line; undefined if it is none. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const strict = text
    .replace(/'([^'\n]*)'/g, '"$1"')
    .replace(/([{,]\s*)([A-Za-z_]\w*)\s*:/g, '$1"$2":')
    .replace(/\b(?:NaN|nan|None|undefined)\b/g, "null")
    .replace(/,\s*([\]}])/g, "$1");
  for (const json of [text, strict, `[${strict.trim().replace(/\}\s*\n\s*\{/g, "},{")}]`])
    try {
      return JSON.parse(json);
    } catch {
      // The next spelling may be one.
    }
  return undefined;
}

/** Records, [{"x": 1, "y": 2}, …], or columns by name, {"x": [1, …], "y": [2, …]}. */
function records(text: string): string | undefined {
  const value = parsed(text);
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
    const names = Object.keys(value[0]!);
    return lined([names, ...value.map((record) => names.map((name) => told(record[name])))]);
  }
  if (isObject(value)) {
    const named = Object.entries(value).filter(([, list]) => Array.isArray(list));
    if (named.length < 2) return undefined;
    return lined([
      named.map(([name]) => name),
      ...turned(named.map(([, list]) => (list as Cells).map(told))),
    ]);
  }
  return undefined;
}

/** A list in brackets that has no other in it, and what it is called. */
const list =
  /(?:([A-Za-z_]\w*)\s*(?:=|<-|:)\s*(?:[A-Za-z_.]+\(?\s*)?)?(?:\bc(?=\())?[([{]\s*([^()[\]{};]+?)\s*[)\]}]/g;

/** Lists of numbers: pairs a row each, longer ones a column each where they have names or are two. */
function lists(text: string): string | undefined {
  const bare = text
    .replace(/\[\d*\](?=\s*[[=])/g, "")
    .replace(/,\s*\w+\s*=\s*['"]?[\w.:]+['"]?(?=\s*[,)])/g, "");
  const found = [...bare.matchAll(list)].map(([, name, inside]) => ({
    name: name ?? "",
    cells: inside!.split(/\s*,\s*|\s+/).filter((cell) => cell !== ""),
  }));
  const { length } = found[0]?.cells ?? [];
  const alike = found.every(({ cells }) => cells.length === length);
  if (!alike || length < 2 || (found.length === 1 && length > 2)) return undefined;
  if (/\d/.test(bare.replace(list, "").replace(/\b[A-Za-z_]\w*/g, ""))) return undefined;
  if (!found.every(({ cells }) => cells.some((cell) => /\d/.test(cell)))) return undefined;
  const named = found.length > 1 && found.every(({ name }) => name !== "");
  const rows = found.map(({ cells }) => cells);
  if (named) return lined([found.map(({ name }) => name), ...turned(rows)]);
  return lined(found.length === 2 && length > 2 ? turned(rows) : rows);
}

/** A matrix of MATLAB, [1 2; 3 4], and pairs one after the other in a line: 1,2; 3,4; 5,6. */
function matrix(text: string): string | undefined {
  const inside = /^\s*(?:\w+\s*=\s*)?\[([^[\]]*;[^[\]]*)\]\s*;?\s*$/.exec(text)?.[1];
  if (inside !== undefined)
    return lined(inside.split(";").map((row) => row.trim().split(/\s*,\s*|\s+/)));
  const pairs = text.trim().split(/\s*;\s*|[^\S\n]+/);
  return pairs.length > 2 && pairs.every((pair) => /^[-+\d.e]+,[-+\d.e]+$/i.test(pair))
    ? lined(pairs.map((pair) => pair.split(",")))
    : undefined;
}

/** A table of a page's source. */
function markup(text: string): string | undefined {
  if (!/<t[dh]\b/i.test(text)) return undefined;
  return text
    .replace(/\s*\n\s*/g, " ")
    .replace(/<\/t[dh]>/gi, "\t")
    .replace(/<\/tr>|<br\b/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&nbsp;/g, " ")
    .replace(/&minus;/g, "-")
    .replace(/\t[^\S\n\t]*(?=\n|$)/g, "")
    .replace(/\n +/g, "\n");
}

/** The text with tabs and ends of lines, if it is one of these; as it is if it is none. */
export const unlisted = (text: string): string =>
  markup(text) ?? records(text) ?? matrix(text) ?? lists(text) ?? text;
