/** Text as spreadsheets, programs and people write tables: lines, and cells in them. */
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
}

/** What may stand between cells, the surest first. */
const separators = [/\t/, /;/, /\s*\|\s*/, /(?<!,)\s+(?!,)/, /,/];

const isNumber = (cell: string): boolean =>
  Number.isFinite(numberIn(cell, ".")) || Number.isFinite(numberIn(cell, ","));

/** The part of a line's cells that are numbers; none where there is one cell alone. */
function numbersBy(separator: RegExp, line: string): number {
  const cells = line.split(separator).filter((cell) => cell.trim() !== "");
  const said = cells.filter((cell) => isNumber(cell) || isMissing(cell));
  return cells.length < 2 ? 0 : said.length / cells.length;
}

/** The separator by which most cells of some lines are numbers, if any are. */
function separatorOf(lines: string[]): RegExp | undefined {
  const scores = separators.map((separator) =>
    lines.reduce((sum, line) => sum + numbersBy(separator, line), 0),
  );
  const most = Math.max(...scores);
  return most > 0 ? separators[scores.indexOf(most)] : undefined;
}

/** Pairs in brackets, as programs write them: (1, 2), [3, 4]. */
const pair = /[([{]\s*([^\s()[\]{},;]+)\s*[,;]\s*([^\s()[\]{},;]+)\s*[)\]}]/g;

/** A list of a program as lines; the text as it is if it is none. */
function unwrapped(text: string): string {
  const rest = text.replace(pair, "");
  if (rest === text || /\d/.test(rest)) return text;
  return [...text.matchAll(pair)].map(([, x, y]) => `${x}\t${y}`).join("\n");
}

/** Records of a program, [{"x": 1, "y": 2}, …], as lines with names above. */
function unrecorded(text: string): string {
  if (!/^\s*\[\s*\{/.test(text)) return text;
  try {
    const records = JSON.parse(text) as Record<string, unknown>[];
    const names = Object.keys(records[0]!);
    const rows = records.map((record) => names.map((name) => JSON.stringify(record[name] ?? "")));
    return [names, ...rows].map((cells) => cells.join("\t")).join("\n");
  } catch {
    return text;
  }
}

/** A line that is a remark, and no cell such as #N/A. */
const isRemark = (line: string): boolean =>
  /^\s*(?:#|%|\/\/)/.test(line) && !/^\s*#[a-z]/i.test(line);

/** Cells in quotes may hold anything, ends of lines too: until the rest is cut they stand by their number. */
const quoted = /(^|[\t;,|\s])"((?:[^"]|"")*)"(?=[\t;,|\s]|$)/g;
const mark = /^\ue000(\d+)\ue000$/;

export function cellsOf(given: string): Cells {
  const kept: string[] = [];
  let text = unwrapped(unrecorded(given.replace(/^\ufeff/, "")));
  text = text.replace(quoted, (_, before: string, cell: string) => {
    return `${before}\ue000${kept.push(cell.replaceAll('""', '"')) - 1}\ue000`;
  });
  const all = text.split(/\r\n|\r|\n/).map((line, i) => ({ at: i + 1, text: line }));
  const said = /^\s*sep=(.)\s*$/i.exec(all[0]!.text)?.[1];
  const lines = all.filter(
    ({ text, at }) => text.trim() !== "" && !isRemark(text) && !(at === 1 && said !== undefined),
  );
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
  return {
    // Rows of separators alone, and the rule under a table's names, say nothing.
    lines: lines
      .map(cut)
      .filter(({ cells }) => cells.some((cell) => !/^(?::?-{2,}:?)?$/.test(cell))),
    byCommas: common?.source === ",",
  };
}
