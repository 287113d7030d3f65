/** Text as spreadsheets, programs and people write tables: lines, and cells in them. */
import { unlisted } from "./lists.ts";
import { isMissing, numberIn } from "./numerals.ts";

export interface Line {
  /** Its place in the text, from 1. */
  at: number;
  text: string;
  cells: string[];
}

export interface Cells {
  lines: Line[];
  /** Whether commas stand between cells. */
  byCommas: boolean;
  /** What was left out of them, a sentence each. */
  notes: string[];
}

/** What may stand between cells, the surest first. */
const separators = [/\t/, /;/, /\s*\|\s*/, /,\s+/, /:\s+/, /(?<!,)\s+(?!,)/, /,/];

const isNumber = (cell: string): boolean =>
  Number.isFinite(numberIn(cell, ".")) || Number.isFinite(numberIn(cell, ","));

/** A number with its unit right behind it. */
const glued = /^[-+−]?[\d.,]*\d[°\p{L}µ%][°\p{L}µ]{0,5}$/u;

/** What stands between columns under each other; one space may then stand between thousands. */
const gap = /\s{2,}/;

/** Whether columns are told apart by more than the spaces in their numbers. */
function isWide(lines: string[]): boolean {
  const rows = lines.filter((line) => /\d/.test(line)).map((line) => line.split(gap));
  return (
    rows.length > 1 &&
    rows.every(
      (cells) =>
        cells.length > 1 &&
        cells.length === rows[0]!.length &&
        cells.every((cell) => isNumber(cell) || isMissing(cell)),
    ) &&
    rows.flat().some((cell) => /\d \d/.test(cell))
  );
}

/** The part of a line's cells that are numbers; none where there is one cell alone. */
function numbersBy(separator: RegExp, line: string): number {
  const cells = line.split(separator).filter((cell) => cell.trim() !== "");
  const said = cells.filter((cell) => isNumber(cell) || isMissing(cell) || glued.test(cell));
  return cells.length < 2 ? 0 : said.length / cells.length;
}

/** The separator by which most cells of some lines are numbers, if any are. */
function separatorOf(lines: string[]): RegExp | undefined {
  // A tab in every line is there for no other end.
  if (lines.length > 1 && lines.every((line) => line.includes("\t"))) return separators[0];
  if (isWide(lines)) return gap;
  const scores = separators.map((separator) =>
    lines.reduce((sum, line) => sum + numbersBy(separator, line), 0),
  );
  const most = Math.max(...scores);
  return most > 0 ? separators[scores.indexOf(most)] : undefined;
}

/** Digits and commas of every script as those of ours. */
const latin = (text: string): string =>
  text
    .replace(/(?![0-9])\p{Nd}/gu, (digit) => {
      const code = digit.codePointAt(0)!;
      // Each script's ten begin at a multiple of sixteen, or six after one.
      const row = code - (code % 16);
      return String(code - (/\p{Nd}/u.test(String.fromCodePoint(row)) ? row : row + 6));
    })
    .replace(/[，،、]/g, ",")
    .replace(/[“”„]/g, '"')
    .replace(/；/g, ";");

/** What stands around the numbers of each line: the dots of a list, its numbers, the > of a letter
 * that is answered, x= before the x. */
const unadorned = [
  /^\s*[-*•‣◦]\s+(?=[^\t]*$)/,
  /^\s*\d+\)\s+(?=\S)/,
  /^\s*(?:>\s?)+(?=\S)/,
  /(?<![\w.])[A-Za-z]\w*\s*=\s*(?=[-+−\d.])/g,
];

/** What each x gives: f(1) = 2. */
const value = /^\s*[A-Za-z]\w*\(\s*([-+−\d.,]+)\s*\)\s*[=:]\s*(?=[-+−\d.])/;

/** What may be wrong with a number, behind ± or in brackets after its last digits. */
const doubt =
  /(?<=\d)\s*(?:±|\+\/-|\\pm)\s*(?:\d+(?:\.\d+|,\d+(?![.,]?\d|\s*(?:±|\+\/-|\\pm)))?|[.,]\d+)(?:e[-+]?\d+)?|(?<=\d[.,]\d+)\(\d+\)(?=\s|[;,]|$)/gim;

/** A remark behind a number, in words. */
const remark = /(?<=\d)[^\S\n\t]+(?:#|%|\/\/)[^\S\n\t]+\p{L}[^\t\n]*$/gmu;

/** Signs that are not seen, such as those that turn the direction of writing. */
const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** A line that is a remark, and no cell such as #N/A. */
const isRemark = (line: string): boolean =>
  (/^\s*(?:#|%|\/\/)/.test(line) && !/^\s*#[a-z]/i.test(line)) ||
  /^\s*(?:\[\d+ rows x \d+ columns\]|Columns \d+ (?:through|and) \d+.*)$/.test(line.trimEnd());

/** Cells in quotes may hold anything, ends of lines too: until the rest is cut they stand by their number. */
const quoted = /(^|[\t;,|\s])(?:"((?:[^"]|"")*)"|'([^'\n]*)')(?=[\t;,|\s]|$)/g;
const mark = /^\ue000(\d+)\ue000$/;

/** A number with its unit; those of a thousand, and exponents, are none. */
const measured =
  /^([-+−]?(?:[\d.,'’]|\s(?=\d))*\d)\s*(?![eEdDkKMGT]$|[eEdDxX×][-+−\d])([°\p{L}µ][°\p{L}µ]{0,11}(?:[²³]|\^?-?[1-4])?(?:[/·][\p{L}µ]{1,8}(?:[²³]|\^?-?[1-4])?)?\.?)$/u;

/** Takes a unit off the numbers of a column that all have the same: which those are. */
function withoutUnits(lines: Line[]): string[] {
  const width = Math.max(0, ...lines.map(({ cells }) => cells.length));
  return Array.from({ length: width }, (_, at) => at).flatMap((at) => {
    const own = lines.filter(({ cells }) => /^[-+−]?[\d.,]*\d/.test(cells[at] ?? ""));
    const units = own.map(({ cells }) => measured.exec(cells[at]!)?.[2]);
    if (own.length < 2 || units[0] === undefined || units.some((unit) => unit !== units[0]))
      return [];
    for (const line of own) line.cells[at] = measured.exec(line.cells[at]!)![1]!;
    return [units[0]];
  });
}

/** Rows whose names have spaces in them, as R prints them: all that stands before the numbers is one cell. */
function withNames(lines: Line[]): Line[] {
  const [head, ...rows] = lines;
  const width = head?.cells.length ?? 0;
  const isNamed = ({ cells }: Line) =>
    cells.length > width &&
    !isNumber(cells[0]!) &&
    cells.slice(-width).every((cell) => isNumber(cell) || isMissing(cell));
  const fits = width > 1 && !head!.cells.some(isNumber) && rows.length > 0 && rows.every(isNamed);
  if (!fits) return lines;
  return [
    { ...head!, cells: ["", ...head!.cells] },
    ...rows.map(({ cells, ...line }) => ({
      ...line,
      cells: [cells.slice(0, -width).join(" "), ...cells.slice(-width)],
    })),
  ];
}

export function cellsOf(given: string): Cells {
  const kept: string[] = [];
  // What Markdown makes bold or sets as code is a number by itself.
  const bare = given.replace(unseen, "").replace(/(\*\*|`)([^*`\n]+)\1/g, "$2");
  // Ends of lines as programs and pages write them.
  const broken = bare.includes("\n") ? bare : bare.replace(/(?:\\r)?\\n(?=[-+\d"'([]|$)/g, "\n");
  const ended = broken
    .replace(/<br\s*\/?>|[\f\u0085\u2028\u2029]/gi, "\n")
    .replace(/\\t(?=[-+\d"'])/g, "\t");
  const plain = latin(ended).replace(/\|\|/g, "|").replace(remark, "");
  const sure = plain.replace(doubt, "");
  const text = unlisted(sure).replace(
    quoted,
    (_, before: string, double: string | undefined, single: string | undefined) =>
      `${before}\ue000${kept.push(double?.replaceAll('""', '"') ?? single ?? "") - 1}\ue000`,
  );
  const all = text.split(/\r\n|\r|\n/).map((line, i) => ({ at: i + 1, text: line }));
  const said = /^\s*sep=(.)\s*$/i.exec(all[0]!.text)?.[1];
  const lines = all.filter(
    ({ text, at }) => text.trim() !== "" && !isRemark(text) && !(at === 1 && said !== undefined),
  );
  const notes: string[] = [];
  if (lines.length > 0 && lines.every(({ text }) => value.test(text)))
    for (const line of lines) line.text = line.text.replace(value, "$1\t");
  for (const around of unadorned)
    if (lines.length > 1 && lines.every(({ text }) => text.search(around) >= 0)) {
      if (lines.every(({ text }) => /^\s*-\s/.test(text)))
        notes.push("The dash before each line is read as the dot of a list, not as a sign.");
      for (const line of lines) line.text = line.text.replace(around, "");
    }
  const shown = (line: string) => line.replace(/\ue000(\d+)\ue000/g, (_, i) => kept[Number(i)]!);
  const common =
    said === undefined
      ? separatorOf(lines.map(({ text }) => shown(text.trim())).slice(0, 200))
      : new RegExp(said.replace(/[|\\^$.*+?()[\]{}]/, "\\$&"));
  const cut = ({ at, text }: { at: number; text: string }): Line => {
    const line = /\t/.source === common?.source ? text : text.trim();
    const separator = common?.test(line) ? common : (separatorOf([line]) ?? /$/);
    const cells = line
      .split(separator)
      .map((cell) => cell.trim().replace(mark, (_, i: string) => kept[Number(i)]!));
    return { at, text: shown(text.trim()), cells };
  };
  // Rows of separators alone, and the rule under a table's names, say nothing.
  const full = lines
    .map(cut)
    .filter(({ cells }) => cells.some((cell) => !/^(?::?-{2,}:?)?$/.test(cell)));
  const units = withoutUnits(full);
  return {
    lines: common?.source.includes("\\s") ? withNames(full) : full,
    byCommas: common?.source === ",",
    notes: [
      ...notes,
      ...(sure === plain ? [] : ["What stands behind ± is left out."]),
      ...(common === gap ? ["One space in a number stands between its thousands."] : []),
      ...units.map((unit) => `“${unit}” behind numbers is left out.`),
    ],
  };
}
