import type { Column } from "./sharable.ts";

const cell = (text: string): string =>
  /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** In as many digits as are computed: the last four of sixteen are rounding. */
const plain = (value: number): string => String(Number(value.toPrecision(12)));

/** A figure's numbers as text with commas: the link if there is one, the names with their units, the rows. */
export function csv(columns: Column[], link: string): string {
  const names = columns.map(({ name, unit }) => cell(unit === "" ? name : `${name} (${unit})`));
  const rows = Math.max(...columns.map(({ values }) => values.length));
  const lines = Array.from({ length: rows }, (_, i) =>
    columns.map(({ values }) => (Number.isFinite(values[i]) ? plain(values[i]!) : "")).join(","),
  );
  // The mark in front tells Excel that this is UTF-8.
  return (
    "\ufeff" + [...(link === "" ? [] : [`# ${link}`]), names.join(","), ...lines, ""].join("\n")
  );
}
