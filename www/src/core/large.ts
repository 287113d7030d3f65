/** Which questions take so much memory that they go to a core that is given up afterwards. */
import type { Asked } from "./messages.ts";

/** More cells of a line, cells of a plane, or walkers than these take some ten megabytes. */
const many = { line: 4096, plane: 65_536, walkers: 500_000 };

interface Sizes {
  cells?: unknown;
  walkers?: unknown;
}

export function isLarge({ type, ask }: Asked): boolean {
  // SGD's steps from anywhere to anywhere, as one matrix: 10 to 90 MB.
  if (type === "passage") return true;
  const { cells, walkers } = ("scenario" in ask ? ask.scenario : ask) as Sizes;
  const [count, most] = Array.isArray(cells)
    ? [(cells as number[]).reduce((product, along) => product * along, 1), many.plane]
    : [Number(cells ?? 0), many.line];
  return count > most || Number(walkers ?? 0) > many.walkers;
}
