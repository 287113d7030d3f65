/**
 * Points from text as it comes out of a spreadsheet or a CSV file: two columns,
 * by tabs, semicolons, commas or spaces, a line of names above them or not.
 * Where commas do not separate, they may stand before decimals, 1,5 for 1.5.
 */

export type Point = [number, number];

/** The points of a text or, in words, the first thing in it that is none. */
export function readPoints(text: string): { points: Point[] } | { problem: string } {
  const lines = text
    .replace(/^\ufeff/, "")
    .split(/[\r\n]+/)
    .filter((line) => /^\s*[^\s#]/.test(line));
  const rows = lines.map(cellsOf);
  // Names of the columns are no numbers, and there is something under them.
  if (rows.length > 1 && rows[0]!.every((cell) => Number.isNaN(numberIn(cell)))) {
    rows.shift();
    lines.shift();
  }
  const points = rows.map((cells) => cells.map(numberIn));
  const wrong = points.findIndex((pair) => pair.length !== 2 || !pair.every(Number.isFinite));
  if (wrong >= 0)
    return {
      problem: `“${lines[wrong]!.trim()}” is not a pair of numbers, x and y: keep two columns.`,
    };
  if (points.length === 0)
    return { problem: "There are no points: put an x and a y on each line." };
  return { points: points as Point[] };
}

/** A line's cells; what stands in quotes is one cell, whatever is in it. */
function cellsOf(line: string): string[] {
  const [separator] = [/\t/, /;/, /(?<!,)\s+(?!,)/, /,/].filter((mark) => mark.test(bare(line)));
  const quoted = /"([^"]*)"/g;
  const kept: string[] = [];
  const rest = line.trim().replace(quoted, (_, cell: string) => `"${kept.push(cell) - 1}"`);
  return rest
    .replace(/[,;]$/, "")
    .split(separator ?? /$/)
    .map((cell) => cell.trim().replace(/^"(\d+)"$/, (_, i: string) => kept[Number(i)]!));
}

const bare = (line: string): string => line.trim().replace(/"[^"]*"/g, '""');

/** The number that a cell holds, NaN if it holds none. */
function numberIn(cell: string): number {
  const plain = cell
    .trim()
    .replace("−", "-")
    .replace(/^([-+]?\d*),(\d+)$/, "$1.$2");
  return /\d/.test(plain) ? Number(plain) : NaN;
}
