/** Where things lie in the figure of a density that evolves. */
import { css } from "lit";
import type { Box } from "../plot/pen.ts";

/**
 * Three panels, one above the other on one W axis, in CSS pixels. The two below
 * are a canvas of their own: they stay while the density moves.
 */
export const margin = { left: 42, right: 12 };
export const densityBox = { top: 28, bottom: 204 };
/** Room for what lies around the lower end of the density, such as the start's dot. */
const below = 22;
/** Rows under the density that follow it in time, each with room for its name. */
const row = { height: 36, name: 22 };

/** What so many rows need under the density, in pixels. */
export const roomBelow = (rows: number): number => below + rows * (row.height + row.name);

/** Where a row lies that has so many before it, under a density that ends at `lower`. */
export function rowBox(lower: number, before: number): { top: number; bottom: number } {
  const top = lower + roomBelow(before) + row.name - 6;
  return { top, bottom: top + row.height };
}
export const gradientBox = { top: 24, bottom: 68 };
export const varianceBox = { top: 97, bottom: 133 };
const stripsHeight = 176;

/** A panel across a plot that is so wide. */
export const panel = (width: number, { top, bottom }: { top: number; bottom: number }): Box => ({
  left: margin.left,
  right: width - margin.right,
  top,
  bottom,
});

export const evolveStyles = css`
  .plots {
    display: grid;
    grid-template-columns: 1.75fr 1fr;
    gap: 1.5rem;
  }
  .main {
    min-width: 0;
  }
  .density {
    height: calc(var(--lower, ${densityBox.bottom}px) + var(--below, ${below}px));
  }
  /* Zoomed in, some handles lie beyond. */
  :is(.density, .strips) {
    overflow-x: clip;
  }
  .whole {
    min-height: 24px;
  }
  .strips {
    height: ${stripsHeight}px;
  }
  .moments {
    height: 190px;
    cursor: ew-resize;
    touch-action: pan-y pinch-zoom;
    user-select: none;
    -webkit-user-select: none;
  }
  .scatter {
    height: 180px;
  }
  .side {
    font-size: 0.8125rem;
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  .density sgd-handle {
    top: var(--start, ${densityBox.bottom}px);
  }
  .strips sgd-handle {
    top: ${varianceBox.bottom}px;
  }
  @container (max-width: 38rem) {
    /* What one changes stands right under what it changes. */
    figure {
      display: flex;
      flex-direction: column;
    }
    .plots {
      display: contents;
    }
    .side {
      display: contents;
    }
    .side > :not(.controls) {
      order: 1;
    }
    .foot {
      order: 2;
    }
  }
  /* A plot keeps its height, however much is unfolded below it. */
  .side > * {
    flex: none;
  }
  .side .controls {
    margin: 0 0 0.5rem;
  }
  .setup {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr));
    grid-column: 1 / -1;
    gap: 0.5rem 2rem;
    align-items: start;
  }
  .setup .controls {
    margin-top: 0;
  }
  @container (min-width: 64rem) {
    .plots:has(.setup) {
      grid-template-columns: 1.5fr 1fr 1.15fr;
    }
    .setup {
      grid-template-columns: minmax(0, 1fr);
      grid-column: auto;
      align-content: start;
    }
  }
`;
