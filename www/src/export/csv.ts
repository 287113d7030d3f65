import type { Column } from "./sharable.ts";

const cell = (text: string): string =>
  /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** A figure's numbers as text with commas: the link if there is one, the names with their units, the rows. */
export function csv(columns: Column[], link: string): string {
  const names = columns.map(({ name, unit }) => cell(unit === "" ? name : `${name} (${unit})`));
  const rows = Math.max(...columns.map(({ values }) => values.length));
  const lines = Array.from({ length: rows }, (_, i) =>
    columns.map(({ values }) => (Number.isFinite(values[i]) ? String(values[i]) : "")).join(","),
  );
  return [...(link === "" ? [] : [`# ${link}`]), names.join(","), ...lines, ""].join("\n");
}
