/**
 * Points from text as it comes out of a spreadsheet, a CSV file or a program. Of several columns
 * of numbers two are chosen; what was read, and what was not, is told in words.
 */
import type { Line } from "./cells.ts";
import { cellsOf } from "./cells.ts";
import type { Decimal } from "./numerals.ts";
import { isMissing, isOwed, numberIn } from "./numerals.ts";
import { most as largest } from "./units.ts";

export type Point = [number, number];

/** What a reader may decide: which columns, from 0, and what stands before decimals. */
export interface Choice {
  x?: number;
  y?: number;
  decimal?: Decimal;
}

export interface PointTable {
  points: Point[];
  /** The columns of numbers, by place and name. */
  columns: { at: number; name: string }[];
  x: number;
  y: number;
  decimal: Decimal;
  /** Whether its numbers could be read with either sign before decimals. */
  ambiguous: boolean;
  /** What was read and what was left out, a sentence each. */
  words: string[];
  /** Why there are no points, if there are none. */
  problem?: string;
}

/** Of a long list so many are named. */
const told = 4;

/** The points of a text, at most so many, evenly from all of it. */
export function readTable(text: string, most: number, choice: Choice = {}): PointTable {
  const { lines, byCommas, notes } = cellsOf(text);
  const doubt = byCommas && isDoubtful(lines);
  const rows = doubt ? lines : onItsFeet(lines);
  const decimals = decimalOf(rows, choice.decimal);
  const read = (cell = ""): number => {
    const first = numberIn(cell, decimals.decimal);
    // Where both signs are in use, each number says which is its own.
    return Number.isNaN(first) && decimals.mixed ? numberIn(cell, decimals.other) : first;
  };
  const isNumber = (cell = "") => !Number.isNaN(read(cell));
  const isText = (cell = "") => !isMissing(cell) && !isNumber(cell);

  const { above, head, body } = parts(rows, isNumber);
  const full = body.filter(({ cells }) => cells.some(isNumber));
  const width = Math.max(0, ...full.map(({ cells }) => filled(cells)));
  const names = namesIn(head, byCommas ? 0 : width);
  const columns = Array.from({ length: width }, (_, at) => at)
    .filter((at) => {
      const numbers = body.filter(({ cells }) => isNumber(cells[at])).length;
      return numbers > 0 && numbers >= body.filter(({ cells }) => isText(cells[at])).length;
    })
    .map((at) => ({ at, name: names[at] ?? "" }))
    .map(({ at, name }) => ({ at, name: name === "" ? `column ${at + 1}` : name }));
  const [x, y] = chosen(columns, choice, (at) => body.map(({ cells }) => read(cells[at])));
  const { decimal, ambiguous } = decimals;
  const table = { points: [], columns, x, y, decimal, ambiguous, words: [] };
  const refused = (problem: string): PointTable => ({ ...table, problem });

  if (text.startsWith("PK\u0003"))
    return refused("This is a packed workbook: save the sheet as CSV, or copy its cells.");
  if (body.length === 0)
    return refused(
      lines.length === 0
        ? "There are no points: put an x and a y on each line."
        : `“${short(lines[0]!.text)}” is not a pair of numbers, x and y.`,
    );
  const named = names.filter((name) => name !== "").length;
  if (byCommas && named > 1 && width > named + (names[0] === "" ? 1 : 0)) {
    const long = body.find(({ cells }) => filled(cells) > named)!;
    return refused(
      `Line ${long.at} has ${filled(long.cells)} cells under ${named} names. Where commas stand before decimals, put semicolons between columns.`,
    );
  }
  if (full.length === 1 && columns.length > 3 && named === 0)
    return refused(`One line has ${columns.length} numbers: put an x and a y on each line.`);
  if (columns.length < 2) return refused(lonely(body[0]!));
  // Ends of lines may have gone into cells.
  const [only] = full;
  if (
    full.length === 1 &&
    named === 0 &&
    only!.cells.some((cell) => isText(cell) && /\d\D+\d/.test(cell))
  )
    return refused(lonely(only!));

  const points: Point[] = [];
  const missed: Line[] = [];
  const remarks: Line[] = [];
  const sums: Line[] = [];
  const sentences: Line[] = [];
  let owed: string | undefined;
  for (const line of body) {
    const pair = [line.cells[x], line.cells[y]];
    const values = pair.map(read) as Point;
    if (line.cells.some(isSum) && line.cells.some(isNumber)) sums.push(line);
    else if (values.every(Number.isFinite)) {
      points.push(values);
      owed ??= pair.find((cell) => isOwed(cell!));
    } else if (!line.cells.some(isNumber)) remarks.push(line);
    else if (pair.every(isText) && isSentence(line.text)) sentences.push(line);
    else if (pair.some(isText)) return refused(notNumbers(line, pair.find(isText)!));
    else missed.push(line);
  }
  if (points.length === 0)
    return refused(`“${short(body[0]!.text)}” has no two numbers: nor has any other line.`);

  // Units are powers of ten, and there are no more of them.
  const beyond = [0, 1]
    .map((axis) => largest(points.map((point) => point[axis]!)))
    .find((size) => size > 1e300 || (size > 0 && size < 1e-300));
  if (beyond !== undefined)
    return refused(`No unit is so large or so small that ${beyond} could be counted in it.`);

  const every = Math.ceil(points.length / most);
  const taken = points.filter((_, i) => i % every === 0);
  const nameOf = (at: number) => `“${columns.find((column) => column.at === at)!.name}”`;
  const words = [
    `${points.length} ${points.length === 1 ? "row" : "rows"} read: x is ${nameOf(x)}, y is ${nameOf(y)}.`,
    decimals.inWords,
    ...(owed === undefined ? [] : [`${owed.trim()} is read as a number below zero.`]),
    ...([x, y].some((at) => isMixed(body.map(({ cells }) => cells[at] ?? "").filter(isNumber)))
      ? ["“%” behind some numbers, though not behind all, is left out."]
      : []),
    ...(rows === lines ? [] : ["Two lines are read as two columns."]),
    ...(head.some(({ cells }) => cells.filter(isYear).length > 1)
      ? ["Years above the columns are read as their names."]
      : []),
    ...(doubt ? [doubtful] : []),
    ...notes,
    ...(above.length > 0 ? [`Left out, since it stands above the names: ${list(above)}.`] : []),
    ...leftOut(missed, remarks, sums, sentences),
    ...(every === 1
      ? []
      : [`To be quick, every ${every}th row is taken: ${taken.length} points in all.`]),
  ];
  return { ...table, points: taken, words: words.filter((sentence) => sentence !== "") };
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const isYear = (cell: string): boolean => /^(?:1[89]|20|21)\d\d$/.test(cell);

/** The names of columns, the rows of numbers, and what an instrument writes above both. */
function parts(rows: Line[], isNumber: (cell?: string) => boolean) {
  const numbers = ({ cells }: Line) => cells.filter(isNumber).length;
  const data = rows.findIndex((row) => numbers(row) > 0);
  if (data < 0) return { above: [], head: rows, body: [] };
  // Below what it says of itself there is one line of names, and pairs from there on.
  const names = rows.findLastIndex((row) => numbers(row) === 0 && filled(row.cells) > 1);
  const [before, after] = [rows.slice(data, names), rows.slice(names + 1)];
  if (
    names > data &&
    after.length > 1 &&
    before.every((row) => numbers(row) < 2) &&
    after.every((row) => filled(row.cells) > 1 && row.cells.some(isNumber))
  )
    return { above: rows.slice(0, names), head: [rows[names]!], body: after };
  // Years that rise are names, above numbers that are none.
  const years = (row: Line) => row.cells.filter(isNumber);
  const rise = years(rows[data]!).every(
    (cell, i, all) => isYear(cell) && (i === 0 || cell > all[i - 1]!),
  );
  const others = rows.slice(data + 1);
  const named =
    rise &&
    numbers(rows[data]!) > 1 &&
    others.length > 1 &&
    !others.some((row) => years(row).every(isYear));
  const at = named ? data + 1 : data;
  return { above: [], head: rows.slice(0, at), body: rows.slice(at) };
}

/** Whether commas between whole numbers may stand before decimals or between thousands. */
function isDoubtful(body: Line[]): boolean {
  const width = body[0]?.cells.length;
  const whole = body.every(
    ({ cells }) => cells.length === width && cells.every((cell) => /^[-+]?\d+$/.test(cell)),
  );
  const thousands = body.every(
    ({ cells }) => /^[-+]?[1-9]\d{0,2}$/.test(cells[0]!) && /^\d{3}$/.test(cells[1]!),
  );
  return whole && (width === 3 || width === 4 || (width === 2 && thousands));
}

const doubtful =
  "Where commas stand before decimals or between thousands, put semicolons between columns.";

/** So many cells up to the last that is not empty. */
const filled = (cells: string[]): number => cells.findLastIndex((cell) => cell !== "") + 1;

/** A table whose columns were written as lines, turned round. */
function onItsFeet(lines: Line[]): Line[] {
  const isValue = (cell: string) =>
    isMissing(cell) || !Number.isNaN(numberIn(cell, ".")) || !Number.isNaN(numberIn(cell, ","));
  const lies =
    lines.length === 2 &&
    lines.every(({ cells: [name, ...rest] }) => {
      return rest.length > 2 && !isValue(name!) && rest.every(isValue);
    });
  const bare =
    lines.length === 2 &&
    lines.every(
      ({ cells }) =>
        cells.length > 3 && cells.length === lines[0]!.cells.length && cells.every(isValue),
    );
  if (!lies && !bare) return lines;
  const [first, second] = lines as [Line, Line];
  return first.cells.map((cell, i) => {
    const cells = [cell, second.cells[i] ?? ""];
    return { at: i + 1, text: cells.join(" "), cells };
  });
}

/** What stands before decimals, as the whole of a table tells. */
function decimalOf(lines: Line[], said: Decimal | undefined) {
  const cells = lines.flatMap(({ cells }) => cells).filter((cell) => /\d[.,]|[.,]\d/.test(cell));
  const read = (decimal: Decimal) => (cell: string) => !Number.isNaN(numberIn(cell, decimal));
  const [point, comma] = [read("."), read(",")];
  const points = cells.filter((cell) => point(cell) && !comma(cell));
  const commas = cells.filter((cell) => comma(cell) && !point(cell));
  const both = cells.filter((cell) => point(cell) && comma(cell));
  const either = both.find((cell) => numberIn(cell, ".") !== numberIn(cell, ","));
  const mixed = points.length > 0 && commas.length > 0;
  const decimal: Decimal = said ?? (commas.length > points.length ? "," : ".");
  const other: Decimal = decimal === "." ? "," : ".";
  const ambiguous = either !== undefined && points.length + commas.length === 0;
  // A comma before three digits says thousands, where points stand before decimals.
  const inWords = mixed
    ? `Some numbers have a decimal point (${points[0]!}), some a decimal comma (${commas[0]!}).`
    : either !== undefined
      ? decimal === "." && !either.includes(",")
        ? `The point of ${either} is read as one before decimals.`
        : `${either} is read as ${numberIn(either, decimal)}.`
      : commas.length > 0
        ? "Decimals stand behind commas."
        : points.length > 0
          ? "Decimals stand behind points."
          : "";
  return { decimal, other, mixed, ambiguous, inWords };
}

/** The names of columns, from the lines above their numbers. */
function namesIn(head: Line[], width: number): string[] {
  const rows = head.map(({ cells }) => cells).filter((cells) => filled(cells) > 1);
  const names = Array.from({ length: Math.max(0, ...rows.map(filled)) }, (_, at) =>
    rows
      .map((cells) => cells[at] ?? "")
      .filter((name) => name !== "")
      .join(" "),
  );
  // As R writes tables, with nothing above the names of the rows.
  return names.length === width - 1 && width > 2 ? ["", ...names] : names;
}

/** Whether numbers only count the rows. */
const counts = (values: number[]): boolean =>
  values.length > 1 &&
  values.every((value, i) => value === values[0]! + i) &&
  [0, 1].includes(values[0]!);

/** The columns for x and y: those that are asked for, those of that name, or the first that do more than count. */
function chosen(
  columns: PointTable["columns"],
  choice: Choice,
  values: (at: number) => number[],
): [number, number] {
  const known = (at: number | undefined) => columns.find((column) => column.at === at)?.at;
  const called = (letter: string) => columns.find(({ name }) => name.toLowerCase() === letter)?.at;
  const [first, ...others] = columns;
  const numbered =
    counts(values(first?.at ?? 0)) ||
    /^(?:id|idx|index|no\.?|nr\.?|row|obs|#)$/i.test(first?.name ?? "");
  const numbers = columns.length > 2 && numbered ? others : columns;
  const x = known(choice.x) ?? called("x") ?? numbers[0]?.at ?? 0;
  const rest = [...numbers, ...columns].find(({ at }) => at !== x)?.at ?? 1;
  const named = called("y");
  return [x, known(choice.y) ?? (named === x ? rest : (named ?? rest))];
}

function lonely({ text, cells }: Line): string {
  const first = cells.find((cell) => Number.isNaN(numberIn(cell, ".")) && !isMissing(cell));
  const what = `“${short(text)}” is not a pair of numbers, x and y`;
  return [`${what}.`, hinted(first ?? "") ?? ""].join(" ").trim();
}

/** What the last row of a sheet says in front of what it adds up. */
const isSum = (cell: string): boolean =>
  /^(?:(?:grand|sub|zwischen|gesamt|sous)[- ]?)?(?:totale?s?(?: g[eé]n[eé]ra(?:le?|u)| geral| general)?|sum|summe|somme|suma|summa|totaal|gesamt|mean|average|avg|mittelwert|moyenne|media|median|std|count)\.?:?$/i.test(
    cell.trim(),
  );

/** Whether some of a column's numbers are parts of a hundred, and others not. */
const isMixed = (cells: string[]): boolean =>
  new Set(cells.filter((cell) => cell.trim() !== "0").map((cell) => cell.includes("%"))).size > 1;

/** Whether a line says something in words, though with a year or a number in them. */
const isSentence = (text: string): boolean => (text.match(/\p{L}{2,}/gu) ?? []).length > 2;

/** Cells that are refused, with the mend. */
const hints: [RegExp, string][] = [
  [
    /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:\b|T)/,
    "is a date: put a number in its place, such as days since the first.",
  ],
  [/^\d{1,2}:\d{2}\b/, "is a time of day: put a number in its place, such as hours."],
  [
    /^(?:\d{4}[-/.]?(?:\d{2}|[QqTt]\d)|(?:\d{1,4}[-/. ])?\p{L}{3,}[-/. ]\d{1,4}|\d{1,2}[-/.]\p{L}{3,})$/u,
    "is a date: put a number in its place, such as days since the first.",
  ],
  [/^[-+−]?(?:\d+ )?\d+\/\d+$|[¼-¾⅐-⅞]/, "is a fraction: write it with decimals."],
  [/^[-+−]?[\d.,]+\s*[-–]\s*[\d.,]+$/, "is a range: write one number, such as its middle."],
  [/^[<>≤≥]/, "is a bound: write a number, or leave the line out."],
  [/^[-+−]?[\d.,]+\s*(?:[*†‡]+|[¹²³]|\[\w+\])$/, "has the mark of a note: leave it out."],
  [/^(?:yes|no|y|n|m|f)$/i, "is no number: write 1 and 0."],
  [/^[-+−]?[\d.,]+\s*[°\p{L}µ]/u, "has a unit: leave it out, or write it above the column."],
];

function hinted(cell: string): string | undefined {
  const hint = hints.find(([kind]) => kind.test(cell.trim()));
  return hint && `“${short(cell.trim())}” ${hint[1]}`;
}

function notNumbers({ at, text }: Line, cell: string): string {
  const why = hinted(cell) ?? `“${short(cell.trim())}” is none.`;
  return `“${short(text)}” is not a pair of numbers (line ${at}): ${why}`;
}

const list = (lines: Line[]): string =>
  lines
    .slice(0, told)
    .map(({ at, text }) => `line ${at} (“${short(text)}”)`)
    .join(", ") + (lines.length > told ? ` and ${lines.length - told} more` : "");

/** Lines without two numbers, in words. */
function leftOut(missed: Line[], remarks: Line[], sums: Line[], sentences: Line[]): string[] {
  return [
    ...(missed.length > 0 ? [`Left out, since a number is missing: ${list(missed)}.`] : []),
    ...(sums.length > 0 ? [`Left out, since it sums up others: ${list(sums)}.`] : []),
    ...(sentences.length > 0 ? [`Left out, since it is a sentence: ${list(sentences)}.`] : []),
    ...(remarks.length > 0 ? [`Left out, since no number is in it: ${list(remarks)}.`] : []),
  ];
}
