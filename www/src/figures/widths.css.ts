/** Where things lie in the figure of end states. */
import { css } from "lit";
import { rulerHeight } from "../layers/times.ts";

/** In CSS pixels. */
const plotHeight = 240;
export const potentialHeight = 112;
/** Where the handle of the wide well lies: on the W axis. */
export const axisAt = plotHeight - 46;

export const widthsStyles = css`
  sgd-plot {
    height: ${plotHeight}px;
  }
  sgd-handle {
    top: ${axisAt}px;
  }
  .columns .controls {
    margin-top: 0;
  }
  .columns {
    display: grid;
    grid-template-columns: 3fr 2fr;
    gap: 0.5rem 2.5rem;
    margin-top: 0.25rem;
    align-items: start;
  }
  @container (max-width: 38rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  caption {
    padding-bottom: 0.3rem;
    color: var(--muted);
    text-align: left;
  }
  :is(th, td) {
    padding: 0.2rem 0 0.2rem 0.75rem;
    border-bottom: 1px solid var(--hair);
    text-align: right;
  }
  th {
    font-weight: 400;
  }
  thead th {
    color: var(--muted);
  }
  :is(th, td):first-child {
    padding-left: 0;
    text-align: left;
  }
  :host([brief]:not([worded])) .wells table {
    display: none;
  }
  .way {
    margin: 0.5rem 0;
    max-width: 44rem;
  }
  sgd-plot.potential {
    height: ${potentialHeight}px;
  }
  sgd-plot.ruler {
    height: ${rulerHeight}px;
  }
  .hopping {
    display: flex;
    align-items: center;
    gap: 0.5rem;
  }
  .hop {
    flex: none;
    color: var(--ink);
  }
`;
