/** A file's text, or in words what the file is instead. */

/** What files that are no text begin with, and what to do with them. */
const others: [start: number[], words: string][] = [
  [
    [0x50, 0x4b, 3, 4],
    "It is a workbook (or another packed file). In the spreadsheet, copy two columns and paste them here, or save the sheet as CSV.",
  ],
  [
    [0xd0, 0xcf, 0x11, 0xe0],
    "It is an old workbook. In the spreadsheet, copy two columns and paste them here, or save the sheet as CSV.",
  ],
  [[0x25, 0x50, 0x44, 0x46], "It is a PDF: copy the two columns out of it and paste them here."],
  [[0x1f, 0x8b], "It is compressed: unpack it first."],
];

export async function textOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const starts = (start: number[]) => start.every((byte, i) => bytes[i] === byte);
  const other = others.find(([start]) => starts(start));
  if (other) throw new Error(other[1]);
  // What spreadsheets call Unicode text.
  if (starts([0xff, 0xfe])) return new TextDecoder("utf-16le").decode(bytes);
  if (starts([0xfe, 0xff])) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes.subarray(0, 1000).includes(0)) throw new Error("It is no text.");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
