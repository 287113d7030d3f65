/** Lists, records and tables of programs and pages, as lines with tabs between cells. */
import { markup, tex } from "./markup.ts";

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

/** Records, [{"x": 1, "y": 2}, …], columns by name, {"x": [1, …], "y": [2, …]}, or what holds one of these. */
function rowsOf(value: unknown): Cells[] | undefined {
  if (Array.isArray(value) && value.length === 1 && isObject(value[0])) {
    // One curve among what a program draws.
    const curve = value[0];
    if (Object.values(curve).filter(Array.isArray).length > 1) return rowsOf(curve);
  }
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
    const names = Object.keys(value[0]!);
    return [names, ...value.map((record) => names.map((name) => told(record[name])))];
  }
  if (!isObject(value)) return undefined;
  const parts = Object.entries(value);
  // Rows by their numbers; and columns whose cells have numbers, as pandas writes them.
  if (parts.length > 0 && parts.every(([, part]) => isObject(part)))
    return parts.every(([name]) => /^\d+$/.test(name))
      ? rowsOf(parts.map(([, record]) => record))
      : rowsOf(
          Object.fromEntries(parts.map(([name, cells]) => [name, Object.values(cells as object)])),
        );
  const named = parts.filter(([, list]) => Array.isArray(list)) as [string, Cells][];
  const [only] = named;
  if (named.length < 2)
    return (
      only && (rowsOf(only[1]) ?? (only[1].every(Array.isArray) ? (only[1] as Cells[]) : undefined))
    );
  return [named.map(([name]) => name), ...turned(named.map(([, list]) => list.map(told)))];
}

function records(text: string): string | undefined {
  const value = parsed(text);
  // Names in the first of some lists, and what pandas calls columns and data.
  const { columns, data } = isObject(value) ? value : {};
  const rows: unknown =
    Array.isArray(columns) && Array.isArray(data) ? [columns, ...(data as unknown[])] : value;
  if (Array.isArray(rows) && rows.length > 1 && rows.every((row) => Array.isArray(row)))
    if (rows[0]!.length > 1 && rows[0]!.every((name) => typeof name === "string"))
      return lined(rows.map((cells: Cells) => cells.map(told)));
  const found = rowsOf(value);
  return found && lined(found);
}

/** A list in brackets that has no other in it, and what it is called. */
const list =
  /(?:([A-Za-z_]\w*)\s*(?:=|<-|:)\s*(?:[A-Za-z_.]+\(?\s*)?)?(?:\bc(?=\())?[([{]\s*([^()[\]{};]+?)\s*[)\]}]/g;

/** What programs write around and behind the numbers of a list, taken off them. */
const undressed = (text: string): string =>
  text
    .replace(/\b(?:np\.|numpy\.)?(?:float|int|uint|Decimal)\d*\(\s*'?([^()']*?)'?\s*\)/g, "$1")
    .replace(/\*\^(?=[-+]?\d)/g, "e")
    .replace(/(?<=[\d.])`/g, "")
    .replace(/(?<=\d\.\d*)_?f(?:32|64)?(?=\s*[,})\]])/gi, "")
    // A list of R, as it prints one: its names, and [1] before numbers.
    .replace(
      /^\$(\w+)\s*\n((?:\s*\[\d+\][^\S\n].*\n?)+)/gm,
      (_, name: string, rows: string) =>
        `${name} = [${rows
          .replace(/\[\d+\]/g, " ")
          .replace(/\s+/g, " ")
          .trim()}]\n`,
    )
    // What R says of a table beside its columns.
    .replace(/,\s*(?:class|row\.names|levels)\s*=\s*(?:c\([^()]*\)|"[^"]*"|[\w:]+)/g, "")
    // A column of MATLAB: [1; 2; 3].
    .replace(
      /\[\s*([^[\];,\s]+(?:\s*;\s*[^[\];,\s]+)+)\s*;?\s*\]/g,
      (_, column: string) => `[${column.replace(/;/g, ",")}]`,
    )
    // What each x gives: {1: 2, 3: 4}, {1 -> 2, 3 -> 4}.
    .replace(
      /^\s*(?:Map\(\d+\)\s*)?\{\s*([-+\d.e]+\s*(?::|[-=]>)\s*[-+\d.e]+(?:\s*,\s*[-+\d.e]+\s*(?::|[-=]>)\s*[-+\d.e]+)*)\s*,?\s*\}\s*;?\s*$/i,
      (_, pairs: string) => pairs.replace(/\s*,\s*/g, "\n").replace(/\s*(?::|[-=]>)\s*/g, "\t"),
    )
    // Pairs of schools: (1,5|2), (1,5; 2).
    .replace(/^\s*(?:\(\s*[-+−\d.,]+\s*[;|]\s*[-+−\d.,]+\s*\)[\s,;]*){2,}$/g, (pairs) =>
      pairs
        .replace(/[()]/g, "\n")
        .replace(/\n[\s,;]*(?=\n|$)/g, "\n")
        .replace(/\s*[;|]\s*/g, "\t")
        .trim(),
    );

/** Lists of numbers: pairs a row each, longer ones a column each where they have names or are two. */
function lists(text: string): string | undefined {
  const bare = text
    .replace(/\[\d*\](?=\s*[[=])/g, "")
    .replace(/,\s*\w+\s*=\s*['"]?[\w.:]+['"]?(?=\s*[,)])/g, "");
  const every = [...bare.matchAll(list)].map(([, name, inside]) => ({
    name: name ?? "",
    cells: inside!.split(/\s*,\s*|\s+/).filter((cell) => cell !== ""),
  }));
  // The names of an INSERT stand before its rows.
  const inserts = every[0]?.cells.every((cell) => /^[A-Za-z_"`]/.test(cell));
  const found = inserts && /\bvalues\b/i.test(text) ? every.slice(1) : every;
  const { length } = found[0]?.cells ?? [];
  const alike = found.every(({ cells }) => cells.length === length);
  if (!alike || length < 2 || (found.length === 1 && length > 2)) return undefined;
  if (/\d/.test(bare.replace(list, "").replace(/\b[A-Za-z_]\w*/g, ""))) return undefined;
  if (!found.every(({ cells }) => cells.some((cell) => /\d/.test(cell)))) return undefined;
  // A = (1, 2), B = (3, 4), C = (5, 6) are points, and no columns.
  const points = length === 2 && found.length > 2;
  const named = !points && found.length > 1 && found.every(({ name }) => name !== "");
  const rows = found.map(({ cells }) => cells);
  if (named) return lined([found.map(({ name }) => name), ...turned(rows)]);
  return lined(found.length === 2 && length > 2 ? turned(rows) : rows);
}

/** A matrix of MATLAB, [1 2; 3 4], and pairs one after the other in a line: 1,2; 3,4; 5,6. */
function matrix(given: string): string | undefined {
  const text = given.replace(/\.{3}[^\S\n]*(?=\n|$)/g, "");
  const inside = /^\s*(?:\w+\s*=\s*)?\[([^[\]]*;[^[\]]*)\]\s*;?\s*$/.exec(text)?.[1];
  if (inside !== undefined)
    return lined(inside.split(";").map((row) => row.trim().split(/\s*,\s*|\s+/)));
  // 1,5;2,25 3,5;4,75 in a line has decimal commas.
  const semicolons = text.trim().split(/\s+/);
  if (
    semicolons.length > 1 &&
    !text.trim().includes("\n") &&
    semicolons.every((pair) => /^[-+\d.,e]+;[-+\d.,e]+$/i.test(pair))
  )
    return lined(semicolons.map((pair) => pair.split(";")));
  const pairs = text.trim().split(/\s*;\s*|[^\S\n]+/);
  return pairs.length > 2 && pairs.every((pair) => /^[-+\d.e]+,[-+\d.e]+$/i.test(pair))
    ? lined(pairs.map((pair) => pair.split(",")))
    : undefined;
}

/** Lines that name their numbers, x: 1, y: 2, in whatever order; and records of YAML. */
function named(text: string): string | undefined {
  const joined = /^\s*-\s+\w+\s*:/.test(text)
    ? text.replace(/\n\s+(?=\w+\s*:)/g, ", ").replace(/^\s*-\s+/gm, "")
    : text.replace(/^\s*\w*\(([^()\n]*)\)[,;]?[^\S\n]*$/gm, "$1");
  const pair = /([A-Za-z]\w*)\s*[:=]\s*([^\s,;:=]+(?:,\d+)?)(?:\s*[,;]\s*|\s+|$)/g;
  const rows = joined.trim().split(/\s*\n\s*/);
  const records = rows.map((row) =>
    Object.fromEntries([...row.matchAll(pair)].map(([, name, number]) => [name!, number!])),
  );
  const names = Object.keys(records[0]!);
  const alike =
    rows.length > 1 &&
    names.length > 1 &&
    joined.replace(pair, "").trim() === "" &&
    records.every((record) => names.every((name) => record[name] !== undefined));
  return alike
    ? lined([names, ...records.map((record) => names.map((name) => record[name]))])
    : undefined;
}

/** A matrix as MATLAB prints it, a factor before its rows. */
function scaled(text: string): string | undefined {
  const [, factor, rows] =
    /^(?:\s*\w+\s*=)?\s*1\.0e([-+]\d+)\s*\*\s*\n([-+\d.\s]+)$/.exec(text) ?? [];
  return rows?.trim().replace(/\d+\.?\d*/g, (number) => `${number}e${factor!}`);
}

/** A list of R in several lines, each with the place of its first number, as one line. */
function vector(text: string): string | undefined {
  const rows = text.trim().split(/\s*\n\s*/);
  const places = rows.map((row) => Number(/^\[(\d+)\]\s/.exec(row)?.[1]));
  const follows = places.every((place, i) => (i === 0 ? place === 1 : place > places[i - 1]!));
  return rows.length > 1 && follows ? rows.join(" ").replace(/\[\d+\]/g, "") : undefined;
}

/** The text with tabs and ends of lines, if it is one of these; as it is if it is none. */
export function unlisted(given: string): string {
  const text = undressed(given);
  return (
    markup(text) ??
    tex(text) ??
    scaled(text) ??
    records(text) ??
    named(text) ??
    vector(text) ??
    matrix(text) ??
    lists(text) ??
    text
  );
}
